"""`doctor`: looks at everything a till depends on and says what to do about each."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import msgspec

from loyalty.errors import LoyaltyError
from storage import keys
from storage.folder import DEMO
from terminal.commands import (
    copies,
    doctor_readers,
    doctor_wallet,
    guessing,
    member_page,
    output,
    outside,
    own_copies,
)
from terminal.commands.doctor_readers import Finding
from terminal.commands.surroundings import Surroundings, has_screen
from terminal.till import opening, service

SECOND_US = 1_000_000
CLOCK_OFF_MAX_S = 60


Check = Callable[[Surroundings], Finding]


def run(around: Surroundings, *, scanner: str = "", as_json: bool) -> int:
    """Look at everything; 1 when something wants attention. `scanner` is the port of a gun."""

    def scanner_gun(around: Surroundings) -> Finding:
        return doctor_readers.gun(around, scanner)

    checks = (*CHECKS, scanner_gun, doctor_readers.cards)
    findings = [_guarded(check, around) for check in checks]
    if as_json:
        well = all(finding.ok for finding in findings)
        output.answer({"ok": well, "checks": [msgspec.to_builtins(one) for one in findings]})
    else:
        for finding in findings:
            mark = "ok  " if finding.ok else "LOOK"
            output.say(f"{mark}  {finding.name}: {finding.found}")
            if finding.advice:
                output.say(f"      {finding.advice}")
    return output.OK if all(finding.ok for finding in findings) else output.FOUND


def _guarded(check: Check, around: Surroundings) -> Finding:
    try:
        return check(around)
    except LoyaltyError as error:
        name = check.__name__.strip("_")
        return Finding(name=name, ok=False, found=error.code, advice=error.message)


def _versions(_around: Surroundings) -> Finding:
    names = ("PySide6-Essentials", "opencv-python-headless", "zxing-cpp", "sqlcipher3")
    found = {name: metadata.version(name) for name in names}
    said = f"Python {platform.python_version()}, " + ", ".join(
        f"{name} {version}" for name, version in found.items()
    )
    broken = found["PySide6-Essentials"].startswith("6.12.0") and sys.version_info < (3, 12)
    advice = "PySide6 6.12.0 ends by itself on Python 3.11: run `make setup` again."
    return Finding(name="versions", ok=not broken, found=said, advice=advice if broken else "")


def _camera(_around: Surroundings) -> Finding:
    devices = sorted(str(path) for path in Path("/dev").glob("video*"))
    if devices:
        return Finding(name="camera", ok=True, found=", ".join(devices))
    return Finding(
        name="camera",
        ok=False,
        found="no webcam was found",
        advice="Plug in any webcam. The demo runs on the recorded one; "
        "phone, card number and scanner gun work without.",
    )


def _screen(_around: Surroundings) -> Finding:
    is_there = has_screen()
    advice = "" if is_there else "Start it on the till's own screen, or set DISPLAY."
    return Finding(name="screen", ok=is_there, found="found" if is_there else "none", advice=advice)


def _databases(around: Surroundings) -> Finding:
    if not around.folder.ledger.exists():
        return Finding(
            name="databases",
            ok=True,
            found="none yet",
            advice="Open the counter once: run Regulars without a command.",
        )
    ledger = opening.ledger_of(around.folder, around.store)
    try:
        found = ledger.verify()
    finally:
        ledger.close()
    if found.ok:
        return Finding(name="databases", ok=True, found=f"{found.events} events, everything agrees")
    return Finding(
        name="databases",
        ok=False,
        found=found.first_difference or "something differs",
        advice="Stop, keep the folder as it is, and restore the last backup into another one.",
    )


def _keys(around: Surroundings) -> Finding:
    where = around.store.where()
    if not around.folder.ledger.exists():
        return Finding(name="key store", ok=True, found=f"{where}; no till yet")
    missing = [name for name in keys.NAMES if around.store.get(name) is None]
    if not missing:
        return Finding(name="key store", ok=True, found=f"{where}; it has every key")
    return Finding(
        name="key store",
        ok=False,
        found=f"{where}; without {', '.join(missing)}",
        advice="Put the key store back, or restore a backup with the words of the recovery sheet.",
    )


def _sheet(around: Surroundings) -> Finding:
    path = around.folder.root / copies.SHEET
    if path.exists():
        return Finding(
            name="recovery sheet",
            ok=False,
            found=f"still lies at {path}",
            advice="Print it, keep it in a safe place, then delete the file: "
            "whoever has it and a backup can read everything.",
        )
    return Finding(name="recovery sheet", ok=True, found="not on this computer")


def _backup(around: Surroundings) -> Finding:
    if not around.folder.ledger.exists() or around.folder.kind == DEMO:
        return Finding(name="backup", ok=True, found="nothing to copy yet")
    state = own_copies.state(around)
    if state.is_old:
        advice = "Plug its place in and make one: `backup`, or F10 at the counter."
        if not state.place:
            advice = "Choose where copies go by themselves: F10 at the counter, or `backups --to`."
        return Finding(name="backup", ok=False, found=state.sentence, advice=advice)
    return Finding(name="backup", ok=True, found=state.sentence)


def _server(around: Surroundings) -> Finding:
    own = service.running(around.folder)
    if own is not None:
        return Finding(name="server", ok=True, found=f"answers at {own.url}")
    if not around.folder.ledger.exists():
        return Finding(name="server", ok=True, found="none yet")
    ledger = opening.ledger_of(around.folder, around.store)
    try:
        known = opening.identity(ledger)
        unsent = ledger.unsent()
    finally:
        ledger.close()
    if (
        known is not None
        and known.server_url
        and service.answers(known.server_url, known.server_key)
    ):
        return Finding(name="server", ok=True, found=f"answers at {known.server_url}")
    return Finding(
        name="server",
        ok=False,
        found=f"does not answer; {unsent} to send, nothing is lost",
        advice="The counter starts it by itself; or run `server`, or check the internet.",
    )


def _member_page(around: Surroundings) -> Finding:
    if not around.folder.ledger.exists():
        return Finding(name="member page", ok=True, found="none yet")
    url = member_page.public_url(around)
    if not url:
        return Finding(
            name="member page",
            ok=True,
            found="on this computer only",
            advice="Without public HTTPS members' phones cannot open their card: no changing code, "
            "no card on the home screen, nothing that works offline. Static codes and cards do. "
            "Put HTTPS before this server, then run `server --public NAME`.",
        )
    if service.answers(url):
        return Finding(name="member page", ok=True, found=f"answers at {url}")
    return Finding(
        name="member page",
        ok=False,
        found=f"{url} does not answer with a certificate that phones believe",
        advice="Phones go on with the codes they have for twelve hours, then show the static one. "
        "Check the name, its certificate, and what passes HTTPS on to this server.",
    )


def _clock(around: Surroundings) -> Finding:
    if not around.folder.ledger.exists():
        return Finding(name="clock", ok=True, found="nothing to compare with yet")
    ledger = opening.ledger_of(around.folder, around.store)
    try:
        mark_us = int(ledger.get(opening.MARK) or 0)
    finally:
        ledger.close()
    behind_s = (mark_us - around.clock.now_us()) // SECOND_US
    if behind_s <= CLOCK_OFF_MAX_S:
        return Finding(name="clock", ok=True, found="not behind what the server said")
    return Finding(
        name="clock",
        ok=False,
        found=f"{behind_s} seconds behind what the server said",
        advice="Set date and time of this computer; rewards wait until then.",
    )


def _check_in(around: Surroundings) -> Finding:
    if not around.folder.ledger.exists():
        return Finding(name="check-in", ok=True, found="none yet")
    found, ok = guessing.of_shop(around)
    return Finding(name="check-in", ok=ok, found=found)


CHECKS: tuple[Check, ...] = (
    _versions,
    _screen,
    _camera,
    _databases,
    _keys,
    _sheet,
    _backup,
    _server,
    outside.look,
    _member_page,
    doctor_wallet.look,
    _check_in,
    _clock,
)

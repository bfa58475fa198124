"""What `doctor` looks at about scanner guns and the cards that a shop gave out before."""

from __future__ import annotations

import msgspec

from loyalty.errors import Outage
from scanner import zbar
from scanner.serial_ports import AUTOMATIC, BUSY, DENIED, GunPort, named_ports
from terminal.commands.surroundings import Surroundings
from terminal.till import gun as guns
from terminal.till import old_cards, opening


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was looked at; `advice` is empty when it is well."""

    name: str
    ok: bool
    found: str
    advice: str = ""


_ADVICE = {
    DENIED: "Give this user the right to use the port (on Linux the group dialout), then log in "
    "again.",
    BUSY: "Another program has the port open, perhaps the counter itself: that is well.",
}


def gun(around: Surroundings, scanner: str) -> Finding:
    """Look for a scanner gun: its port when one is named, its profile, and what is plugged in."""
    name, profile = "scanner gun", _profile(around)
    if not scanner:
        ports = named_ports()
        listed = f"serial ports: {', '.join(ports)}" if ports else "no serial port"
        advice = "For a gun on one of them look again with --scanner PORT." if ports else ""
        return Finding(name=name, ok=True, found=f"{profile}; {listed}", advice=advice)
    port = GunPort(wanted=scanner)
    found = port.find()
    if found is None:
        what = "of a known make" if scanner == AUTOMATIC else scanner
        return Finding(
            name=name,
            ok=False,
            found=f"{profile}; no serial gun {what}",
            advice="Plug it in, or name its port with --scanner. A gun that types needs none.",
        )
    try:
        port.open(found).close()
    except Outage as error:
        advice = _ADVICE.get(error.code, "Unplug the gun and plug it in again.")
        is_well = error.code == BUSY
        return Finding(
            name=name, ok=is_well, found=f"{profile}; {found}: {error.code}", advice=advice
        )
    return Finding(name=name, ok=True, found=f"{profile}; {found} opens")


def cards(around: Surroundings) -> Finding:
    """Look which cards of before are taken, and whether what reads their bars best is there."""
    name = "cards of before"
    if not around.folder.directory.exists():
        return Finding(name=name, ok=True, found="none are taken")
    directory = opening.directory_of(around.folder, around.store)
    try:
        setting = old_cards.setting(directory)
    finally:
        directory.close()
    if not setting.cards:
        return Finding(name=name, ok=True, found="none are taken")
    kinds = ", ".join(setting.symbologies)
    if zbar.is_here():
        return Finding(name=name, ok=True, found=f"{kinds}; zbar helps with small bars")
    return Finding(
        name=name,
        ok=True,
        found=f"{kinds}; read by zxing-cpp alone",
        advice="Small or blurred bars are read better with zbar (on Debian the package libzbar0).",
    )


def _profile(around: Surroundings) -> str:
    if not around.folder.ledger.exists():
        return "not set up"
    ledger = opening.ledger_of(around.folder, around.store)
    try:
        return "set up on this till" if ledger.get(guns.PROFILE) else "as it leaves its box"
    finally:
        ledger.close()

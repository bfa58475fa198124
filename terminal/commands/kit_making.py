"""Makes the launch kit for the command line: of a shop's running programme, or of a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from loyalty import boost as boosts
from loyalty import days, number
from loyalty.boost import NONE, Boost
from loyalty.errors import Refusal
from loyalty.programme import Programme, from_wire, in_force
from terminal.commands import output, surroundings
from terminal.kit.asked import Asked

if TYPE_CHECKING:
    from cards.kit.values import Kit, Look
    from terminal.commands.surroundings import Surroundings

FOLDER: Final = "kit"
FORMS_MAX: Final = 500
PICTURE_DPI: Final = 96
_SHARES = {"double": 100, "treble": 200}
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What was asked for on the command line; empty is the shop's own."""

    out: Path | None = None
    language: str = ""
    design: str = ""
    logo: Path | None = None
    boost: str = ""
    on: str = ""
    between: str = "09:00-18:00"
    forms: int = 0
    numbers: Path | None = None
    programme: Path | None = None
    pictures: bool = False
    data: Path | None = None


def make(wanted: Wanted, *, as_json: bool) -> int:
    """Make the kit and say where it is.

    Raises Refusal `kit_nothing`, `kit_boost`, `kit_logo`, `kit_numbers`, `language_unknown`,
    `design_unknown`, `cards_count`; Outage `kit_disk`, `already_open` (numbers are made while no
    counter is open), and what opening a shop raises.
    """
    from terminal.kit.making import kit_of
    from terminal.kit.writing import folder_name, write

    if wanted.forms < 0 or wanted.forms > FORMS_MAX:
        raise Refusal("kit_numbers", f"from 1 to {FORMS_MAX} forms at once", got=wanted.forms)
    root = Path() if wanted.programme else surroundings.data_root(wanted.data)
    look = _look(wanted, root)
    asked = _asked(wanted)
    # What cannot be said is refused before numbers are made for it.
    kit = kit_of(asked)
    if wanted.forms and wanted.programme is None:
        kit = kit_of(replace(asked, numbers=_issued(wanted)))
    folder = wanted.out or root / FOLDER / folder_name(asked)
    folder = folder.expanduser().resolve()
    written = _pictures(kit, look, folder) if wanted.pictures else write(kit, look, folder)
    if as_json:
        output.answer({"folder": str(folder), "files": [path.name for path in written]})
        return output.OK
    for path in written:
        output.say(str(path))
    output.progress(f"{len(written)} files in {folder}")
    return output.OK


def _asked(wanted: Wanted) -> Asked:
    """Give what the kit is made of, without numbers that are still to be made."""
    if wanted.programme is not None:
        from terminal.commands import programme

        rules = programme.read(wanted.programme)
        now_us = surroundings.SystemClock().now_us()
        day = days.business_date(now_us, rules.time_zone, rules.day_start_minutes).isoformat()
        return Asked(
            programme=rules,
            language=_language(wanted, rules, rules.languages[0]),
            day=day,
            numbers=_listed(wanted.numbers, ""),
            boost=_boost(wanted, rules, NONE),
        )
    return _of_shop(wanted, surroundings.enter(wanted.data))


def _of_shop(wanted: Wanted, around: Surroundings) -> Asked:
    from terminal.commands import member_page, shop
    from terminal.till import house_rules, opening

    ready = shop.ready(around, output.progress)
    ledger = opening.ledger_of(around.folder, around.store)
    directory = opening.directory_of(around.folder, around.store)
    try:
        versions = tuple(from_wire(raw) for raw in directory.programmes())
        running = house_rules.boost_of(directory, ledger)
    finally:
        directory.close()
        ledger.close()
    now_us, kept = around.clock.now_us(), ready.shop
    day = days.business_date(now_us, kept.time_zone, kept.day_start_minutes).isoformat()
    rules = in_force(versions, day)
    on_now = running if boosts.is_on(running, now_us) else NONE
    return Asked(
        programme=rules,
        language=_language(wanted, rules, around.language or kept.language),
        day=day,
        shop=kept.name,
        region=kept.region,
        link=member_page.home_url(around),
        numbers=_listed(wanted.numbers, kept.issuer),
        boost=_boost(wanted, rules, on_now),
    )


def _issued(wanted: Wanted) -> tuple[str, ...]:
    """Make numbers and record them. Raises as `card_stock.issue`, and Outage `already_open`."""
    from terminal.commands import bring_in
    from terminal.till import card_stock

    with bring_in.opened(surroundings.enter(wanted.data)) as (desk, line):
        made = card_stock.issue(desk, wanted.forms).numbers
        bring_in.tell(line)
    return made


def _language(wanted: Wanted, rules: Programme, own: str) -> str:
    from terminal.commands import programme

    return programme.speak(rules, wanted.language or own).language


def _look(wanted: Wanted, root: Path) -> Look:
    from terminal.kit.looks import look_for

    return look_for(root, design=wanted.design, logo=wanted.logo)


def _boost(wanted: Wanted, rules: Programme, on_now: Boost) -> Boost:
    """Read a bonus day. Raises Refusal `kit_boost` for one that is none."""
    said = wanted.boost
    if not said:
        return NONE
    if said == "now":
        if on_now == NONE:
            raise Refusal("kit_boost", "nothing is turned on now: say which bonus and which day")
        return on_now
    hours = _HOURS.fullmatch(wanted.between)
    try:
        day = date.fromisoformat(wanted.on)
    except ValueError as error:
        raise Refusal("kit_boost", "say the bonus day: --on 2026-12-05", got=wanted.on) from error
    if hours is None:
        raise Refusal("kit_boost", "hours are 09:00-18:00", got=wanted.between)
    begins, ends = (
        _moment(day, time(int(hours[at]), int(hours[at + 1])), rules.time_zone) for at in (1, 3)
    )
    if ends <= begins:
        raise Refusal("kit_boost", "the hours end before they begin", got=wanted.between)
    percent = _SHARES.get(said, int(said) if said.isascii() and said.isdecimal() else 0)
    found = Boost(from_us=begins, until_us=ends, percent=percent)
    found = found if percent else Boost(from_us=begins, until_us=ends, code=said)
    if not boosts.is_right(found):
        raise Refusal("kit_boost", "no till can turn this on", got=said)
    return found


def _moment(day: date, clock: time, zone: str) -> int:
    return int(datetime.combine(day, clock, ZoneInfo(zone)).timestamp()) * 1_000_000


def _listed(file: Path | None, issuer: str) -> tuple[str, ...]:
    """Read numbers, one a line. Raises Refusal `kit_numbers` with the line that is wrong."""
    if file is None:
        return ()
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeError) as error:
        raise Refusal("kit_numbers", f"{file} cannot be read", path=str(file)) from error
    found = tuple(_numbered(lines, issuer))
    if not found or len(found) > FORMS_MAX:
        raise Refusal("kit_numbers", f"give 1 to {FORMS_MAX} numbers", got=len(found))
    return found


def _numbered(lines: list[str], issuer: str) -> Iterator[str]:
    for at, line in enumerate(lines, 1):
        bare = "".join(line.split())
        if not bare:
            continue
        if not number.is_valid(bare) or (issuer and number.issuer_of(bare) != issuer):
            raise Refusal("kit_numbers", f"line {at} is no card number of this shop", line=at)
        yield bare


def _pictures(kit: Kit, look: Look, folder: Path) -> tuple[Path, ...]:
    """Draw the pages that are shown around as pictures."""
    from cards.drawing import png
    from cards.drawing.fonts import Fonts
    from cards.kit.forms import joining_forms
    from cards.kit.pieces import table_card
    from cards.kit.poster import poster
    from cards.kit.staff_page import staff_page
    from terminal.kit.writing import put

    fonts = Fonts()
    pages = {
        "poster": poster(kit.message, look, fonts),
        "table-card": table_card(kit.message, look, fonts),
        "staff-sheet": staff_page(kit.staff, look, fonts),
        "joining-form": next(joining_forms(kit.form, kit.numbers, look, fonts)),
    }
    return tuple(
        put(folder / f"kit-{name}.png", png.render(page, PICTURE_DPI, fonts=fonts))
        for name, page in pages.items()
    )

"""Where slips go is chosen behind F10: a text file, a PDF, a printer of the system, or nowhere."""

from __future__ import annotations

from typing import Final

import msgspec

from storage.ports import Ledger
from terminal.till import (
    listing,
    strip,
)
from terminal.till.camera_values import MenuRow
from terminal.till.desk import Desk
from terminal.till.effects import Effect, FindPrinters, UseSlips
from terminal.till.slip_values import NONE, PDF, SYSTEM, TEXT, Slips

MODE: Final = "slips"
KEPT: Final = "slips"


def kept(ledger: Ledger) -> Slips:
    """Read where slips go; into a text file where nobody has said."""
    raw = ledger.get(KEPT)
    return msgspec.json.decode(raw, type=Slips) if raw else Slips()


def open_set_up(desk: Desk) -> list[Effect]:
    """Show where slips can go, and look for printers."""
    desk.mode, desk.chosen, desk.typed = MODE, _choices(desk).index(desk.slips), ""
    strip.note(desk, desk.say("Slips"), desk.say("Choose with a digit, or with the arrows."))
    return [FindPrinters()]


def found(desk: Desk, printers: tuple[str, ...]) -> list[Effect]:
    """The system has said which printers it has."""
    desk.printers = printers
    if desk.mode == MODE:
        desk.chosen = _choices(desk).index(desk.slips)
    return []


def state(desk: Desk) -> str:
    """Say where slips go now."""
    return _title(desk, desk.slips)


def rows(desk: Desk) -> tuple[MenuRow, ...]:
    """Give the ways, the one in use marked."""
    icons = {TEXT: "file-text", PDF: "file-pdf", SYSTEM: "printer", NONE: "prohibit"}
    return tuple(
        MenuRow(
            key=digit,
            icon=icons[each.way],
            title=_title(desk, each),
            caption=desk.say("In use") if each == desk.slips else "",
        )
        for digit, each in zip(listing.DIGITS, _choices(desk), strict=False)
    )


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a named key; None when it means nothing special here."""
    return listing.pressed(desk, name, len(rows(desk)), pick)


def typed(desk: Desk, text: str) -> list[Effect]:
    """A digit picks its row; nothing else is typed here."""
    return listing.typed(desk, text, len(rows(desk)), pick)


def pick(desk: Desk, row: int) -> list[Effect]:
    """Let slips go where a row says, from the next one on. Raises Outage when the disk says no."""
    if not 0 <= row < len(rows(desk)):
        return []
    slips = _choices(desk)[row]
    desk.ledger.put(KEPT, msgspec.json.encode(slips).decode())
    desk.slips, desk.printer_problem = slips, ""
    desk.mode, desk.chosen = "idle", 0
    return [*strip.saved(desk, _title(desk, slips)), UseSlips(slips=slips)]


def _choices(desk: Desk) -> tuple[Slips, ...]:
    printers = [Slips(way=SYSTEM, printer=name) for name in desk.printers]
    ways = (*printers, Slips(way=TEXT), Slips(way=PDF), Slips(way=NONE))
    # A printer that is not there at the moment stays chosen, and can be seen to be.
    return ways if desk.slips in ways else (desk.slips, *ways)


def _title(desk: Desk, slips: Slips) -> str:
    match slips.way:
        case "system":
            return desk.say("Printer {name}", name=slips.printer)
        case "pdf":
            return desk.say("As PDF, into the folder of slips")
        case "none":
            return desk.say("No slips")
        case _:
            return desk.say("As text, into the folder of slips")

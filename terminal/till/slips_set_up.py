"""Where slips go is chosen behind F10: a receipt printer, one of the system, files, or nowhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

import msgspec

from storage.ports import Ledger
from terminal.till import (
    listing,
    printer_choice,
    printer_told,
    strip,
)
from terminal.till.camera_values import MenuRow
from terminal.till.desk import Desk
from terminal.till.effects import Effect, FindPrinters, TryPrinter, UseSlips
from terminal.till.messages import PrinterTried
from terminal.till.slip_head import test_slip
from terminal.till.slip_values import (
    BAUDS,
    NONE,
    PAPERS,
    PDF,
    RECEIPT,
    SERIAL,
    TEXT,
    Slips,
)

MODE: Final = "slips"
MODES: Final = (MODE, printer_choice.MODE, printer_choice.ADDRESS)
KEPT: Final = "slips"
_ICONS: Final = {TEXT: "file-text", PDF: "file-pdf", NONE: "prohibit"}
_FILES: Final = (TEXT, PDF, NONE)
_T = TypeVar("_T")
Row = tuple[str, str, str, Callable[[Desk], list[Effect]]]


def kept(ledger: Ledger) -> Slips:
    """Read where slips go; into a text file where nobody has said."""
    raw = ledger.get(KEPT)
    return msgspec.json.decode(raw, type=Slips) if raw else Slips()


def open_set_up(desk: Desk) -> list[Effect]:
    """Show where slips can go, the way in use chosen."""
    desk.mode, desk.typed = MODE, ""
    desk.chosen = next(
        (at for at, row in enumerate(_rows(desk)) if row[2] == desk.say("In use")), 0
    )
    return strip.note(desk, desk.say("Slips"), desk.say("Choose with a digit, or with the arrows."))


def state(desk: Desk) -> str:
    """Say where slips go now."""
    return title(desk, desk.slips)


def rows(desk: Desk) -> tuple[MenuRow, ...]:
    """Give the ways and what belongs to the one in use; or the printers that are there."""
    if desk.mode != MODE:
        return printer_choice.rows(desk)
    return tuple(
        MenuRow(key=digit, icon=icon, title=title, caption=caption)
        for digit, (icon, title, caption, _) in zip(listing.DIGITS, _rows(desk), strict=False)
    )


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a named key; None when it means nothing special here."""
    if desk.mode != MODE:
        return printer_choice.pressed(desk, name, choose, open_set_up)
    return listing.pressed(desk, name, len(_rows(desk)), pick)


def typed(desk: Desk, text: str) -> list[Effect]:
    """A digit picks its row; an address is typed where one is wanted."""
    if desk.mode != MODE:
        return printer_choice.typed(desk, text, choose)
    return listing.typed(desk, text, len(_rows(desk)), pick)


def pick(desk: Desk, row: int) -> list[Effect]:
    """Do what stands in a row, counted from 0. Raises Outage when the disk says no."""
    if desk.mode != MODE:
        return printer_choice.pick(desk, row, choose)
    found = _rows(desk)
    if not 0 <= row < len(found):
        return []
    desk.chosen = row
    return found[row][3](desk)


def choose(desk: Desk, slips: Slips) -> list[Effect]:
    """Let slips go there from the next one on, and stay: a test print is a key away."""
    effects = keep(desk, slips)
    open_set_up(desk)
    desk.chosen = _place_of_test(desk)
    strip.note(desk, desk.say("Slips"), desk.say("Print a test now: one slip shows it all."))
    return effects


def keep(desk: Desk, slips: Slips) -> list[Effect]:
    """Keep where slips go. Raises Outage when the disk says no; then nothing has changed."""
    desk.ledger.put(KEPT, msgspec.json.encode(slips).decode())
    desk.slips, desk.printer_problem = slips, ""
    return [UseSlips(slips=slips)]


def tried(desk: Desk, message: PrinterTried) -> list[Effect]:
    """A printer took the test slip, or did not; what it says of itself is kept."""
    if message.problem:
        desk.printer_problem = ""
        return printer_told.printed(desk, message.problem)
    effects: list[Effect] = []
    if message.model != desk.slips.model:
        effects = keep(desk, msgspec.structs.replace(desk.slips, model=message.model))
    desk.printer_problem = ""
    sentence = desk.say("The printer took the slip. Letters wrong or missing? Draw them.")
    strip.note(desk, message.model or desk.say("Test print"), sentence)
    return effects


def title(desk: Desk, slips: Slips) -> str:
    """Name a way."""
    match slips.way:
        case "system" | "usb":
            return desk.say("Printer {name}", name=_name_of(desk, slips))
        case "network" | "serial":
            return desk.say("Printer {name}", name=slips.printer)
        case "pdf":
            return desk.say("As PDF, into the folder of slips")
        case "none":
            return desk.say("No slips")
        case _:
            return desk.say("As text, into the folder of slips")


def _name_of(desk: Desk, slips: Slips) -> str:
    """Say what a printer calls itself, as far as that is known."""
    found = next((one.name for one in desk.printers if one.printer == slips.printer), "")
    return found or slips.model or slips.printer


def _rows(desk: Desk) -> list[Row]:
    """Give everything that can be done, first the ways, then what belongs to the one in use."""
    say, slips = desk.say, desk.slips
    in_use = say("In use")
    found: list[Row] = []
    if slips.way not in _FILES:
        found.append(("printer", title(desk, slips), in_use, _stay))
    where = say("In the network, by USB, by serial cable, or of this computer")
    found.append(("receipt", say("Choose a printer"), where, _look))
    for way in _FILES:
        caption = in_use if way == slips.way else ""
        found.append((_ICONS[way], title(desk, Slips(way=way)), caption, _file(way)))
    if slips.way in RECEIPT:
        found += _of_receipts(desk, slips)
    if slips.way != NONE:
        caption = say("One slip with letters, figures and a code")
        found.append(("printer", say("Test print"), caption, _test))
    return found


def _of_receipts(desk: Desk, slips: Slips) -> list[Row]:
    say = desk.say
    papers = {
        PAPERS[0]: say("80 mm, 48 letters a line"),
        PAPERS[1]: say("80 mm, 42 letters a line"),
        PAPERS[2]: say("58 mm, 32 letters a line"),
    }
    letters = say("Drawn, for printers that lack some") if slips.drawn else say("The printer's own")
    found: list[Row] = [
        ("receipt", say("Paper"), papers.get(slips.paper, slips.paper), _paper),
        ("text-t", say("Letters"), letters, _letters),
    ]
    if slips.way == SERIAL:
        speed = say("{count} signs a second", count=desk.words.points(slips.baud // 10))
        found.append(("lightning", say("Speed {baud}", baud=str(slips.baud)), speed, _speed))
    return found


def _place_of_test(desk: Desk) -> int:
    found = _rows(desk)
    return next((at for at, row in enumerate(found) if row[3] is _test), 0)


def _stay(desk: Desk) -> list[Effect]:
    desk.mode, desk.chosen = "idle", 0
    return strip.saved(desk, state(desk))


def _look(desk: Desk) -> list[Effect]:
    printer_choice.open_list(desk)
    return [FindPrinters()]


def _file(way: str) -> Callable[[Desk], list[Effect]]:
    def take(desk: Desk) -> list[Effect]:
        effects = keep(desk, Slips(way=way))
        desk.mode, desk.chosen = "idle", 0
        return [*strip.saved(desk, state(desk)), *effects]

    return take


def _paper(desk: Desk) -> list[Effect]:
    return _change(desk, paper=_after(PAPERS, desk.slips.paper))


def _letters(desk: Desk) -> list[Effect]:
    return _change(desk, drawn=not desk.slips.drawn)


def _speed(desk: Desk) -> list[Effect]:
    return _change(desk, baud=_after(BAUDS, desk.slips.baud))


def _after(values: tuple[_T, ...], now: _T) -> _T:
    at = values.index(now) + 1 if now in values else 0
    return values[at % len(values)]


def _change(desk: Desk, **changes: object) -> list[Effect]:
    return keep(desk, msgspec.structs.replace(desk.slips, **changes))


def _test(desk: Desk) -> list[Effect]:
    desk.printer_problem = ""
    strip.note(desk, desk.say("Test print"), desk.say("Sent to the printer ..."))
    return [TryPrinter(slips=desk.slips, slip=test_slip(desk))]

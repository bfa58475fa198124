"""The list behind "Choose a printer": what is at this machine, and an address that is typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from cards.receipt.network import PORT, read_address
from terminal.till import listing, strip
from terminal.till.camera_values import MenuRow
from terminal.till.desk import Desk
from terminal.till.effects import Effect
from terminal.till.slip_values import NETWORK, RECEIPT, SERIAL, SYSTEM, USB, AtHand, Slips

MODE: Final = "slip_printers"
ADDRESS: Final = "slip_address"
ADDRESS_MAX: Final = 80
MANY: Final = 8
_ICONS: Final = {SYSTEM: "printer", USB: "receipt", SERIAL: "gauge"}
Choose = Callable[[Desk, Slips], list[Effect]]


def open_list(desk: Desk) -> None:
    """Show what is there; what is found comes as a message."""
    desk.mode, desk.chosen, desk.typed = MODE, 0, ""
    sentence = desk.say("A printer that you just plugged in shows up when you open this again.")
    strip.note(desk, desk.say("Slips"), sentence)


def found(desk: Desk, printers: tuple[AtHand, ...]) -> list[Effect]:
    """The machine has said which printers it has."""
    desk.printers = printers
    return []


def rows(desk: Desk) -> tuple[MenuRow, ...]:
    """Give what can be chosen; none while an address is typed."""
    if desk.mode == ADDRESS:
        return ()
    say = desk.say
    caption = say("Type the address that its own test page shows")
    first = MenuRow(key="1", icon="wifi-high", title=say("In the network"), caption=caption)
    return (
        first,
        *(
            MenuRow(
                key=digit,
                icon=_ICONS[one.way],
                title=one.name or one.printer,
                caption=_caption(desk, one),
            )
            for digit, one in zip(listing.DIGITS[1:], _shown(desk), strict=False)
        ),
    )


def pressed(
    desk: Desk, name: str, choose: Choose, back: Callable[[Desk], list[Effect]]
) -> list[Effect] | None:
    """Take a named key; None when it means nothing special here. Raises `printer_address`."""
    if name in listing.ENDS:
        if desk.mode == MODE:
            return back(desk)
        open_list(desk)
        return []
    if desk.mode == MODE:
        return listing.pressed(desk, name, len(rows(desk)), lambda one, row: pick(one, row, choose))
    if name == "Backspace":
        desk.typed = desk.typed[:-1]
        return []
    return _typed_address(desk, choose) if name == "Enter" else None


def typed(desk: Desk, text: str, choose: Choose) -> list[Effect]:
    """A digit picks its row; where an address is wanted it goes into the field."""
    if desk.mode == MODE:
        return listing.typed(desk, text, len(rows(desk)), lambda one, row: pick(one, row, choose))
    desk.typed = (desk.typed + text)[:ADDRESS_MAX]
    return []


def pick(desk: Desk, row: int, choose: Choose) -> list[Effect]:
    """Take the printer of a row, counted from 0; the first one asks for an address."""
    shown = _shown(desk)
    if desk.mode != MODE or not 0 <= row <= len(shown):
        return []
    if row == 0:
        is_known = desk.slips.way == NETWORK
        desk.mode, desk.typed = ADDRESS, desk.slips.printer if is_known else ""
        strip.note(desk, desk.say("Slips"), desk.say("Type the address, then Enter."))
        return []
    one = shown[row - 1]
    return choose(desk, _taken(desk, one.way, one.printer))


def _typed_address(desk: Desk, choose: Choose) -> list[Effect]:
    read = read_address(desk.typed)
    host = f"[{read.host}]" if ":" in read.host else read.host
    place = host if read.port == PORT else f"{host}:{read.port}"
    return choose(desk, _taken(desk, NETWORK, place))


def _taken(desk: Desk, way: str, printer: str) -> Slips:
    """Choose another printer; the paper of the one before is the likeliest."""
    if way not in RECEIPT:
        return Slips(way=way, printer=printer)
    return msgspec.structs.replace(desk.slips, way=way, printer=printer, model="")


def _shown(desk: Desk) -> tuple[AtHand, ...]:
    return desk.printers[:MANY]


def _caption(desk: Desk, one: AtHand) -> str:
    match one.way:
        case "usb":
            return desk.say("Receipt printer at a USB cable")
        case "serial":
            return desk.say("Serial port {name}", name=one.printer)
        case _:
            return desk.say("Printer of this computer, by PDF")

"""What workers of the host have done, or could not: each word goes to the screen that it is for."""

from __future__ import annotations

from terminal.till import (
    bring_set_up,
    cards_set_up,
    catching_up,
    kit_set_up,
    logo_set_up,
    pad,
    printer_choice,
    printer_told,
    second_place,
    slips_set_up,
    staff_pin,
    staff_set_up,
)
from terminal.till.bring_values import ListSaid, ListSeen, ListsFound, WentOn
from terminal.till.card_values import CardSaid, CardsMade, CardsSent, CardsStep, DesignsFound
from terminal.till.desk import Desk
from terminal.till.effects import Effect
from terminal.till.kit_values import KitMade
from terminal.till.line import Line
from terminal.till.logo_values import LogoKept, LogoSaid, LogoSeen, LogosFound
from terminal.till.messages import (
    Copied,
    MembersMoved,
    PinHashed,
    PrintersFound,
    PrinterTried,
    SlipPrinted,
)

Drawn = CardSaid | KitMade | LogoSaid
Printed = SlipPrinted | PrintersFound | PrinterTried


def heard(
    desk: Desk,
    line: Line,
    message: PinHashed | Printed | MembersMoved | Copied | ListSaid | Drawn,
) -> list[Effect]:
    """Take the word of one."""
    match message:
        case PinHashed():
            return _hashed(desk, line, message)
        case SlipPrinted() | PrinterTried() | PrintersFound():
            return _printed(desk, message)
        case MembersMoved():
            return catching_up.changed(desk, line, message)
        case ListsFound() | ListSeen() | WentOn():
            return bring_set_up.heard(desk, message)
        case CardsStep() | CardsMade() | DesignsFound() | CardsSent():
            return cards_set_up.heard(desk, message)
        case LogosFound() | LogoSeen() | LogoKept():
            return logo_set_up.heard(desk, message)
        case KitMade():
            return kit_set_up.heard(desk, message)
        case _:
            return second_place.heard(desk, message)


def _printed(desk: Desk, message: Printed) -> list[Effect]:
    match message:
        case SlipPrinted():
            return printer_told.printed(desk, message.problem)
        case PrinterTried():
            return slips_set_up.tried(desk, message)
        case PrintersFound():
            return printer_choice.found(desk, message.printers)


def _hashed(desk: Desk, line: Line, message: PinHashed) -> list[Effect]:
    for ours in (staff_pin.hashed, staff_set_up.hashed):
        taken = ours(desk, message)
        if taken is not None:
            return taken
    return pad.hashed(desk, line, message)

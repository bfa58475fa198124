"""Draws the choice of where slips go, the printers that are there, and the field for an address."""

from __future__ import annotations

from terminal.till import printer_choice, slips_set_up
from terminal.till.desk import Desk
from terminal.till.screens import Action, Frame, Menu, Typed


def listed(desk: Desk, frame: Frame) -> Menu:
    """Draw what can be chosen with the chosen one, or the field."""
    say = desk.say
    captions = {
        slips_set_up.MODE: say("A printer that is off never stops a sale. F5 prints a slip again."),
        printer_choice.MODE: say("Receipt printers print at once; others get a page each."),
        printer_choice.ADDRESS: say(
            "Press the paper button while the printer starts: it prints its address."
        ),
    }
    is_typed = desk.mode == printer_choice.ADDRESS
    hint = say("Address, such as 192.168.1.50")
    typed = Typed(text=desk.typed, hint=hint, icon="printer", letters=True)
    return Menu(
        frame=frame,
        headline=say("Slips") if desk.mode == slips_set_up.MODE else say("Choose a printer"),
        caption=captions[desk.mode],
        typed=typed if is_typed else None,
        rows=slips_set_up.rows(desk),
        chosen=desk.chosen,
        esc=Action(key="Esc", label=say("Back")),
        enter=Action(key="Enter", label=say("Keep") if is_typed else say("Choose")),
    )

"""Draws the choice of where slips go, as a list like the menu."""

from __future__ import annotations

from terminal.till import slips_set_up
from terminal.till.desk import Desk
from terminal.till.screens import Action, Frame, Menu


def listed(desk: Desk, frame: Frame) -> Menu:
    """Draw the ways with the chosen one."""
    return Menu(
        frame=frame,
        headline=desk.say("Slips"),
        caption=desk.say("A printer that is off never stops a sale. F5 prints a slip again."),
        rows=slips_set_up.rows(desk),
        chosen=desk.chosen,
        esc=Action(key="Esc", label=desk.say("Back")),
        enter=Action(key="Enter", label=desk.say("Choose")),
    )

"""Draws the choice of the cashier's language, as a list like the menu."""

from __future__ import annotations

from terminal.till import language_set_up
from terminal.till.desk import Desk
from terminal.till.screens import Action, Frame, Menu


def listed(desk: Desk, frame: Frame) -> Menu:
    """Draw the languages with the chosen one."""
    return Menu(
        frame=frame,
        headline=desk.say("Language"),
        caption=desk.say("For whoever works here. Members keep their own on pad and slip."),
        rows=language_set_up.rows(desk),
        chosen=desk.chosen,
        esc=Action(key="Esc", label=desk.say("Back")),
        enter=Action(key="Enter", label=desk.say("Choose")),
    )

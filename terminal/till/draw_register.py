"""Draws the set-up of the link to a cash register, as a list like the menu."""

from __future__ import annotations

from terminal.till import register_set_up
from terminal.till.desk import Desk
from terminal.till.screens import Action, Frame, Menu


def listed(desk: Desk, frame: Frame) -> Menu:
    """Draw the rows with the chosen one."""
    rows = register_set_up.rows(desk)
    return Menu(
        frame=frame,
        headline=desk.say("Cash register"),
        caption=register_set_up.caption(desk),
        rows=rows,
        chosen=min(desk.chosen, len(rows) - 1),
        esc=Action(key="Esc", label=desk.say("Back")),
        enter=Action(key="Enter", label=desk.say("Choose")),
    )

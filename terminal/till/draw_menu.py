"""Draws the menu behind F10."""

from __future__ import annotations

from terminal.till import menu
from terminal.till.desk import Desk
from terminal.till.screens import Action, Frame, Menu


def listed(desk: Desk, frame: Frame) -> Menu:
    """Draw the rows with the chosen one."""
    return Menu(
        frame=frame,
        headline=desk.say("Menu"),
        caption=desk.say("Whoever comes to the counter is served from here as well."),
        rows=menu.rows(desk),
        chosen=desk.chosen,
        esc=Action(key="Esc", label=desk.say("Back")),
        enter=Action(key="Enter", label=desk.say("Open")),
    )

"""Draws what can be turned on for everybody, as a list like the menu."""

from __future__ import annotations

from terminal.till import boost_now
from terminal.till.desk import Desk
from terminal.till.screens import Action, Frame, Menu


def listed(desk: Desk, frame: Frame) -> Menu:
    """Draw what can be turned on, with the chosen row."""
    return Menu(
        frame=frame,
        headline=desk.say("Boost now"),
        caption=desk.say("For every member, at every till of the shop. It stops by itself."),
        rows=boost_now.rows(desk),
        chosen=desk.chosen,
        esc=Action(key="Esc", label=desk.say("Back")),
        enter=Action(key="Enter", label=desk.say("Choose")),
    )

"""Draws the set-up of the copies, as a list like the menu."""

from __future__ import annotations

from terminal.till import backup_set_up, backup_words
from terminal.till.desk import Desk
from terminal.till.screens import Action, Frame, Menu


def listed(desk: Desk, frame: Frame) -> Menu:
    """Draw the rows with the chosen one."""
    return Menu(
        frame=frame,
        headline=desk.say("Backup"),
        caption=backup_words.state(desk),
        rows=backup_set_up.rows(desk),
        chosen=min(desk.chosen, len(backup_set_up.rows(desk)) - 1),
        esc=Action(key="Esc", label=desk.say("Back")),
        enter=Action(key="Enter", label=desk.say("Choose")),
    )

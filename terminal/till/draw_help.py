"""Draws the help sheet of the screen that lies below it."""

from __future__ import annotations

from terminal.till import help_sheet
from terminal.till.desk import Desk
from terminal.till.screens import Action, Frame
from terminal.till.screens_help import Help, HelpRow


def sheet(desk: Desk, frame: Frame) -> Help:
    """Draw the keys of this screen; the next scan or key goes on as if this were not here."""
    return Help(
        frame=frame,
        headline=help_sheet.headline(desk),
        caption=desk.say("Any key goes on. Every scan works from here as well."),
        rows=tuple(HelpRow(keys=keys, words=words) for keys, words in help_sheet.rows(desk)),
        esc=Action(key="Esc", label=desk.say("Back")),
    )

"""Draws how members are brought in, as a list like the menu."""

from __future__ import annotations

from terminal.till import bring_set_up
from terminal.till.desk import Desk
from terminal.till.screens import Action, Frame, Menu

_AT_WORK = ("running", "undoing", "reading")


def listed(desk: Desk, frame: Frame) -> Menu:
    """Draw what can be chosen, how far it is, or what came of it."""
    say, stage = desk.say, desk.bring.stage
    labels = {"columns": say("Bring in"), "done": say("Done")}
    enter = Action(key="Enter", label=labels.get(stage, say("Choose")))
    return Menu(
        frame=frame,
        headline=bring_set_up.headline(desk),
        caption=bring_set_up.caption(desk),
        rows=bring_set_up.rows(desk),
        chosen=desk.chosen,
        esc=Action(key="Esc", label=say("Stop") if stage in _AT_WORK else say("Back")),
        enter=None if stage in _AT_WORK else enter,
    )

"""Draws the owner's limits as a list like the menu, and the one that is being changed."""

from __future__ import annotations

from terminal.till import limits_set_up
from terminal.till.desk import Desk
from terminal.till.screens import Action, Frame, Menu, Typed


def listed(desk: Desk, frame: Frame) -> Menu:
    """Draw the limits; with a field to type in while one is changed."""
    edits, rows = desk.mode == limits_set_up.EDITING, limits_set_up.rows(desk)
    field = Typed(
        text=desk.typed,
        hint=desk.say(limits_set_up.chosen(desk).title),
        meaning=limits_set_up.meaning(desk),
    )
    return Menu(
        frame=frame,
        headline=desk.say("Limits"),
        caption=desk.say("Beyond these a supervisor is asked. Who works alone is asked nothing."),
        rows=(rows[desk.chosen],) if edits else rows,
        chosen=0 if edits else desk.chosen,
        typed=field if edits else None,
        esc=Action(key="Esc", label=desk.say("Back")),
        enter=Action(
            key="Enter",
            label=desk.say("Save") if edits else desk.say("Choose"),
            ready=bool(desk.typed) or not edits,
        ),
    )

"""Draws the settings of the customer screen, as a list like the menu."""

from __future__ import annotations

from terminal.till import display_set_up
from terminal.till.desk import Desk
from terminal.till.screens import Action, Frame, Menu, Typed


def listed(desk: Desk, frame: Frame) -> Menu:
    """Draw what can be chosen, or the field for a folder or a text."""
    say, is_list = desk.say, desk.mode == display_set_up.MODE
    caption = say("Second screen, tablet or this screen turned: the customer's own side.")
    typed = None
    if desk.mode == display_set_up.FOLDER:
        caption = say("Each picture stands for some seconds. Empty: no pictures.")
        typed = Typed(text=desk.typed, hint=say("Folder with pictures"), icon="image")
    elif desk.mode == display_set_up.LINES:
        caption = say("Each text stands for some seconds. Six at most.")
        typed = Typed(text=desk.typed, hint=say("A text for your customers"), icon="text-t")
    is_typed = typed is not None and desk.chosen < 0
    return Menu(
        frame=frame,
        headline=say("Customer screen"),
        caption=caption,
        typed=typed,
        rows=display_set_up.rows(desk),
        chosen=desk.chosen,
        esc=Action(key="Esc", label=say("Back")),
        enter=Action(key="Enter", label=say("Keep") if is_typed else _enter(desk, is_list=is_list)),
    )


def _enter(desk: Desk, *, is_list: bool) -> str:
    return desk.say("Choose") if is_list else desk.say("Takes it away")

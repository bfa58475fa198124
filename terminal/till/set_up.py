"""Keys, texts and touches on the screens that set the till up, before the counter's own."""

from __future__ import annotations

from collections.abc import Callable

from terminal.till import (
    backup_set_up,
    camera_set_up,
    day,
    goodwill,
    menu,
    register_set_up,
    staff_set_up,
)
from terminal.till.desk import Desk
from terminal.till.effects import Effect


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a named key; None when the counter's own meaning stands."""
    if name == "F10" and desk.mode == "idle" and desk.question is None:
        return menu.open_list(desk)
    if name == "F10" and desk.mode == "member" and desk.question is None:
        return goodwill.open_list(desk)
    if name == "Camera" and desk.mode == "idle" and desk.question is None:
        # No keyboard has this key: it is the button that stands where the picture was.
        return camera_set_up.open_set_up(desk)
    if name == "F9" and desk.mode == "idle" and desk.camera_profile.rests:
        # Any key wakes the camera, this one does nothing else.
        return []
    handler = PRESSED.get(desk.mode)
    return handler(desk, name) if handler else None


def typed(desk: Desk, text: str) -> list[Effect] | None:
    """Take typed characters; None when nothing is being set up."""
    handler = TYPED.get(desk.mode)
    return handler(desk, text) if handler else None


def picked(desk: Desk, row: int) -> list[Effect] | None:
    """Take a touched row; None when nothing is being set up."""
    if desk.mode == day.MODE:
        return []
    handler = PICKED.get(desk.mode)
    return handler(desk, row) if handler else None


PRESSED: dict[str, Callable[[Desk, str], list[Effect] | None]] = {
    menu.MODE: menu.pressed,
    camera_set_up.MODE: camera_set_up.pressed,
    backup_set_up.MODE: backup_set_up.pressed,
    staff_set_up.LIST: staff_set_up.pressed,
    staff_set_up.FORM: staff_set_up.pressed,
    goodwill.MODE: goodwill.pressed,
    register_set_up.MODE: register_set_up.pressed,
    day.MODE: day.pressed,
}
TYPED: dict[str, Callable[[Desk, str], list[Effect] | None]] = {
    menu.MODE: menu.typed,
    camera_set_up.MODE: camera_set_up.typed,
    backup_set_up.MODE: backup_set_up.typed,
    staff_set_up.LIST: staff_set_up.typed,
    staff_set_up.FORM: staff_set_up.typed,
    goodwill.MODE: goodwill.typed,
    register_set_up.MODE: register_set_up.typed,
    day.MODE: day.typed,
}
PICKED: dict[str, Callable[[Desk, int], list[Effect] | None]] = {
    menu.MODE: menu.pick,
    camera_set_up.MODE: camera_set_up.pick,
    backup_set_up.MODE: backup_set_up.pick,
    staff_set_up.LIST: staff_set_up.pick,
    staff_set_up.FORM: staff_set_up.pick,
    goodwill.MODE: goodwill.pick,
    register_set_up.MODE: register_set_up.pick,
}

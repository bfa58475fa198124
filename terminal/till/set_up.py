"""Keys, texts and touches on the screens that set the till up, before the counter's own."""

from __future__ import annotations

from terminal.till import backup_set_up, camera_set_up, menu, register_set_up
from terminal.till.desk import Desk
from terminal.till.effects import Effect


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a named key; None when the counter's own meaning stands."""
    if name == "F10" and desk.mode == "idle" and desk.question is None:
        return menu.open_list(desk)
    if name == "Camera" and desk.mode == "idle" and desk.question is None:
        # No keyboard has this key: it is the button that stands where the picture was.
        return camera_set_up.open_set_up(desk)
    if name == "F9" and desk.mode == "idle" and desk.camera_profile.rests:
        # Any key wakes the camera, this one does nothing else.
        return []
    if desk.mode == menu.MODE:
        return menu.pressed(desk, name)
    if desk.mode == camera_set_up.MODE:
        return camera_set_up.pressed(desk, name)
    if desk.mode == backup_set_up.MODE:
        return backup_set_up.pressed(desk, name)
    if desk.mode == register_set_up.MODE:
        return register_set_up.pressed(desk, name)
    return None


def typed(desk: Desk, text: str) -> list[Effect] | None:
    """Take typed characters; None when nothing is being set up."""
    if desk.mode == menu.MODE:
        return menu.typed(desk, text)
    if desk.mode == camera_set_up.MODE:
        return camera_set_up.typed(desk, text)
    if desk.mode == backup_set_up.MODE:
        return backup_set_up.typed(desk, text)
    if desk.mode == register_set_up.MODE:
        return register_set_up.typed(desk, text)
    return None


def picked(desk: Desk, row: int) -> list[Effect] | None:
    """Take a touched row; None when nothing is being set up."""
    if desk.mode == menu.MODE:
        return menu.pick(desk, row)
    if desk.mode == camera_set_up.MODE:
        return camera_set_up.pick(desk, row)
    if desk.mode == backup_set_up.MODE:
        return backup_set_up.pick(desk, row)
    if desk.mode == register_set_up.MODE:
        return register_set_up.pick(desk, row)
    return None

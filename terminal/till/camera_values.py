"""Values that screens carry about the camera, said in words already."""

from __future__ import annotations

import msgspec


class CameraNote(msgspec.Struct, frozen=True, kw_only=True):
    """What stands where the picture would be; `is_calm` when nobody needs to do anything.

    `button` offers a way on; `key` is the key that does the same, where one does.
    """

    word: str
    sentence: str
    icon: str
    is_calm: bool = False
    button: str = ""
    key: str = ""


class MenuRow(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to open from the menu, with the digit that opens it."""

    key: str
    icon: str
    title: str
    caption: str = ""


class Aim(msgspec.Struct, frozen=True, kw_only=True):
    """The aiming box as it lies in the picture on the screen, in thousandths of it."""

    left: int
    top: int
    right: int
    bottom: int


class CameraRow(msgspec.Struct, frozen=True, kw_only=True):
    """One camera that may be chosen; `is_used` when it is the one that was kept."""

    name: str
    caption: str
    is_used: bool = False


class Switch(msgspec.Struct, frozen=True, kw_only=True):
    """One setting of the camera: the digit that changes it, its name, how it stands."""

    key: str
    label: str
    value: str
    is_on: bool = False


class Mount(msgspec.Struct, frozen=True, kw_only=True):
    """How to place the camera: a height for the sketch, and short sentences."""

    title: str
    height: str
    sentences: tuple[str, ...]

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

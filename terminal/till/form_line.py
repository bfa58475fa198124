"""Reads the line that a paper form is entered with: `Anna de Vries 06 12345678 14-3 /12`."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import msgspec

from loyalty.errors import Refusal

_BOXES = re.compile(r"(?:^|\s)/([\d ,]*)$")
_BIRTHDAY = re.compile(r"(\d{1,2})[-.](\d{1,2})\.?")
_PHONE = re.compile(r"[+(]*\d[\d()+./-]*")
_LEAP_YEAR: Final = 2024


class FormLine(msgspec.Struct, frozen=True, kw_only=True):
    """What a line says: all of it may be empty; the birthday is MM-DD, boxes are their keys.

    Its repr tells nobody's name or number.
    """

    name: str = ""
    phone: str = ""
    birthday: str = ""
    boxes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Say which parts there are."""
        parts = [each for each in ("name", "phone", "birthday") if getattr(self, each)]
        return f"FormLine({', '.join(parts)}, {len(self.boxes)} boxes)"


def read(text: str, keys: tuple[str, ...]) -> FormLine:
    """Read a line; `keys` are those of the boxes that the form has.

    Raises Refusal `form_birthday` for a day that no year has, `form_boxes` for another box.
    """
    body, boxes = text, ""
    ticked = _BOXES.search(text)
    if ticked is not None:
        body, boxes = text[: ticked.start()], ticked[1]
    chosen = tuple(key for key in keys if key in boxes)
    if any(each.isdigit() and each not in keys for each in boxes):
        raise Refusal("form_boxes", "the form has no box with this number")
    name, phone, birthday = list[str](), list[str](), ""
    for word in body.split():
        told = _BIRTHDAY.fullmatch(word)
        if told is not None and not birthday:
            birthday = _birthday(told)
        elif _PHONE.fullmatch(word):
            phone.append(word)
        else:
            name.append(word)
    return FormLine(name=" ".join(name), phone=" ".join(phone), birthday=birthday, boxes=chosen)


def switched(text: str, key: str, keys: tuple[str, ...]) -> str:
    """Give a line with one box ticked or not ticked any more. Raises as `read`."""
    boxes = set(read(text, keys).boxes) ^ {key}
    ticked = _BOXES.search(text)
    body = (text if ticked is None else text[: ticked.start()]).rstrip()
    if not boxes:
        return body
    return f"{body} /{''.join(each for each in keys if each in boxes)}".lstrip()


def _birthday(told: re.Match[str]) -> str:
    day, month = int(told[1]), int(told[2])
    try:
        return f"{date(_LEAP_YEAR, month, day):%m-%d}"
    except ValueError as error:
        raise Refusal("form_birthday", "no month has this day") from error

"""What stands on the member's side of the counter: the pad, as a frozen value.

Every word is already said in the member's language. Of what is typed it knows how many digits
there are, never which; of a phone number the last two.
"""

from __future__ import annotations

from typing import Literal

import msgspec

PadKind = Literal["rest", "pin", "choose", "again", "check_in", "last_four", "phone", "said"]


class PadLabels(msgspec.Struct, frozen=True, kw_only=True):
    """The words on the keys beside the digits; an empty one means that there is no such key."""

    delete: str = ""
    cancel: str = ""
    enter: str = ""
    later: str = ""


class Pad(msgspec.Struct, frozen=True, kw_only=True, tag_field="scene", tag="pad"):
    """The pad as the member sees it: `filled` of `of` dots, keys only while `keys_open`.

    `kind`: rest (nothing is asked), pin (type your PIN), choose and again (a new PIN, twice),
    check_in (a PIN that finds its member), last_four (of the phone, before that PIN), phone (the
    own number at joining, of any length: `typed` shows its last two digits and dots), said
    (something to read for a moment). `note` says why, or what went wrong; `seconds_left` stands
    while the time that is left is worth showing. In `training` it has a frame, as the counter has.
    """

    kind: PadKind
    shop: str
    language: str
    headline: str = ""
    caption: str = ""
    note: str = ""
    typed: str = ""
    filled: int = 0
    of: int = 0
    keys_open: bool = False
    wrong: bool = False
    celebrates: bool = False
    seconds_left: int | None = None
    labels: PadLabels = PadLabels()
    training: bool = False

"""Draws what tablets show: the member's side as a page says it, cleared when nobody is served."""

from __future__ import annotations

import msgspec

from terminal.till.desk import Desk
from terminal.till.pad_screen import Pad
from terminal.till.screens_display import (
    AnyDisplay,
    Card,
    Choose,
    Consents,
    Member,
    Question,
    Scratch,
    Welcome,
)
from terminal.till.tablet_told import TabletScene

QUIET = ("rest", "said")


def scene(desk: Desk, side: AnyDisplay | None) -> TabletScene:
    """Give what a page shows of the member's side; the welcome where nobody is to be seen."""
    shown = _shown(desk, side)
    words = desk.words_of(shown.language)
    left_s = shown.seconds_left
    left = words.say("{seconds} seconds left", seconds=left_s) if left_s is not None else ""
    made = TabletScene(shown=shown, left=left, away=words.say("The till is away"))
    if not isinstance(shown, Pad) or shown.kind in QUIET:
        return made
    count = words.say("{filled} of {of} digits", filled=shown.filled, of=shown.of)
    return msgspec.structs.replace(
        made,
        private=words.say("The till cannot see this.") if not shown.note else "",
        count=count if shown.of else "",
    )


def welcome(desk: Desk) -> Welcome:
    """Give the welcome, which names nobody."""
    return Welcome(shop=desk.shop.name, language=desk.words.language, headline=desk.say("Welcome"))


def _shown(desk: Desk, side: AnyDisplay | None) -> AnyDisplay:
    is_asked = isinstance(side, Pad) and side.kind not in QUIET
    is_shut = desk.crew.is_locked and not is_asked and not isinstance(side, Welcome)
    if side is None or desk.stopped is not None or is_shut:
        return welcome(desk)
    return _untouched(desk, side) if desk.tablets.setting.plain else side


def _untouched(desk: Desk, side: AnyDisplay) -> AnyDisplay:
    """Without TLS whoever is in the network could read what is typed, and type as well."""
    match side:
        case Member():
            return msgspec.structs.replace(side, choose=None)
        case Scratch():
            return msgspec.structs.replace(side, open=True)
        case Pad(kind="rest" | "said"):
            return side
        case Card() | Choose() | Consents() | Question() | Pad():
            words = desk.words_of(side.language)
            return Pad(
                kind="said",
                shop=side.shop,
                language=side.language,
                headline=side.headline,
                caption=words.say("Please use the pad at the counter."),
            )
        case _:
            return side

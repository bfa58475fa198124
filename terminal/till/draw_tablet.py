"""Draws what tablets show: the member's side as a page says it, cleared when nobody is served."""

from __future__ import annotations

import msgspec

from terminal.till.desk import Desk
from terminal.till.pad_screen import Pad, PadLabels
from terminal.till.tablet_told import TabletScene

QUIET = ("rest", "said")


def scene(desk: Desk, pad: Pad | None) -> TabletScene:
    """Give what a page shows of a pad; the welcome where there is none, or nobody is to see it."""
    words = desk.words_of(pad.language) if pad is not None else desk.words
    shown = _shown(desk, pad)
    asks = shown.kind not in QUIET
    filled = words.say("{filled} of {of} digits", filled=shown.filled, of=shown.of)
    left = words.say("{seconds} seconds left", seconds=shown.seconds_left)
    return TabletScene(
        pad=shown,
        private=words.say("The till cannot see this.") if asks and not shown.note else "",
        count=filled if asks and shown.of else "",
        left=left if shown.seconds_left is not None else "",
        away=words.say("The till is away"),
    )


def _shown(desk: Desk, pad: Pad | None) -> Pad:
    is_locked = desk.crew.is_locked and desk.asking is None
    if pad is None or desk.stopped is not None or (is_locked and pad.kind == "said"):
        return rest(desk)
    if desk.tablets.setting.plain and pad.kind not in QUIET:
        return _at_counter(desk, pad)
    return pad


def rest(desk: Desk) -> Pad:
    """Give the welcome, which names nobody."""
    return Pad(
        kind="rest",
        shop=desk.shop.name,
        language=desk.words.language,
        headline=desk.say("Welcome"),
    )


def _at_counter(desk: Desk, pad: Pad) -> Pad:
    """Without TLS whoever listens in the network would read a PIN: it is typed elsewhere."""
    words = desk.words_of(pad.language)
    return msgspec.structs.replace(
        pad,
        kind="said",
        caption=words.say("Please use the pad at the counter."),
        note="",
        filled=0,
        of=0,
        keys_open=False,
        seconds_left=None,
        labels=PadLabels(),
    )

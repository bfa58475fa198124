"""Draws the member's side: what the pad asks, how far it is, or what it says for a moment."""

from __future__ import annotations

import msgspec

from terminal.till import check_in, pad, pad_open
from terminal.till.asking import CHANGE, COME, VISIT, Asking
from terminal.till.desk import Desk
from terminal.till.pad_screen import Pad, PadLabels
from terminal.till.wording import Wording

SOON_S = 20


def screen(desk: Desk) -> Pad:
    """Give what stands on the member's side now."""
    return msgspec.structs.replace(_screen(desk), training=desk.shop.training)


def _screen(desk: Desk) -> Pad:
    if desk.asking is not None:
        return _asked(desk, desk.asking)
    if desk.said is not None:
        said = desk.said
        return Pad(
            kind="said",
            shop=desk.shop.name,
            language=said.language,
            headline=said.headline,
            caption=said.caption,
            note=said.note,
            celebrates=said.celebrates,
            wrong=said.wrong,
        )
    if check_in.is_open(desk):
        return _open(desk)
    spoken = desk.words_of("")
    return Pad(
        kind="rest",
        shop=desk.shop.name,
        language=spoken.language,
        headline=spoken.say("Welcome"),
    )


def _open(desk: Desk) -> Pad:
    """Draw the pad as it waits for whoever comes in."""
    wait_us = check_in.wait_us(desk)
    asking = check_in.first(desk)
    spoken = desk.words_of("")
    return Pad(
        kind=asking.kind,
        shop=desk.shop.name,
        language=spoken.language,
        headline=_headline(asking, spoken),
        caption=spoken.say("Or show your card"),
        note=spoken.say("One moment, please") if wait_us else "",
        of=asking.of,
        keys_open=not wait_us,
        seconds_left=-(-wait_us // 1_000_000) if wait_us else None,
        labels=_labels(asking, spoken),
    )


def _asked(desk: Desk, asking: Asking) -> Pad:
    spoken = desk.words_of("") if asking.purpose == COME else pad_open.words(desk)
    left_s = max(-(-(asking.until_ms - desk.clock.monotonic_ms()) // 1000), 0)
    return Pad(
        kind=asking.kind,
        shop=desk.shop.name,
        language=spoken.language,
        headline=_headline(asking, spoken),
        caption=_caption(desk, asking, spoken),
        note=spoken.say("One moment, please") if asking.job else asking.note,
        filled=asking.of if asking.job else len(asking.typed),
        of=asking.of,
        keys_open=not asking.job,
        wrong=asking.wrong,
        seconds_left=left_s if left_s <= SOON_S and not asking.job else None,
        labels=_labels(asking, spoken),
    )


def _headline(asking: Asking, spoken: Wording) -> str:
    match asking.kind:
        case "choose":
            return spoken.say("Choose a PIN")
        case "again":
            return spoken.say("The same PIN again")
        case "last_four":
            return spoken.say("Last four digits of your phone")
        case _ if asking.purpose == CHANGE:
            return spoken.say("Type your old PIN")
        case _:
            return spoken.say("Type your PIN")


def _caption(desk: Desk, asking: Asking, spoken: Wording) -> str:
    if asking.reward:
        return pad.for_reward(desk, asking, spoken)
    if asking.purpose == VISIT:
        return spoken.say("It counts your visit when you come in.")
    return ""


def _labels(asking: Asking, spoken: Wording) -> PadLabels:
    is_short = asking.kind == "check_in" and asking.of > pad.SHORT_PIN
    return PadLabels(
        delete=spoken.say("Delete"),
        cancel=spoken.say("Cancel"),
        enter=spoken.say("Enter") if is_short else "",
        later=spoken.say("Later") if pad.may_wait(asking) else "",
    )

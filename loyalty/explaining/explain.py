"""Says reasons and whole entries as sentences that a cashier can read out, in any language.

`say`, `plural`, `money`, `day` and `number` are those of `explain_voice`; `named` comes from
`names`, and without it the programme's first language is used. With `today` (an ISO business
date) near days are said by their word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from loyalty.accounts import POINTS
from loyalty.entries import Given
from loyalty.event import Posting
from loyalty.explaining.entry import Kept, entry
from loyalty.explaining.reason import SENTENCES, told
from loyalty.explaining.voice import Money, Named, Plural, Say, Voice, english, names, nobody
from loyalty.why import Why

__all__ = ["SENTENCES", "Voice", "amount", "earned", "explained", "names", "sentence", "told"]


def sentence(
    why: Why,
    *,
    say: Say,
    money: Money,
    named: Named | None = None,
    day: Say = str,
    plural: Plural = english,
    number: Money = str,
    today: str = "",
) -> str:
    """Say one reason, whether something was given, spent or refused; an unknown one is its code."""
    voice = Voice(
        say=say,
        plural=plural,
        money=money,
        day=day,
        number=number,
        named=named or nobody,
        today=today,
    )
    return told(why, voice)


def earned(
    given: Iterable[Given],
    *,
    say: Say,
    money: Money,
    named: Named | None = None,
    plural: Plural = english,
    number: Money = str,
) -> str:
    """Say how the member's points came about: `12.50 x 4 = 50, Silver +25 % = 12`."""
    voice = Voice(say=say, plural=plural, money=money, number=number, named=named or nobody)
    mine = (each for each in given if each.unit == POINTS and not each.account)
    return ", ".join(told(each.why, voice) for each in mine)


def amount(unit: str, count: int, *, plural: Plural, say: Say = str) -> str:
    """Write an amount of points, stamps or vouchers with its word."""
    return Voice(say=say, plural=plural).units(unit, count)


def explained(
    data: Mapping[str, Any],
    *,
    say: Say,
    plural: Plural,
    money: Money,
    day: Say = str,
    number: Money = str,
    named: Named | None = None,
    today: str = "",
    postings: Iterable[Posting] = (),
) -> str:
    """Say a whole entry: `12 points: 8 for 8.40, 4 because it is double-point Tuesday`.

    `data` is that of a recorded event, or the breakdown of a quote. What keeps no reasons, such
    as an event of a later version, is said by its `postings`.
    """
    voice = Voice(
        say=say,
        plural=plural,
        money=money,
        day=day,
        number=number,
        named=named or nobody,
        today=today,
    )
    try:
        kept = msgspec.convert(data, Kept)
    except msgspec.ValidationError:
        kept = Kept()
    texts = list(entry(kept, postings, voice))
    return "; ".join(texts) or say("no points this time")

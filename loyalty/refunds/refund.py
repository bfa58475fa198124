"""Refunds: the reverse of what was written, whole or in parts, whatever today's rules say.

A reversed sale is final. Its reversal cannot be reversed: the points that were taken back may be
gone from every lot they came from by then, and a sale that did take place after all is simply
rung up again. So the key for undo refuses on it (`reversal_final`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import msgspec

from loyalty import accounts
from loyalty.basket import MEMBERSHIP
from loyalty.entries import Counted
from loyalty.errors import Refusal
from loyalty.event import Event, Posting
from loyalty.programme import Programme
from loyalty.refunds.clawing import Clawing, backwards, claw, here
from loyalty.refunds.returning import (
    THE_REST,
    Part,
    SoldLine,
    after,
    done,
    lines_of,
    money_minor,
    unused_minor,
)
from loyalty.refunds.written import entries, targets
from loyalty.standing import Standing


def reverse(
    postings: Iterable[Posting], *, standing: Standing, day: str, account: str
) -> tuple[Posting, ...]:
    """Give the postings that take a whole sale back on a business date (ISO).

    What was given is taken from what this till holds, the same lot first and then in the order
    of spending; the rest from `open`, where the server books it free or owed. Of a lot past its
    last day only what is still here of that very lot is taken: what has expired of it counts as
    taken back, and the server knows how much. What was spent goes back to the same lots, and
    counters run backwards. Raises Refusal `reversal_final` for the postings of a reversal.
    """
    original = tuple(postings)
    _refuse_reversal(original)
    held = here(standing)
    taken_back: list[Posting] = []
    for each in original:
        if each.debit == accounts.GIVEN:
            taken_back += claw(each, held.setdefault(each.unit, {}), day, account)
        else:
            taken_back.append(backwards(each, account))
    return tuple(taken_back)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refund:
    """One part of a refund: its postings, the money to hand back, what its event's data keeps."""

    postings: tuple[Posting, ...]
    money_minor: int
    data: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Refunding:
    """What decides over the refunds of one sale besides the part that comes back.

    `programme` is the version under which the sale was made. `standings` are those of the accounts
    that it names, by their names of today; `renamed` turns an account that was merged away into
    the one that took it over. `earlier` are the data of its earlier refunds, and `expired` says
    how much of a lot has expired in all, as far as it is known here.
    """

    programme: Programme
    sale: Event
    account: str
    standings: Mapping[str, Standing]
    day: str
    earlier: Sequence[Mapping[str, Any]] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    expired: Mapping[str, int] = field(default_factory=dict)


def refund(about: Refunding, part: Part = THE_REST) -> Refund:
    """Give one part of a refund on a business date (ISO); without a part, all that is left.

    Every posting is reversed up to floor(its share of what came back) less what earlier parts
    reversed, so that the last part closes it exactly; what was spent goes back by its sum, into
    the lots that were taken last first. What was given is taken back as `reverse`
    does; where the programme forgives, what is not there is not posted at all. Raises Refusal
    `reversal_final` for a refund of a refund and the codes of `returning.after`.
    """
    _refuse_reversal(about.sale.postings)
    if "returned" in about.sale.data:
        raise Refusal("reversal_final", "what was taken back cannot be taken back again")
    lines = lines_of(about.sale.data)
    before = done(len(lines), about.earlier)
    now = after(lines, before, part)
    if list(before) == now:
        raise Refusal("refund_nothing", "what comes back is more than nothing")
    taking = Clawing(
        about.standings,
        day=about.day,
        forgives=about.programme.owing == "forgive",
        expired=about.expired,
        earlier=about.earlier,
        renamed=about.renamed,
    )
    behind = entries(about.sale, about.account)
    until_now, until_then = (targets(about.sale, behind, lines, part) for part in (now, before))
    for each, target, already in zip(about.sale.postings, until_now, until_then, strict=True):
        if target > already:
            taking.back(msgspec.structs.replace(each, amount=target - already))
    money = [_back_minor(about, line, at, (before[at], now[at])) for at, line in enumerate(lines)]
    return Refund(
        postings=tuple(taking.postings),
        money_minor=sum(money),
        data={
            "corrects": about.sale.id,
            "money_minor": sum(money),
            "returned": [
                [at, str(now[at] - before[at])] for at in range(len(lines)) if now[at] > before[at]
            ],
            "lines_money_minor": money,
            "forgiven": taking.forgiven,
            "expired": taking.expired_used,
        },
    )


def _refuse_reversal(original: Iterable[Posting]) -> None:
    if any(each.credit == accounts.GIVEN or each.debit == accounts.USED for each in original):
        raise Refusal("reversal_final", "what was taken back cannot be taken back again")


def _back_minor(about: Refunding, line: SoldLine, at: int, parts: tuple[Fraction, Fraction]) -> int:
    """Give the money for one line; of a membership the part of its days that is not used."""
    before, now = parts
    if line.kind != MEMBERSHIP:
        return money_minor(line, now) - money_minor(line, before)
    if before == now:
        return 0
    counted = msgspec.convert(about.sale.data.get("counted", []), tuple[Counted, ...])
    runs = [
        each.unit
        for each in counted
        if each.unit.startswith("pass:") and at in (place for place, _ in each.weights)
    ]
    return unused_minor(about.programme, line, runs, about.day)

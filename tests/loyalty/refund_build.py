"""A sale as the till writes it, and a member, for the tests of refunds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from loyalty import accounts
from loyalty.entries import Counted, Given, Spent, Weights
from loyalty.event import Event, Posting
from loyalty.lots import NEVER, HeldLot, name
from loyalty.programme import load_toml
from loyalty.refunds.returning import SoldLine
from loyalty.standing import Standing
from loyalty.why import why

SALE = "sale"
ACCOUNT = "ann"
DAY = "2026-03-02"
OLD = name("opening")
NEW = name(SALE)
PLAIN = load_toml(
    """
id = "plain"
version = 1
from = "2026-01-01"
name = "Plain"
currency = "EUR"
time_zone = "UTC"
"""
)
FORGIVING = msgspec.structs.replace(PLAIN, owing="forgive")


def points(amount: int, weights: Weights = (), last_day: str = NEVER) -> Given:
    """Give points as an earn rule does."""
    reason = why("earn_flat", rule="r", given=amount)
    return Given(
        rule="r", unit=accounts.POINTS, amount=amount, last_day=last_day, why=reason,
        weights=weights,
    )  # fmt: skip


def spent(amount: int, weights: Weights = ()) -> Spent:
    """Spend points of the old lot."""
    return Spent(
        reward="ten",
        unit=accounts.POINTS,
        amount=amount,
        lots=(HeldLot(lot=OLD, amount=amount),),
        why=why("reward", reward="ten"),
        weights=weights,
    )


def sold(
    lines: Sequence[SoldLine],
    given_: Sequence[Given] = (),
    spent_: Sequence[Spent] = (),
    counted: Sequence[Counted] = (),
) -> Event:
    """Write a sale as the till does."""
    held, open_, count = accounts.held(ACCOUNT), accounts.open_(ACCOUNT), accounts.count(ACCOUNT)
    moved: dict[tuple[str, str, str, str], int] = {}
    for cost in spent_:
        for lot in cost.lots:
            key = (held, accounts.USED, cost.unit, lot.lot)
            moved[key] = moved.get(key, 0) + lot.amount
    for gift in given_:
        key = (accounts.GIVEN, open_, gift.unit, name(SALE, gift.last_day))
        moved[key] = moved.get(key, 0) + gift.amount
    for step in counted:
        sides = (accounts.COUNTED, count) if step.delta > 0 else (count, accounts.COUNTED)
        key = (*sides, step.unit, "")
        moved[key] = moved.get(key, 0) + abs(step.delta)
    data: dict[str, Any] = msgspec.json.decode(
        msgspec.json.encode({"lines": lines, "given": given_, "spent": spent_, "counted": counted})
    )
    return Event(
        id=SALE,
        seq=1,
        at="2026-03-02T10:00:00.000000Z",
        day=DAY,
        clock="ok",
        type="sale",
        actor="cashier:default",
        programme=1,
        postings=tuple(
            Posting(debit=debit, credit=credit, unit=unit, lot=lot, amount=amount)
            for (debit, credit, unit, lot), amount in moved.items()
            if amount
        ),
        data=data,
    )


def member(**lots: int) -> Standing:
    """Give a member whose points are all here, lot by lot (`old` and `new`)."""
    named = {"old": OLD, "new": NEW}
    return Standing(
        account=ACCOUNT,
        balance={accounts.POINTS: sum(lots.values())},
        held={accounts.POINTS: tuple(HeldLot(lot=named[lot], amount=lots[lot]) for lot in lots)},
    )

"""What the tests of the rules are made of: the demo shop's programme, members, other rules."""

import pytest

from loyalty import accounts
from loyalty.basket import Basket
from loyalty.errors import Refusal
from loyalty.lots import HeldLot, name
from loyalty.programme import Programme
from loyalty.quote import Quote, quote
from loyalty.standing import Standing
from tests.loyalty.documents import (
    COFFEE_BAR,
    COFFEE_BAR_TOML,
    ROOT,
    document,
    per_euro,
    programme,
    reward,
)

__all__ = [
    "ACCOUNT",
    "CARRY",
    "COFFEE_BAR",
    "COFFEE_BAR_TOML",
    "DAY",
    "OLD",
    "OLD_LOT",
    "ROOT",
    "SALE",
    "STAMPS",
    "by_rule",
    "counted",
    "document",
    "member",
    "per_euro",
    "price",
    "programme",
    "refused",
    "reward",
]

DAY = "2026-11-22"
SALE = "019ab001-0000-7000-8000-000000000001"
OLD = "019aa000-0000-7000-8000-000000000000"
ACCOUNT = "a" * 32
OLD_LOT = name(OLD)
CARRY = accounts.carry("spend", 100)
STAMPS = accounts.stamps("coffees")


def member(
    points: int = 0,
    stamps: int = 0,
    *,
    here: int | None = None,
    spend_minor: int = 0,
    owed: int = 0,
    **counters: int,
) -> Standing:
    """Give a member who holds all points and stamps at this till, or only `here` of the points."""
    held = {accounts.POINTS: points if here is None else here, STAMPS: stamps}
    return Standing(
        account=ACCOUNT,
        balance={accounts.POINTS: points, STAMPS: stamps},
        held={unit: (HeldLot(lot=OLD_LOT, amount=n),) for unit, n in held.items() if n > 0},
        owed={accounts.POINTS: owed} if owed else {},
        counters={accounts.SPEND: spend_minor, **counters},
    )


def price(
    standing: Standing | None, basket: Basket, rules: Programme = COFFEE_BAR, day: str = DAY
) -> Quote:
    """Quote one sale."""
    return quote(rules, standing, basket, day=day, sale_id=SALE)


def refused(standing: Standing | None, basket: Basket, rules: Programme = COFFEE_BAR) -> Refusal:
    """Quote one sale that the rules refuse."""
    with pytest.raises(Refusal) as caught:
        price(standing, basket, rules)
    return caught.value


def counted(quoted: Quote) -> dict[str, int]:
    """Give how far each counter moves."""
    return {each.unit: each.delta for each in quoted.counted}


def by_rule(quoted: Quote) -> dict[str, int]:
    """Give which rule gave how much."""
    return {each.rule: each.amount for each in quoted.given}

"""What the tests of the rules are made of: the demo shop's programme, members, other rules."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from loyalty import accounts
from loyalty.basket import Basket
from loyalty.errors import Refusal
from loyalty.lots import HeldLot, name
from loyalty.programme import Programme, from_wire, load_toml
from loyalty.quote import Quote, quote
from loyalty.standing import Standing

ROOT = Path(__file__).parents[2]
DAY = "2026-11-22"
SALE = "019ab001-0000-7000-8000-000000000001"
OLD = "019aa000-0000-7000-8000-000000000000"
ACCOUNT = "a" * 32
OLD_LOT = name(OLD)
CARRY = accounts.carry("spend", 100)
STAMPS = accounts.stamps("coffees")
COFFEE_BAR_TOML = (ROOT / "assets/programmes/coffee-bar.toml").read_text("utf-8")
COFFEE_BAR = load_toml(COFFEE_BAR_TOML)


def document(**parts: Any) -> dict[str, Any]:
    """Give the smallest programme document, with parts of it replaced or added."""
    return {
        "id": "test",
        "version": 1,
        "from": "2026-01-01",
        "name": "Test",
        "currency": "EUR",
        "time_zone": "Europe/Amsterdam",
        **parts,
    }


def programme(**parts: Any) -> Programme:
    """Read a programme from parts of its document."""
    return from_wire(msgspec.json.encode(document(**parts)))


def per_euro(**parts: Any) -> dict[str, Any]:
    """Give an earn rule of one point per 1.00."""
    return {"kind": "amount", "id": "spend", "points": 1, "per_minor": 100, **parts}


def reward(kind: str, **parts: Any) -> dict[str, Any]:
    """Give a reward of 10 points."""
    own: dict[str, dict[str, Any]] = {
        "fixed": {"amount_minor": 500},
        "percent": {"percent": 10},
        "product": {"product": "tea", "worth_minor": 300},
    }
    head: dict[str, Any] = {"kind": kind, "id": kind, "name": kind.title(), "cost": {"amount": 10}}
    return {**head, **own[kind], **parts}


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

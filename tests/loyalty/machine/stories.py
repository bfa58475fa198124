"""A member with a random history in a shop with one till, for what is then tried on one sale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
from hypothesis import assume
from hypothesis import strategies as st

from loyalty.basket import Basket
from loyalty.book import giving, passing, selling
from loyalty.book.people import Person
from loyalty.book.shop import Shop
from loyalty.days import microseconds
from loyalty.errors import Refusal
from loyalty.programme import PayReward, Programme
from loyalty.scene import Facts
from tests.loyalty.machine.baskets import baskets
from tests.loyalty.machine.rich import any_programmes

START = microseconds(datetime(2026, 11, 20, 11, 0, tzinfo=UTC))
HOUR_US = 3_600_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A shop, a member of it and what they are about to buy."""

    shop: Shop
    member: Person
    basket: Basket


def _as_it_is(programme: Programme) -> Programme:
    return programme


@st.composite
def stories(draw: st.DrawFn, changed: Callable[[Programme], Programme] = _as_it_is) -> Story:
    """Give a shop in which a member has a history, and a basket that the rules do not refuse.

    `changed` makes another programme of any programme. It is not a strategy, because one as an
    argument would be written out whole, in 150 kB, at every example that is put aside.
    """
    programme = changed(draw(any_programmes))
    programme = msgspec.structs.replace(programme, version=1, from_day="2024-01-01")
    shop = Shop([programme], at_us=START, seed=b"seed")
    day = shop.day
    friend = giving.join(shop, "friend", Facts(joined_day=day))
    facts = Facts(
        joined_day=draw(st.sampled_from([day, "2025-11-21"])),
        birthday=draw(st.sampled_from(["", "11-22"])),
        segments=frozenset(draw(st.sets(st.sampled_from(["students", "staff"])))),
        personal=frozenset(each.id for each in (*programme.earn, *programme.rewards)),
        referred_by=draw(st.sampled_from(["", friend.account])),
    )
    member = giving.join(shop, "member", facts)
    _gives(draw, shop, member)
    for basket in draw(st.lists(baskets(programme), max_size=3)):
        _tries(shop, member, basket)
        passing.pass_to(shop, shop.at_us + draw(st.sampled_from([1, 9, 30])) * HOUR_US)
    basket = draw(baskets(programme))
    try:
        selling.priced(shop, member, basket)
    except Refusal:
        assume(basket.claims)
        basket = Basket(lines=basket.lines, codes=basket.codes, visit=basket.visit)
        try:
            selling.priced(shop, member, basket)
        except Refusal:
            assume(condition=False)
    return Story(shop=shop, member=member, basket=basket)


def _gives(draw: st.DrawFn, shop: Shop, member: Person) -> None:
    """Give the member something to spend, so that not every claim is refused."""
    giving.adjust(shop, member, "points", draw(st.integers(0, 80)), reason="opening")
    for card in shop.programme.stamp_cards:
        giving.adjust(shop, member, f"stamp:{card.id}", draw(st.integers(0, 5)), reason="opening")
    for each in shop.programme.rewards:
        if not isinstance(each, PayReward) and draw(st.booleans()):
            giving.issue(shop, [member], each.id)


def _tries(shop: Shop, member: Person, basket: Basket) -> None:
    try:
        selling.sell(shop, member, basket)
    except Refusal:
        return

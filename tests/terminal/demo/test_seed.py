"""Proves that a filled demo shop is what its server and its till both say."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from loyalty import days
from loyalty.card_stock import ISSUED
from loyalty.standing import Standing
from storage import keys
from storage.keys import FileKeyStore
from terminal.demo import seed
from terminal.demo.members import named, regulars
from terminal.demo.seed import PastClock
from terminal.till import opening, reward, roll, sale
from terminal.till.desk import Desk
from tests.terminal.demo.conftest import Furnished


@pytest.fixture
def desk(furnished: Furnished) -> Iterator[Desk]:
    """Open the till on the morning of the day."""
    clock = PastClock()
    clock.go_to(furnished.opens_us)
    store = FileKeyStore(furnished.folder.keys)
    opened = opening.desk(furnished.folder, store, clock=clock, randomness=os.urandom)
    yield opened
    opening.close(opened)


def standing(desk: Desk, first_name: str) -> Standing:
    """Give where somebody stands."""
    member = roll.by_number(desk, named(first_name).number(desk.shop.issuer))
    assert member is not None
    return roll.standing(desk, member.account)


def offered(desk: Desk, first_name: str) -> set[str]:
    """Give the rewards that somebody could use right now."""
    member = roll.by_number(desk, named(first_name).number(desk.shop.issuer))
    assert member is not None
    sale.begin(desk, member, "card_static")
    rows = reward.listed(desk)
    return {row.reward_id for row in rows if row.usable and not row.needs_grant}


def test_everybody_is_there_with_a_name(desk: Desk) -> None:
    """The names came back from the server, and nobody else is there."""
    for who in regulars():
        member = desk.directory.member_by("card", who.number(desk.shop.issuer))
        assert member is not None
        person = desk.directory.person(member.member_id)
        assert person is not None
        assert (person.name, person.phone) == (who.name, who.phone)
        if who.phone:
            assert roll.by_phone(desk, who.phone) == member


def test_every_visit_was_sent_and_is_in_the_past(desk: Desk, furnished: Furnished) -> None:
    """Nothing waits to be sent, today is empty, and the clock was never doubted."""
    assert desk.ledger.unsent() == 0
    today = days.business_date(furnished.opens_us, furnished.zone).isoformat()
    assert desk.ledger.sales_of_day(today) == ()
    head = desk.ledger.head()
    stored = desk.ledger.events(head.epoch, 1, head.seq)
    pile = len(desk.ledger.cards.of(ISSUED))
    assert pile == 1, "the blank cards are one batch, made once"
    assert len(stored) == sum(who.visits + 1 for who in regulars()) + pile
    assert all(b'"clock":"ok"' in one.raw for one in stored)
    assert not desk.mark.suspect()


def test_the_till_may_pay_out_what_members_have(desk: Desk) -> None:
    """With one till everything is granted to it, so it works without a line from the start."""
    for who in regulars():
        member = roll.by_number(desk, who.number(desk.shop.issuer))
        assert member is not None
        found = roll.standing(desk, member.account)
        held = {unit: sum(lot.amount for lot in lots) for unit, lots in found.held.items()}
        assert held == {unit: amount for unit, amount in found.balance.items() if amount}


def test_some_are_close_to_something(desk: Desk) -> None:
    """Rewards are ready, a stamp card lacks one, somebody is nearly gold."""
    assert "free-coffee" in offered(desk, "Ngozi")
    assert "five-off" in offered(desk, "Anna")
    assert "free-cappuccino" in offered(desk, "Marijke")

    youssef, lotte = standing(desk, "Youssef"), standing(desk, "Lotte")
    assert youssef.amount("stamp:coffees") == 9
    assert 47_000 <= lotte.counters["spend"] < 50_000


def test_visits_are_in_order_and_before_today() -> None:
    """The clock of the past never has to go back."""
    planned = seed.visits("Europe/Amsterdam", "2026-11-22")
    moments = [visit.at_us for visit in planned]
    assert moments == sorted(moments)
    last = days.business_date(moments[-1], "Europe/Amsterdam")
    assert last.isoformat() == "2026-11-21"
    hours = {days.local(moment, "Europe/Amsterdam").hour for moment in moments}
    assert hours <= set(range(8, 17))


def test_the_server_keeps_what_its_members_typed_sealed(furnished: Furnished) -> None:
    """No name can be read in the folder of the server."""
    assert FileKeyStore(furnished.folder.keys).get(keys.DATABASE) is not None
    for path in furnished.folder.server.rglob("*.db*"):
        assert b"Willem" not in path.read_bytes(), path

"""A whole shop in memory: rights, what is written once, what is taken back, and the replay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty import accounts
from loyalty.accounts import POINTS
from loyalty.basket import Basket, Claim, Line
from loyalty.book import giving, keeping, passing, selling
from loyalty.book.people import Person, Till
from loyalty.book.shelf import FREE, Rights
from loyalty.book.shop import Shop
from loyalty.book.verify import verified
from loyalty.days import microseconds, moment
from loyalty.errors import Corrupt, Refusal
from loyalty.event import Posting
from loyalty.programme import load_toml
from loyalty.refunds.returning import LineBack, Part
from loyalty.scene import Facts

DAY_US = 24 * 3_600_000_000
START_US = microseconds(moment(0)) + 20_000 * DAY_US + 10 * 3_600_000_000
PROGRAMME = load_toml(
    """
id = "shop"
version = 1
from = "2000-01-01"
name = "Shop"
currency = "EUR"
time_zone = "UTC"
points = { days = 40, pending_days = 0 }
tiers = [
  { id = "low", name = "Low", from_amount = 0 },
  { id = "high", name = "High", from_amount = 5000, entry = { points = 11 } },
]
stamp_cards = [{ id = "card", name = "Card", stamps = 5, reward = "free" }]
milestones = [{ id = "m", name = "M", every = 3000, gift = { reward = "five" } }]

[[earn]]
kind = "amount"
id = "spend"
points = 3
per_minor = 700

[[multipliers]]
id = "high"
percent = 50
tiers = ["high"]

[[rewards]]
kind = "fixed"
id = "five"
name = "5 off"
amount_minor = 500
life = { days = 30 }
cost = { amount = 20 }

[[rewards]]
kind = "percent"
id = "ten"
name = "10 %"
percent = 10
cost = { amount = 5 }

[[rewards]]
kind = "product"
id = "free"
name = "Free"
product = "tea"
worth_minor = 250
cost = { unit = "stamp:card", amount = 5 }

[[bonuses]]
kind = "welcome"
id = "hello"
name = "Hello"
gift = { points = 7 }
"""
)


def shop(*tills: Till) -> tuple[Shop, Person]:
    """Open a shop with one member who has 100 points."""
    made = Shop([PROGRAMME], at_us=START_US, tills=tills or (Till(name="till"),), seed=b"s")
    ann = made.roll.add("ann", Facts())
    giving.opening(made, ann, {POINTS: 100})
    return made, ann


def basket(amount_minor: int, *rewards: str) -> Basket:
    """Give a basket of one line."""
    return Basket(
        lines=(Line(amount_minor=amount_minor),),
        claims=tuple(Claim(reward=each) for each in rewards),
    )


def state(made: Shop, person: Person) -> tuple[object, ...]:
    """Give everything that one account has."""
    standing = made.standing(person.account)
    held = {unit: lots for unit, lots in standing.held.items() if lots}
    balance = {unit: amount for unit, amount in standing.balance.items() if amount}
    return balance, dict(standing.owed), dict(standing.counters), held


def test_nothing_is_written_twice_under_one_id() -> None:
    made, ann = shop()
    posting = Posting(
        debit=accounts.GIVEN, credit=accounts.open_("ann"), unit=POINTS, amount=5, lot="x"
    )
    first = made.write("test", postings=[posting], data={}, event_id="one", person=ann)
    again = made.write("test", postings=[posting], data={}, event_id="one", person=ann)
    assert first is not None
    assert again is None
    assert made.standing("ann").amount() == 105


@pytest.mark.parametrize(
    ("debit", "credit", "amount"),
    [
        (accounts.GIVEN, accounts.open_("ann"), 0),
        (accounts.GIVEN, accounts.open_("ann"), -5),
        (accounts.GIVEN, accounts.GIVEN, 5),
        (accounts.GIVEN, "somewhere", 5),
    ],
)
def test_what_moves_nothing_is_never_booked(debit: str, credit: str, amount: int) -> None:
    made, ann = shop()
    posting = Posting(debit=debit, credit=credit, unit=POINTS, amount=amount)
    with pytest.raises(Corrupt):
        made.write("test", postings=[posting], data={}, person=ann)
    assert made.standing("ann").amount() == 100
    assert verified(made) == []


def test_books_that_were_tampered_with_do_not_agree_with_the_journal() -> None:
    made, _ = shop()
    made.shelf.of("ann", POINTS).lots["till"] = {"y": 3}
    assert any("in the books" in each for each in verified(made))
    made, ann = shop()
    selling.sell(made, ann, basket(900))
    made.shelf.counters["ann"]["visits"] = 9
    assert any("visits" in each for each in verified(made))


def test_what_is_owed_is_paid_by_what_comes_in_and_nothing_is_granted_before() -> None:
    rights = Rights()
    rights.debit("a", 30)
    rights.credit("b", 20)
    assert (rights.owed, rights.balance, rights.held(FREE)) == (10, -10, ())
    rights.credit("c", 25)
    assert (rights.owed, rights.balance) == (0, 15)
    rights.move(FREE, "till")
    assert [(lot.lot, lot.amount) for lot in rights.held("till")] == [("c", 15)]
    rights.hold("till", "c", -20)
    assert (rights.owed, rights.balance) == (5, -5)


def test_a_till_without_a_line_pays_out_only_what_it_holds() -> None:
    made, ann = shop(Till(name="front"), Till(name="back", home=False, holds={POINTS: 25}))
    passing.line(made, "back", is_up=False)
    selling.sell(made, ann, basket(2000, "five"), "back")
    with pytest.raises(Refusal) as refused:
        selling.sell(made, ann, basket(2000, "five"), "back")
    assert refused.value.code == "not_enough_here"
    assert verified(made) == []


def test_a_household_and_a_merge_lose_nothing() -> None:
    made, ann = shop()
    ben = giving.join(made, "ben", Facts())
    selling.sell(made, ben, basket(3500))
    before = made.standing("ann").amount() + made.standing("ben").amount()
    keeping.merge(made, ann, ben)
    assert made.standing("ann").amount() == before
    assert made.roll.person("ben").name == "ann"
    assert made.standing("ben").amount() == 0
    assert made.standing("ann").amount(accounts.voucher("five")) == 1
    assert verified(made) == []


sales = st.tuples(
    st.lists(
        st.builds(
            Line,
            amount_minor=st.integers(0, 6000),
            quantity=st.integers(1, 3),
            product=st.sampled_from(["", "tea", "cake"]),
            kind=st.sampled_from(["goods", "goods", "gift_card"]),
        ),
        min_size=1,
        max_size=3,
    ),
    st.lists(st.sampled_from(["five", "ten", "free"]), max_size=2),
)


@given(st.lists(sales, min_size=1, max_size=4), st.data())
def test_a_sale_taken_back_in_any_parts_gives_the_state_before(
    sold: list[tuple[list[Line], list[str]]], data: st.DataObject
) -> None:
    made, ann = shop()
    # The first sales say that the rules looked at this member, which stays said.
    for _ in range(8):
        selling.sell(made, ann, basket(0))
    for lines, rewards in sold:
        before = state(made, ann)
        claims = tuple(Claim(reward=each) for each in rewards)
        try:
            sale = selling.sell(made, ann, Basket(lines=tuple(lines), claims=claims))
        except Refusal:
            assert state(made, ann) == before
            continue
        for at in data.draw(st.permutations(range(len(lines)))):
            for _ in range(data.draw(st.integers(0, lines[at].quantity))):
                part = Part(lines=(LineBack(line=at, pieces=1),))
                selling.take_back(made, sale.written, part, kind="refund")
        try:
            selling.take_back(made, sale.written, kind="refund")
        except Refusal as refused:
            assert refused.code == "already_reversed"  # noqa: PT017
        assert state(made, ann) == before
        again = selling.sell(made, ann, Basket(lines=tuple(lines), claims=claims))
        assert again.quote.given == sale.quote.given
        assert again.quote.to_pay_minor == sale.quote.to_pay_minor
    assert verified(made) == []


@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 30)), max_size=6))
def test_days_run_once_however_often_they_are_run(visits: list[tuple[int, int]]) -> None:
    made, ann = shop()
    for amount_minor, days in visits:
        selling.sell(made, ann, basket(amount_minor))
        passing.pass_to(made, made.at_us + days * DAY_US)
        before = state(made, ann)
        assert passing.run_day(made, made.day) == []
        assert state(made, ann) == before
        assert all(lot.amount > 0 for lots in made.standing("ann").held.values() for lot in lots)
    assert verified(made) == []


def test_time_only_goes_on() -> None:
    made, _ = shop()
    with pytest.raises(Refusal) as refused:
        passing.pass_to(made, START_US - 1)
    assert refused.value.code == "time_back"

"""The home right: one giver at a time, each benefit once, and none is lost."""

import random
import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty import accounts
from loyalty.accounts import COUNTED, VISITS, issued
from loyalty.entries import Counted, Given
from loyalty.event import Posting
from loyalty.number import make
from loyalty.postings import of_entries
from loyalty.programme import Programme, to_wire
from loyalty.programme.benefits import Gift, Milestone
from loyalty.why import Why
from server import homes
from server.books import Books
from sync.wire import RejoinRequest
from tests.server.commands.people import ANNA_CARD, BEN_CARD, enrol
from tests.server.shop import ANNA, BEN, NOW_US, Till, open_books

CARL = "c" * 32
EVERY = "*"
WITH_GIFT = to_wire(
    Programme(
        id="shop",
        version=2,
        from_day="2026-01-01",
        name="Shop",
        currency="EUR",
        time_zone="Europe/Amsterdam",
        milestones=(
            Milestone(id="third", name="Third", measure="visits", at=3, gift=Gift(points=50)),
        ),
    )
)
GIVEN_ID = "milestone/third/-/1"


@pytest.fixture
def gifts(books: Books) -> Books:
    """Give books whose programme has a milestone."""
    books.put_programme(WITH_GIFT, NOW_US)
    return books


def visit(till: Till, account: str = ANNA) -> None:
    """Record a visit away from the home right."""
    count = accounts.count(account)
    seen = Posting(debit=COUNTED, credit=count, unit="seen:third", amount=1)
    till.record("sale", Posting(debit=COUNTED, credit=count, unit=VISITS, amount=1), seen)


def give_back(till: Till, home: str, account: str) -> None:
    """Return a home as a till does."""
    till.record("home_return", data={"home": home, "account": account})


def figures(books: Books) -> tuple[int, int]:
    """Give Anna's points and how often the gift was given."""
    found = books.balances()
    return found.get((ANNA, accounts.POINTS), 0), found.get((ANNA, issued(GIVEN_ID)), 0)


def test_a_shops_only_till_has_every_home(gifts: Books) -> None:
    one = Till(gifts, "one")
    (row,) = one.pull().homes
    assert (row.account, row.device, row.epoch) == (EVERY, one.device, 1)
    for _ in range(3):
        visit(one)
    one.push()
    assert figures(gifts) == (0, 0)  # the till gives it itself
    assert gifts.verify().ok


def test_the_second_till_ends_that_and_the_server_gives_what_is_due(gifts: Books) -> None:
    one = Till(gifts, "one")
    (row,) = one.pull().homes
    two = Till(gifts, "two")
    (recall,) = one.pull().home_recalls
    assert (recall.home, recall.account) == (row.home, EVERY)
    for _ in range(3):
        visit(two)
    two.push()
    assert figures(gifts) == (0, 0)
    assert not two.pull().homes
    give_back(one, row.home, EVERY)
    one.push()
    assert figures(gifts) == (50, 1)
    (lent,) = two.pull().homes
    assert (lent.account, lent.device) == (ANNA, two.device)
    assert lent.position
    assert gifts.verify().ok


def test_whoever_waits_longest_in_the_line_gets_it_with_the_next_purchase(
    gifts: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(homes, "WAITING_MAX", 1)
    one = Till(gifts, "one")
    (row,) = one.pull().homes
    two = Till(gifts, "two")
    for account in (ANNA, BEN):
        visit(two, account)
    two.push()
    give_back(one, row.home, EVERY)
    one.push()
    assert [lent.account for lent in two.pull().homes] == [ANNA]
    visit(two, BEN)
    two.push()
    assert [lent.account for lent in two.pull().homes] == [BEN]
    assert gifts.verify().ok


def test_a_home_follows_the_member_and_comes_back_when_its_epoch_ends(gifts: Books) -> None:
    one, two = Till(gifts, "one"), Till(gifts, "two")
    give_back(one, one.pull().homes[0].home, EVERY)
    visit(one)
    one.push()
    (lent,) = one.pull().homes
    visit(two)
    visit(two)
    two.push()
    assert figures(gifts) == (0, 0)
    assert [row.home for row in one.pull().home_recalls] == [lent.home]
    own = one.own()
    gifts.rejoin(one.device, RejoinRequest(epoch=1, last_seq=own.seq, last_hash=own.hash), NOW_US)
    assert figures(gifts) == (50, 1)
    assert [row.account for row in two.pull().homes] == [ANNA]
    give_back(one, lent.home, ANNA)  # said too late, by an epoch that has ended
    one.push()
    assert figures(gifts) == (50, 1)
    assert gifts.verify().ok


def test_what_a_till_gave_before_its_epoch_ended_is_not_given_twice(gifts: Books) -> None:
    one, two = Till(gifts, "one"), Till(gifts, "two")
    give_back(one, one.pull().homes[0].home, EVERY)
    for _ in range(2):
        visit(one)
    one.push()
    assert one.pull().homes  # its home: it gives with the next visit, and has no line
    event_id = one.new_id()
    gift = Given(rule="third", unit=accounts.POINTS, amount=50, why=Why(code="milestone"))
    gift = msgspec.structs.replace(gift, benefit=GIVEN_ID)
    counted = [Counted(unit=VISITS, delta=1), Counted(unit=issued(GIVEN_ID), delta=1)]
    posted = of_entries(ANNA, event_id, given=[gift], counted=counted)
    said = {"account": ANNA, "given": [msgspec.to_builtins(gift)]}
    one.record("sale", *posted, data=said, event_id=event_id)
    visit(two)
    two.push()
    own = one.own()
    # It forked: what is to come of this epoch comes under another one, and nothing waits for it.
    left = RejoinRequest(epoch=1, last_seq=own.seq, last_hash=own.hash, ends={1: 0})
    gifts.rejoin(one.device, left, NOW_US)
    assert figures(gifts) == (50, 1)  # the server has the home again, and gave it
    one.push()
    assert figures(gifts) == (50, 1)
    assert gifts.verify().ok


def test_nobody_else_can_give_a_home_back(gifts: Books) -> None:
    one, two = Till(gifts, "one"), Till(gifts, "two")
    (row,) = one.pull().homes
    give_back(two, row.home, EVERY)
    two.push()
    visit(two)
    two.push()
    assert not two.pull().homes
    assert gifts.verify().ok


def test_counters_of_merged_accounts_add_up_when_both_homes_are_back(gifts: Books) -> None:
    one, two = Till(gifts, "one"), Till(gifts, "two")
    give_back(one, one.pull().homes[0].home, EVERY)
    enrol(one, "anna", ANNA, ANNA_CARD)
    visit(one)
    visit(one)
    one.push()
    enrol(two, "ben", BEN, BEN_CARD)
    visit(two, BEN)
    two.push()
    (of_anna,), (of_ben,) = one.pull().homes, two.pull().homes
    gifts.commands().merge("r1", "anna", "ben", NOW_US)
    assert figures(gifts) == (0, 0)
    assert [row.home for row in one.pull().home_recalls] == [of_anna.home]
    assert [row.home for row in two.pull().home_recalls] == [of_ben.home]
    give_back(one, of_anna.home, ANNA)
    one.push()
    assert figures(gifts) == (0, 0)
    give_back(two, of_ben.home, BEN)
    two.push()
    assert figures(gifts) == (50, 1)
    assert gifts.balances()[ANNA, VISITS] == 3
    assert gifts.verify().ok


def test_a_chain_of_merges_gives_nothing_twice(gifts: Books) -> None:
    one, two = Till(gifts, "one"), Till(gifts, "two")
    give_back(one, one.pull().homes[0].home, EVERY)
    enrol(one, "anna", ANNA, ANNA_CARD)
    enrol(one, "ben", BEN, BEN_CARD)
    for _ in range(3):
        visit(one)
    one.push()
    enrol(two, "carl", CARL, make("0000", "000000003"))
    for _ in range(3):
        visit(two, CARL)
    two.push()  # both were given the gift by the server, and each till has one of the two homes
    assert figures(gifts) == (50, 1)
    (of_carl,) = [row for row in two.pull().homes if row.account == CARL]
    gifts.commands().merge("r1", "ben", "carl", NOW_US)
    gifts.commands().merge("r2", "anna", "ben", NOW_US)
    for row in one.pull().homes:
        give_back(one, row.home, row.account)
    one.push()  # Ben goes on as Anna with what he counted; what Carl counted is still away
    give_back(two, of_carl.home, CARL)
    two.push()
    assert figures(gifts) == (100, 1)
    assert gifts.balances()[ANNA, VISITS] == 6
    assert gifts.verify().ok


class Counter(Till):
    """A till that gives what is due where it has the home and has heard up to its position."""

    def __init__(self, books: Books, name: str) -> None:
        super().__init__(books, name)
        self.homes: dict[str, int] = {}
        self.names: dict[str, str] = {}
        self.position = 0
        self.figures: dict[str, int] = {}
        self.seen_to = 0
        self.heard_all: set[str] = set()

    def hear(self) -> None:
        """Pull a page; take homes and give back those that are asked for."""
        page = self.pull()
        for row in page.homes:
            if row.home not in self.names:
                self.names[row.home] = row.account
                self.homes[row.home] = row.position
        for recall in page.home_recalls:
            if self.homes.pop(recall.home, None) is not None:
                give_back(self, recall.home, recall.account)
        for standing in page.standings:
            if standing.account == ANNA:
                self.position, self.figures = standing.position, dict(standing.counters)
                self.seen_to = standing.own.seq
        self.heard_all |= set(self.homes)

    def counted(self, unit: str) -> int:
        """Give a counter as this till knows it: what it heard of and what it did since."""
        mine = sum(f'"unit":"{unit}"'.encode() in raw for raw in self.chain[self.seen_to :])
        return self.figures.get(unit, 0) + mine

    def sell(self) -> None:
        """Count a visit, and give the gift when it is due here."""
        due = self.counted(VISITS) + 1 >= 3 and not self.counted(issued(GIVEN_ID))
        here = any(
            self.position >= position
            for home, position in self.homes.items()
            if self.names[home] in (ANNA, EVERY)
        )
        if not (due and here):
            visit(self)
            return
        count = accounts.count(ANNA)
        event_id = self.new_id()
        self.record(
            "sale",
            Posting(debit=COUNTED, credit=count, unit=VISITS, amount=1),
            Posting(debit=COUNTED, credit=count, unit="seen:third", amount=1),
            Posting(debit=COUNTED, credit=count, unit=issued(GIVEN_ID), amount=1),
            Posting(
                debit=accounts.GIVEN,
                credit=accounts.open_(ANNA),
                unit=accounts.POINTS,
                amount=50,
                lot=f"{event_id}~9999-12-31",
            ),
            event_id=event_id,
        )


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_a_gift_is_given_once_in_any_order(seed: int) -> None:
    _any_order(seed)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_a_gift_is_given_once_in_very_many_orders(seed: int) -> None:
    _any_order(seed)


def _any_order(seed: int) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        books = open_books(Path(folder))
        books.put_programme(WITH_GIFT, NOW_US)
        try:
            tills = [Counter(books, name) for name in ("one", "two", "three")]
            for _ in range(18):
                till = chance.choice(tills)
                act = chance.choice((till.sell, till.push, till.push, till.hear, till.hear))
                act()
                assert figures(books)[1] <= 1
            for _ in range(4):
                for till in tills:
                    till.push()
                    till.hear()
            visits = books.balances().get((ANNA, VISITS), 0)
            assert figures(books) == ((50, 1) if visits >= 3 else (0, 0))
            found = books.verify()
            assert found.ok, found
        finally:
            books.close()

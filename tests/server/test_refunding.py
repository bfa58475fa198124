"""Refunds that are wished for elsewhere: one holder of the right decides, and only once."""

import random
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cards import salecode
from loyalty import accounts, lots
from loyalty.event import Posting
from server.books import Books
from sync.sign import Signer
from sync.wire import PullReply, RejoinRequest
from tests.server.shop import ANNA, DAY, NOW_US, Till, give, open_books


def sell(till: Till, points: int = 30, last_day: str = lots.NEVER) -> tuple[str, str]:
    """Record a sale of 30.00 as the till's engine does; gives its id and its slip."""
    sale = till.new_id()
    lot = lots.name(sale, last_day)
    entry = {"rule": "r", "unit": "points", "amount": points, "last_day": last_day, "why": why()}
    till.record(
        "sale",
        give(ANNA, points, lot),
        data={
            "account": ANNA,
            "to_pay_minor": 3000,
            "total_minor": 3000,
            "lines": [
                {"amount_minor": 2000, "net_minor": 2000, "quantity": 2},
                {"amount_minor": 1000, "net_minor": 1000},
            ],
            "given": [entry],
            "spent": [],
            "counted": [],
        },
        event_id=sale,
    )
    return sale, slip_of(till, sale, till.signer)


def why() -> dict[str, Any]:
    """Give a reason as entries carry one."""
    return {"code": "earned", "params": {}}


def slip_of(till: Till, sale: str, signer: Signer) -> str:
    """Write the code of a slip."""
    terms = salecode.Terms(
        issuer="0000",
        sale=sale,
        account_hint=ANNA[:8],
        amount_minor=3000,
        given=30,
        spent=0,
        programme=1,
        device=till.device,
        epoch=till.epoch,
        day=DAY,
    )
    return salecode.make(terms, signer.sign)


def wish(till: Till, sold_by: Till, sale: str, slip: str, **part: Any) -> str:
    """Record that a sale of another till is wanted back."""
    return till.record(
        "refund_wanted",
        data={
            "sale": sale,
            "device": sold_by.device,
            "epoch": sold_by.epoch,
            "slip": slip,
            **part,
        },
    )


def take_back(till: Till, sale: str, points: int = 30, said: str = "") -> None:
    """Record that a till took a whole sale back."""
    posting = Posting(
        debit=accounts.open_(ANNA),
        credit=accounts.GIVEN,
        unit=accounts.POINTS,
        amount=points,
        lot=lots.name(sale, lots.NEVER),
    )
    data: dict[str, Any] = {
        "corrects": sale,
        "returned": [[0, "1"], [1, "1"]],
        "money_minor": 3000,
    }
    till.record("refund", posting, data=data | ({"wish": said} if said else {}))


def points(books: Books) -> int:
    """Give Anna's balance."""
    return books.balances().get((ANNA, accounts.POINTS), 0)


def pulled(till: Till) -> PullReply:
    """Give what a till has not heard yet, in one page."""
    return till.pull()


def test_a_wish_goes_to_whoever_sold_and_the_answer_to_whoever_wished(
    books: Books, pair: tuple[Till, Till]
) -> None:
    one, two = pair
    sale, slip = sell(one)
    one.push()
    asked = wish(two, one, sale, slip)
    two.push()
    assert points(books) == 30
    assert not pulled(two).refund_requests
    (request,) = pulled(one).refund_requests
    assert (request.wish, request.sale, request.asker) == (asked, sale, two.device)
    take_back(one, sale, said=asked)
    one.push()
    (answer,) = pulled(two).refund_answers
    assert (answer.wish, answer.state, answer.money_minor) == (asked, "done", 3000)
    assert points(books) == 0
    assert books.verify().ok


def test_every_till_hears_the_keys_of_the_others(books: Books, pair: tuple[Till, Till]) -> None:
    one, two = pair
    heard = {row.device: row.public_key for row in pulled(two).devices}
    assert heard == {till.device: till.signer.public.hex() for till in (one, two)}
    assert books.verify().ok


@pytest.mark.parametrize("wrong", ["signature", "sale", "nothing"])
def test_a_slip_that_no_till_of_the_shop_signed_is_refused(
    books: Books, pair: tuple[Till, Till], wrong: str
) -> None:
    one, two = pair
    sale, _ = sell(one)
    one.push()
    slip = {
        "signature": slip_of(one, sale, two.signer),
        "sale": slip_of(one, two.new_id(), one.signer),
        "nothing": "",
    }[wrong]
    wish(two, one, sale, slip)
    two.push()
    (answer,) = pulled(two).refund_answers
    assert (answer.state, answer.reason) == ("refused", "slip_unknown")
    assert not pulled(one).refund_requests
    assert points(books) == 30


def test_the_server_judges_for_an_epoch_that_has_ended(
    books: Books, pair: tuple[Till, Till]
) -> None:
    one, two = pair
    sale, slip = sell(one)
    one.push()
    first, second = wish(two, one, sale, slip), wish(two, one, sale, slip)
    two.push()
    own = one.own()
    books.rejoin(one.device, RejoinRequest(epoch=1, last_seq=own.seq, last_hash=own.hash), NOW_US)
    answers = {row.wish: (row.state, row.reason) for row in pulled(two).refund_answers}
    assert answers == {first: ("done", ""), second: ("refused", "already_reversed")}
    assert points(books) == 0
    assert books.verify().ok


def test_lines_come_back_apart_and_close_the_sum(books: Books, pair: tuple[Till, Till]) -> None:
    one, two = pair
    sale, slip = sell(one, points=31)
    one.push()
    books.rejoin(one.device, RejoinRequest(epoch=1, last_seq=1, last_hash=one.own().hash), NOW_US)
    wish(two, one, sale, slip, lines=[{"line": 0, "pieces": 1}])
    two.push()
    assert points(books) == 31 - 31 // 3
    wish(two, one, sale, slip)
    two.push()
    assert points(books) == 0
    wish(two, one, sale, slip, amount_minor=1)
    two.push()
    reasons = sorted(row.reason for row in pulled(two).refund_answers)
    assert reasons == ["", "", "already_reversed"]
    assert books.verify().ok


def test_a_wish_for_a_sale_that_has_not_come_waits_for_it(
    books: Books, pair: tuple[Till, Till]
) -> None:
    one, two = pair
    sale, slip = sell(one)
    wish(two, one, sale, slip)
    two.push()
    books.rejoin(one.device, RejoinRequest(epoch=1, last_seq=0, last_hash=""), NOW_US)
    assert not pulled(two).refund_answers
    one.push()  # what the ended epoch still had to say
    assert [row.state for row in pulled(two).refund_answers] == ["done"]
    assert points(books) == 0
    assert books.verify().ok


def test_what_the_server_took_back_already_is_put_right(
    books: Books, pair: tuple[Till, Till]
) -> None:
    one, two = pair
    sale, slip = sell(one)
    one.push()
    take_back(one, sale)  # and cannot be sent
    wish(two, one, sale, slip)
    two.push()
    books.rejoin(one.device, RejoinRequest(epoch=1, last_seq=1, last_hash=""), NOW_US)
    assert points(books) == 0
    one.push()
    assert points(books) == 0
    assert books.verify().ok


def test_a_whole_refund_after_a_line_takes_only_the_rest(
    books: Books, pair: tuple[Till, Till]
) -> None:
    one, two = pair
    sale, slip = sell(one)
    one.push()
    take_back(one, sale)
    wish(two, one, sale, slip, lines=[{"line": 1}])
    two.push()
    books.rejoin(one.device, RejoinRequest(epoch=1, last_seq=1, last_hash=""), NOW_US)
    assert points(books) == 20
    one.push()
    assert points(books) == 0
    assert books.verify().ok


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_a_sale_comes_back_at_most_once_in_any_order(seed: int) -> None:
    _any_order(seed)


@pytest.mark.slow
@settings(max_examples=200, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_a_sale_comes_back_at_most_once_in_very_many_orders(seed: int) -> None:
    _any_order(seed)


def _any_order(seed: int) -> None:
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        books = open_books(Path(folder))
        try:
            _play(books, chance)
        finally:
            books.close()


class Counter:
    """The tills around one sale: the one that made it, and those that have its slip."""

    def __init__(self, books: Books, chance: random.Random) -> None:
        self.books, self.chance = books, chance
        self.seller, *self.others = (Till(books, name) for name in ("one", "two", "three"))
        self.sale, self.slip = sell(self.seller)
        self.ended = self.refunded = False

    def wish(self) -> None:
        """Somebody shows the slip at another till."""
        wish(self.chance.choice(self.others), self.seller, self.sale, self.slip)

    def send(self) -> None:
        """One of the tills has its line for a moment."""
        self.chance.choice((self.seller, *self.others)).push()

    def decide(self) -> None:
        """The till that sold hears of wishes."""
        if self.ended:
            return
        for row in self.seller.pull().refund_requests:
            if self.refunded:
                said = {"wish": row.wish, "sale": self.sale, "reason": "already_reversed"}
                self.seller.record("refund_refused", data=said)
            else:
                self.refunded = True
                take_back(self.seller, self.sale, said=row.wish)

    def refund(self) -> None:
        """Somebody shows the slip where it was printed."""
        if not self.refunded:
            self.refunded = True
            take_back(self.seller, self.sale)

    def end(self) -> None:
        """The epoch of the till that sold is over; what it has not sent may still come."""
        if not self.ended:
            self.ended = True
            request = RejoinRequest(epoch=1, last_seq=0, last_hash="")
            self.books.rejoin(self.seller.device, request, NOW_US)


def _play(books: Books, chance: random.Random) -> None:
    """Let everything happen in any order; then all is sent, and all agree."""
    counter = Counter(books, chance)
    acts = [counter.wish, counter.send, counter.decide, counter.refund]
    acts += [counter.wish, counter.send, counter.send, chance.choice((counter.end, counter.send))]
    for act in chance.choices(acts, k=14):
        act()
        assert points(books) in (0, 30)
    for till in (*counter.others, counter.seller):
        till.push()
    counter.decide()
    counter.seller.push()
    wishes = [sum(b"refund_wanted" in raw for raw in till.chain) for till in counter.others]
    assert points(books) == (0 if counter.refunded or any(wishes) else 30)
    assert wishes == [len(till.pull().refund_answers) for till in counter.others]
    found = books.verify()
    assert found.ok, found

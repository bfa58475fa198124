"""Refunds whose data is wrong, late or somebody else's: no push ever stops at one."""

from typing import Any

import pytest

from server.books import Books
from sync.wire import RejoinRequest
from tests.server.shop import NOW_US, Till
from tests.server.test_refunding import points, pulled, sell, take_back, wish

LONG = 10**30


def leave(books: Books, till: Till) -> None:
    """End the epoch of a till, so that the server judges for it."""
    own = till.own()
    request = RejoinRequest(epoch=1, last_seq=own.seq, last_hash=own.hash)
    till.epoch = books.rejoin(till.device, request, NOW_US).epoch
    till.chain, till.acked = [], 0


@pytest.mark.parametrize(
    "returned",
    [
        [[7, "1"]],
        [[-1, "1"]],
        [[0, "1e999999999"]],
        [[0, "-3"]],
        [[0, "1/0"]],
        [["0", "1"]],
        [[0, "1/2"]] * 2,
        "0",
    ],
    ids=str,
)
def test_a_refund_that_says_nonsense_stops_nobody_who_wants_the_sale_back(
    books: Books, pair: tuple[Till, Till], returned: object
) -> None:
    one, two = pair
    sale, slip = sell(one)
    one.record("refund", data={"corrects": sale, "returned": returned})
    one.push()
    wish(two, one, sale, slip)
    two.push()
    leave(books, one)
    (answer,) = pulled(two).refund_answers
    assert answer.state in {"done", "refused"}
    assert books.verify().ok


@pytest.mark.parametrize("expired", [[1], "x", 7, {"x": "much"}, None], ids=str)
def test_a_part_that_says_nonsense_of_what_expired_stops_nobody(
    books: Books, pair: tuple[Till, Till], expired: object
) -> None:
    one, two = pair
    sale, slip = sell(one)
    one.record("refund", data={"corrects": sale, "returned": [[0, "1/2"]], "expired": expired})
    one.push()
    wish(two, one, sale, slip)
    two.push()
    leave(books, one)
    (answer,) = pulled(two).refund_answers
    assert (answer.state, answer.reason) == ("refused", "refund_line")
    assert books.verify().ok


@pytest.mark.parametrize(
    "data",
    [
        {"lines": [{"amount_minor": 1, "net_minor": 1, "quantity": 0}]},
        {"lines": [{"amount_minor": "much"}]},
        {"to_pay_minor": "much", "lines": []},
        {"account": "x:held"},
        {"account": 7},
        {"counted": [{"unit": "visits", "delta": 1, "weights": [[9, 1]]}]},
    ],
    ids=str,
)
def test_a_sale_that_contradicts_itself_stops_nobody(
    books: Books, pair: tuple[Till, Till], data: dict[str, Any]
) -> None:
    one, _ = pair
    sale = one.record("sale", data=data)
    one.push()
    leave(books, one)
    back = {"lines": [{"line": 0, "pieces": 1}]}
    one.record("refund_wanted", data={"sale": sale, "device": one.device, "epoch": 1, **back})
    one.push()
    (answer,) = pulled(one).refund_answers
    assert answer.state in {"done", "refused"}
    assert books.verify().ok


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("refund_wanted", {"sale": "a\0b", "device": "t", "epoch": 1}),
        ("refund_wanted", {"sale": "s", "device": "t\0", "epoch": 1}),
        ("refund_wanted", {"sale": "s", "device": "t", "epoch": LONG}),
        ("refund_wanted", {"sale": "s", "device": "t", "epoch": 1, "amount_minor": LONG}),
        ("refund_wanted", {"sale": "s", "device": "t", "epoch": 1, "lines": [{"line": LONG}]}),
        ("refund_refused", {"wish": "w\0"}),
        ("refund", {"corrects": "s\0", "returned": [[0, "1"]]}),
        ("refund", {"corrects": "s", "returned": [[0, "1"]], "wish": 7}),
        ("home_return", {"home": "h\0"}),
        ("home_return", {"home": ["h"]}),
    ],
    ids=str,
)
def test_what_no_database_keeps_is_booked_without_meaning_anything(
    books: Books, pair: tuple[Till, Till], kind: str, data: dict[str, Any]
) -> None:
    one, _ = pair
    one.record(kind, data=data)
    one.record("note", data={})
    assert one.push().acked_seq == 2
    assert books.verify().ok


@pytest.mark.parametrize("said", [LONG, "7", None])
def test_an_answer_with_absurd_money_is_an_answer(
    books: Books, pair: tuple[Till, Till], said: object
) -> None:
    one, two = pair
    sale, slip = sell(one)
    one.push()
    asked = wish(two, one, sale, slip)
    two.push()
    one.record("refund_refused", data={"wish": asked, "money_minor": said, "reason": "x" * 999})
    one.push()
    (answer,) = pulled(two).refund_answers
    assert (answer.state, answer.reason, answer.money_minor) == ("refused", "refund_line", 0)


def test_only_the_till_that_was_asked_answers(books: Books, pair: tuple[Till, Till]) -> None:
    one, two = pair
    sale, slip = sell(one)
    one.push()
    asked = wish(two, one, sale, slip)
    two.record("refund_refused", data={"wish": asked, "reason": "sale_unknown"})
    two.push()
    assert not pulled(two).refund_answers
    take_back(one, sale, said=asked)
    one.push()
    assert [row.state for row in pulled(two).refund_answers] == ["done"]
    assert points(books) == 0


def test_a_rest_that_cannot_be_worked_out_does_not_stop_a_doubled_refund(
    books: Books, pair: tuple[Till, Till]
) -> None:
    one, two = pair
    sale = one.record("sale", data={"account": "x:held"})
    one.push()
    for till, part in ((one, "1/2"), (two, "1")):
        till.record("refund", data={"corrects": sale, "returned": [[0, part]]})
        till.push()
    assert books.verify().ok


def test_a_wish_that_comes_after_its_answer_is_not_granted_twice(
    books: Books, pair: tuple[Till, Till]
) -> None:
    one, two = pair
    sale, slip = sell(one)
    one.push()
    two.push()
    books.restored().begin(NOW_US)
    asked = wish(two, one, sale, slip, lines=[{"line": 0, "pieces": 1}])
    one.record(
        "refund",
        data={"corrects": sale, "returned": [[0, "1/2"]], "money_minor": 1000, "wish": asked},
    )
    one.push()
    two.push()
    books.restored().end(NOW_US)
    leave(books, two)
    (answer,) = pulled(two).refund_answers
    assert (answer.wish, answer.state, answer.money_minor) == (asked, "done", 1000)
    assert points(books) == 30, "the till said what comes back, and it said nothing of points"
    assert books.verify().ok

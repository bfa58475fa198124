"""A till that is lost: its bound first, then refused, its rights free; and found again."""

import pytest

from loyalty.errors import Refusal
from server.api import Api
from server.books import Books
from sync.wire import RejoinRequest
from tests.server.line import Clock, Wire, client_of, pull_of, push_of
from tests.server.shop import ANNA, NOW_US, Till
from tests.server.test_refunding import sell, wish


def test_the_bound_is_what_a_till_holds(books: Books, till: Till) -> None:
    till.earn(ANNA, 400)
    till.push()
    (state,) = books.fleet().tills(NOW_US)
    assert (state.device, state.is_lost, state.held) == (till.device, False, {"points": 400})
    assert state.most_minor == 400, "a point brings a cent"


def test_a_lost_till_is_refused_and_its_rights_are_free(books: Books, till: Till) -> None:
    lot = till.earn(ANNA, 400)
    till.push()
    till.pull()
    state = books.fleet().lose(till.device, NOW_US)
    assert (state.is_lost, state.held) == (True, {"points": 400})
    assert books.verify().first_difference is None
    other = Till(books, "other")
    assert other.ask(ANNA, 400).grant is not None, "free, and nobody is asked back"
    till.spend(ANNA, lot, 100)
    client = client_of(till, Wire(Api(books, Clock())), Clock())
    for call in (lambda: client.push(push_of(till)), lambda: client.pull(pull_of(till))):
        with pytest.raises(Refusal) as refused:
            call()
        assert refused.value.code == "device_lost"
    assert books.count_tills() == 1
    assert books.fleet().tills(NOW_US)[0].held in ({}, {"points": 400})


def test_a_till_that_is_found_sends_its_sales_and_begins_without_rights(
    books: Books, till: Till
) -> None:
    lot = till.earn(ANNA, 400)
    till.push()
    till.pull()
    till.spend(ANNA, lot, 100)
    books.fleet().lose(till.device, NOW_US)
    assert not books.fleet().find(till.device, NOW_US).is_lost
    till.push()
    assert books.verify().first_difference is None
    assert books.balances()[ANNA, "points"] == 300
    with pytest.raises(Refusal) as refused:
        till.pull()
    assert refused.value.code == "rejoin"


def test_a_lost_till_cannot_begin_anew_by_itself(books: Books, till: Till) -> None:
    books.fleet().lose(till.device, NOW_US)
    till.epoch = 2
    till.earn(ANNA, 10)
    with pytest.raises(Refusal) as refused:
        till.push()
    assert refused.value.code == "device_lost"


def test_what_a_lost_till_alone_could_take_back_the_server_takes_back(
    books: Books, till: Till
) -> None:
    other = Till(books, "other")
    sale, slip = sell(till)
    till.push()
    wish(other, till, sale, slip)
    other.push()
    assert other.pull().refund_answers == []
    books.fleet().lose(till.device, NOW_US)
    assert [row.state for row in other.pull().refund_answers] == ["done"]
    assert books.balances()[ANNA, "points"] == 0
    wish(other, till, sale, slip)
    other.push()
    assert [row.reason for row in other.pull().refund_answers] == ["already_reversed"]
    assert books.verify().first_difference is None


def test_the_homes_of_a_lost_till_go_to_whoever_waits(books: Books, till: Till) -> None:
    other = Till(books, "other")
    (every,) = till.pull().homes
    till.record("home_return", data={"home": every.home, "account": "*"})
    till.earn(ANNA, 10)
    till.push()
    assert [row.account for row in till.pull().homes] == [ANNA]
    other.earn(ANNA, 10)
    other.push()
    assert other.pull().homes == []
    books.fleet().lose(till.device, NOW_US)
    (row,) = other.pull().homes
    assert (row.account, row.device) == (ANNA, other.device)
    assert books.verify().first_difference is None


def test_the_only_till_that_is_lost_takes_no_home_with_it(books: Books, till: Till) -> None:
    till.pull()
    books.fleet().lose(till.device, NOW_US)
    other = Till(books, "other")
    assert [(row.account, row.device) for row in other.pull().homes] == [("*", other.device)]
    books.fleet().find(till.device, NOW_US)
    till.push()
    own = till.own()
    request = RejoinRequest(epoch=1, last_seq=own.seq, last_hash=own.hash)
    books.rejoin(till.device, request, NOW_US)
    assert [row.account for row in other.pull().home_recalls] == ["*"], "there are two again"
    assert books.verify().first_difference is None


def test_an_unknown_till_is_not_lost(books: Books) -> None:
    with pytest.raises(Refusal) as refused:
        books.fleet().lose("nobody", NOW_US)
    assert refused.value.code == "till_unknown"

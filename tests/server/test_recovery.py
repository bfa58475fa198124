"""Books that were put back: who is awaited, and what a till's tail gives in the meantime."""

from typing import Any

import msgspec
import pytest

from loyalty import accounts, lots
from loyalty.errors import Refusal
from loyalty.event import Posting
from server.books import Books
from sync.wire import LookupRequest, RejoinRequest
from tests.server.shop import ANNA, BEN, NOW_US, Till


def rejoin(books: Books, till: Till, ends: dict[int, int], tills: int = 0) -> dict[int, int] | None:
    """Begin a new epoch as a till does that was told to; gives what the server kept."""
    own = till.own()
    request = RejoinRequest(
        epoch=till.epoch, last_seq=own.seq, last_hash=own.hash, ends=ends, tills=tills
    )
    reply = books.rejoin(till.device, request, NOW_US)
    till.epoch, till.chain, till.acked, till.cursor = reply.epoch, [], 0, ""
    return reply.kept


def test_who_was_awaited_before_is_awaited_when_it_begins_again(books: Books, till: Till) -> None:
    till.earn(ANNA, 30)
    till.push()
    books.restored().begin(NOW_US)
    books.restored().begin(NOW_US)  # the server was killed before it had noted that it began
    status = books.restored().status()
    assert (status.active, len(status.waiting)) == (True, 1)
    assert rejoin(books, till, {1: 1}) == {1: 1, 2: 0}
    assert not books.restored().status().active
    assert Till(books, "other").ask(ANNA, 30).grant is not None


def test_a_lost_till_is_not_awaited(books: Books, till: Till) -> None:
    till.earn(ANNA, 30)
    till.push()
    books.fleet().lose(till.device, NOW_US)
    books.restored().begin(NOW_US)
    assert not books.restored().status().active


def test_the_tail_of_a_fork_gives_nothing_to_held_in_a_recovery(books: Books, till: Till) -> None:
    other = Till(books, "other")
    other.earn(BEN, 1)
    other.push()
    books.restored().begin(NOW_US)
    rejoin(books, till, {1: 0})
    event_id = till.new_id()
    lot = lots.name(event_id, lots.NEVER)
    given = Posting(
        debit=accounts.GIVEN,
        credit=accounts.held(ANNA),
        unit=accounts.POINTS,
        amount=30,
        lot=lot,
    )
    till.record("sale", given, event_id=event_id)
    till.push(msgspec.structs.replace(till.batch(), tail=True))
    books.restored().end(NOW_US)
    held = {state.device: state.held for state in books.fleet().tills(NOW_US)}
    assert held[till.device] == {}, "it began this epoch with nothing, and knows of nothing"
    rejoin(books, other, {1: 1})
    assert other.ask(ANNA, 30).grant is not None


def test_a_lost_till_learns_of_nobody(books: Books, till: Till) -> None:
    number = "9000001234567890"
    till.record("enrol", data={"member": "m1", "account": ANNA, "number": number})
    till.push()
    books.fleet().lose(till.device, NOW_US)
    for kind, key in (("member", "m1"), ("card", number), ("member", "nobody")):
        with pytest.raises(Refusal) as refused:
            books.lookup(till.device, 1, LookupRequest(kind=kind, key=key), NOW_US)
        assert refused.value.code == "device_lost"


def test_rights_are_asked_back_under_the_name_of_today(books: Books, till: Till) -> None:
    other = Till(books, "other")
    for each, account, member in ((till, ANNA, "anna"), (other, BEN, "ben")):
        each.record("enrol", data={"member": member, "account": account})
        each.push()
    till.earn(ANNA, 60)
    till.push()
    books.commands().merge("r1", "anna", "ben", NOW_US)
    assert other.ask(BEN, 60).reason == "asked_back", "it has not heard of the merge yet"
    assert [(row.account, row.amount) for row in till.pull().recalls] == [(ANNA, 60)]


def test_nobody_waits_for_a_till_that_is_declared_lost(books: Books, till: Till) -> None:
    other = Till(books, "other")
    lot = till.earn(ANNA, 30)
    till.push()
    till.pull()
    books.restored().begin(NOW_US)
    rejoin(books, other, {1: 0})
    assert books.restored().status().active
    books.fleet().lose(till.device, NOW_US)
    assert not books.restored().status().active
    assert other.ask(ANNA, 30).grant is not None
    books.fleet().find(till.device, NOW_US)
    till.spend(ANNA, lot, 10)
    till.push()
    assert rejoin(books, till, {1: 2}) == {1: 2, 2: 0}, "it is asked all the same when it is found"
    assert books.restored().status().waiting == ()


def test_nobody_waits_for_a_new_till(books: Books, till: Till) -> None:
    other = Till(books, "other")
    books.restored().begin(NOW_US)
    rejoin(books, other, {1: 0}, tills=3)
    assert (books.restored().status().waiting, books.restored().status().unknown) == (("Till",), 1)
    new = Till(books, "new")
    assert len(books.restored().status().waiting) == 1, "it has nothing to say"
    assert books.restored().status().unknown == 1, "and is not the one that nobody heard of"
    assert rejoin(books, till, {1: 0}) is not None
    assert books.restored().status().active, "one more was connected after the backup"
    new.earn(ANNA, 100)
    assert new.push().acked_seq == 1
    assert new.ask(ANNA, 50).reason == "recovering"
    books.fleet().lose(new.device, NOW_US)
    assert books.restored().status().unknown == 1
    books.fleet().find(new.device, NOW_US)
    books.restored().end(NOW_US)
    assert other.ask(ANNA, 50).grant is not None


def test_a_till_that_comes_back_before_others_spoke_of_it_is_awaited(
    books: Books, till: Till
) -> None:
    books.restored().begin(NOW_US)
    back = Till(books, "back", again=True)
    assert len(books.restored().status().waiting) == 2
    rejoin(books, till, {1: 0}, tills=2)
    assert books.restored().status().active, "it has not sent what it recorded"
    rejoin(books, back, {1: 0})
    assert not books.restored().status().active


@pytest.mark.parametrize(
    "said",
    [
        {"epoch": 0},
        {"epoch": -1},
        {"epoch": 5_000},
        {"epoch": 10**9},
        {"epoch": 2**63 - 1},
        {"last_seq": -1},
        {"last_seq": 2**63 - 1},
        {"ends": {1: 2**63}},
        {"ends": {7: 1}},
        {"ends": {-7: 1}},
        {"tills": 2**63 - 1},
    ],
    ids=str,
)
def test_a_till_begins_again_only_where_it_can_have_been(
    books: Books, till: Till, said: dict[str, Any]
) -> None:
    till.earn(ANNA, 30)
    till.push()
    books.restored().begin(NOW_US)
    wrong = RejoinRequest(**{"epoch": 1, "last_seq": 0, "last_hash": "", **said})
    with pytest.raises(Refusal) as refused:
        books.rejoin(till.device, wrong, NOW_US)
    assert refused.value.code == "body_broken"
    assert refused.value.details["path"] in ("$.epoch", "$.ends")
    assert rejoin(books, till, {1: 1}) == {1: 1, 2: 0}, "and nothing has changed for it"
    assert not books.restored().status().active


def test_no_push_opens_an_epoch_far_ahead(books: Books, till: Till) -> None:
    till.epoch = 5_000
    till.earn(ANNA, 30)
    with pytest.raises(Refusal, match="from 1 to 1001"):
        till.push()
    till.chain, till.epoch = [], 2
    till.earn(ANNA, 30)
    assert till.push().acked_seq == 1

"""An epoch that its till left: what it held, while its last events are still to come."""

from __future__ import annotations

from server.books import Books
from sync.wire import RejoinRequest
from tests.server.shop import ANNA, NOW_US, Till
from tests.server.test_intake import holders, points


def test_what_an_ended_epoch_held_stays_there_until_its_events_are_in(
    books: Books, till: Till
) -> None:
    """They may have paid it out: given to another till in between, it would be paid out twice."""
    other = Till(books, "other")
    lot = till.earn(ANNA, 100)
    till.push()
    till.pull()
    (granted,) = till.grants.values()
    paid_out = sum(one.amount for one in granted.lots)
    till.spend(ANNA, lot, paid_out)
    own = till.own()
    request = RejoinRequest(epoch=1, last_seq=own.seq, last_hash=own.hash)
    books.rejoin(till.device, request, NOW_US)
    early = other.ask(ANNA, 100).grant
    assert early is None or sum(one.amount for one in early.lots) == 100 - paid_out
    till.push()
    assert f"{till.device}.1" not in holders(books)
    assert points(books) == 100 - paid_out
    assert books.verify().ok


def test_a_disk_that_ends_earlier_lets_an_ended_epoch_go(books: Books, till: Till) -> None:
    lot = till.earn(ANNA, 100)
    till.push()
    till.pull()
    till.spend(ANNA, lot, 1)
    own = till.own()
    request = RejoinRequest(epoch=1, last_seq=own.seq, last_hash=own.hash)
    books.rejoin(till.device, request, NOW_US)
    put_back = RejoinRequest(epoch=1, last_seq=1, last_hash="")
    books.rejoin(till.device, put_back, NOW_US)
    assert holders(books) == {""}

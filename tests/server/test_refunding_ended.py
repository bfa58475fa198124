"""Refunds that the server decides, and what rights, forks and lots that ended do to them."""

import msgspec

from loyalty import event, lots
from loyalty.programme import from_wire, to_wire
from server.books import Books
from sync.wire import RejoinRequest
from tests.server.shop import ANNA, BEN, NOW_US, PROGRAMME, Till, give
from tests.server.test_refunding import points, pulled, sell, take_back, wish


def test_what_expired_is_not_owed_when_the_server_takes_it_back(
    books: Books, pair: tuple[Till, Till]
) -> None:
    one, two = pair
    sale, slip = sell(one, last_day="2026-11-17")
    one.push()
    assert points(books) == 0
    own = one.own()
    books.rejoin(one.device, RejoinRequest(epoch=1, last_seq=own.seq, last_hash=own.hash), NOW_US)
    wish(two, one, sale, slip)
    two.push()
    assert [row.state for row in pulled(two).refund_answers] == ["done"]
    assert points(books) == 0, "it counts as taken back already"
    assert books.verify().ok


def test_a_shop_that_forgives_takes_back_what_is_free(
    books: Books, pair: tuple[Till, Till]
) -> None:
    one, two = pair
    forgiving = msgspec.structs.replace(from_wire(PROGRAMME), version=2, owing="forgive")
    books.put_programme(to_wire(forgiving), NOW_US)
    sale, slip = sell(one)
    sold = msgspec.structs.replace(event.decode(one.chain[0]), programme=2)
    one.chain[0] = event.encode(sold)
    one.push()
    one.pull()
    one.spend(ANNA, lots.name(sale, lots.NEVER), 20)
    one.push()
    own = one.own()
    books.rejoin(one.device, RejoinRequest(epoch=1, last_seq=own.seq, last_hash=own.hash), NOW_US)
    wish(two, one, sale, slip)
    two.push()
    assert [row.state for row in pulled(two).refund_answers] == ["done"]
    assert points(books) == 0, "10 are taken back, and 20 are forgiven"
    assert books.verify().ok


def test_an_account_that_a_sale_names_twice_is_taken_back_from_once(
    books: Books, pair: tuple[Till, Till]
) -> None:
    one, two = pair
    forgiving = msgspec.structs.replace(from_wire(PROGRAMME), version=2, owing="forgive")
    books.put_programme(to_wire(forgiving), NOW_US)
    for account, member in ((ANNA, "anna"), (BEN, "ben")):
        one.record("enrol", data={"member": member, "account": account})
    sale, slip = sell(one)
    lot = lots.name(sale, lots.NEVER)
    sold = event.decode(one.chain[-1])
    friend = {**sold.data["given"][0], "account": BEN}
    sold = msgspec.structs.replace(
        sold,
        programme=2,
        postings=(*sold.postings, give(BEN, 30, lot)),
        data={**sold.data, "given": [*sold.data["given"], friend]},
    )
    one.chain[-1] = event.encode(sold)
    one.push()
    books.commands().merge("r1", "anna", "ben", NOW_US)
    one.pull()
    one.spend(ANNA, lot, 30)
    one.spend(BEN, lot, 10)
    one.push()
    assert points(books) == 20
    own = one.own()
    books.rejoin(one.device, RejoinRequest(epoch=1, last_seq=own.seq, last_hash=own.hash), NOW_US)
    wish(two, one, sale, slip)
    two.push()
    assert [row.state for row in pulled(two).refund_answers] == ["done"]
    assert points(books) == 0, "20 are taken back, and 40 are forgiven"
    assert books.verify().ok


def test_the_tail_of_a_fork_brings_what_was_waited_for(
    books: Books, pair: tuple[Till, Till]
) -> None:
    one, two = pair
    sale, slip = sell(one)
    wish(two, one, sale, slip)
    two.push()
    one.epoch = books.rejoin(
        one.device, RejoinRequest(epoch=1, last_seq=0, last_hash=""), NOW_US
    ).epoch
    assert not pulled(two).refund_answers
    one.push(msgspec.structs.replace(one.batch(), tail=True))
    assert [row.state for row in pulled(two).refund_answers] == ["done"]
    assert points(books) == 0
    assert books.verify().ok


def test_nobody_takes_back_another_tills_sale_without_its_slip(
    books: Books, pair: tuple[Till, Till]
) -> None:
    one, two = pair
    sale, _ = sell(one)
    one.push()
    before = points(books)
    two.earn(ANNA, 1)
    two.push()
    own = two.own()
    two.epoch = books.rejoin(
        two.device, RejoinRequest(epoch=1, last_seq=own.seq, last_hash=own.hash), NOW_US
    ).epoch
    two.chain.clear()
    two.acked = 0
    # It names an epoch of its own that has ended, where the server decides.
    two.record("refund_wanted", data={"sale": sale, "device": two.device, "epoch": 1, "slip": ""})
    two.push()
    assert points(books) == before + 1
    assert all(row.state != "done" for row in pulled(two).refund_answers)
    assert books.verify().ok


def test_a_refund_that_was_wished_for_elsewhere_grants_nothing_here(
    books: Books, pair: tuple[Till, Till]
) -> None:
    one, two = pair
    sale, slip = sell(one)
    one.push()
    two.earn(ANNA, 500)
    asked = wish(two, one, sale, slip)
    two.push()
    one.pull()
    one.grants.clear()
    take_back(one, sale, said=asked)
    one.push()
    page = pulled(one)
    assert (page.grants, page.homes) == ([], []), "the member is at the other till"
    assert points(books) == 500
    assert books.verify().ok

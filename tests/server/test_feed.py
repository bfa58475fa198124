"""The feed tells each till everything once, in an order that no writer can overtake."""

import threading
from pathlib import Path

import pytest
from msgspec.structs import replace

from loyalty.errors import Refusal
from loyalty.event import decode
from server.books import Books
from server.feed import PAGE
from server.standings import OwnHead
from storage.server import changes, events
from sync.exchange import Pull
from sync.wire import LookupRequest, PersonRow, RejoinRequest
from tests.server.shop import ANNA, BEN, NOW_US, PROGRAMME, Till, open_books


def test_a_new_till_hears_everything_in_pages(books: Books, till: Till) -> None:
    names = [f"{number:032x}" for number in range(PAGE + 20)]
    for name in names:
        till.earn(name, 5)
    till.push(till.batch(last=PAGE))
    till.push()
    other = Till(books, "other")
    first, second = other.pull(), other.pull()
    assert (first.more, second.more) == (True, False)
    told = [row.account for page in (first, second) for row in page.standings]
    assert sorted(told) == names
    assert [bytes(raw) for raw in first.programmes] == [PROGRAMME]
    assert not other.pull().standings


def test_a_page_says_which_own_events_it_includes(books: Books, till: Till) -> None:
    other = Till(books, "other")
    till.earn(ANNA, 10)
    till.push()
    other.earn(ANNA, 5)
    page = other.pull()
    assert (page.own.epoch, page.own.seq) == (1, 0)
    assert page.standings[0].balance == {"points": 10}
    other.push()
    page = other.pull()
    assert page.own.seq == page.standings[0].own.seq == 1
    assert page.own_hash == other.hash_at(1).hex()
    assert page.standings[0].balance == {"points": 15}


def test_a_cursor_of_another_feed_is_sent_back(till: Till) -> None:
    for cursor in ("bm90IG91cnMgMQ", "@@@", "x" * 500, "\u00e9"):
        till.cursor = cursor
        with pytest.raises(Refusal) as caught:
            till.pull()
        assert caught.value.code == "refeed"


def test_a_till_behind_its_chain_has_to_rejoin(till: Till) -> None:
    till.earn(ANNA, 10)
    till.earn(ANNA, 20)
    till.push()
    till.chain.pop()
    for ask in (till.pull, lambda: till.ask(ANNA, 1)):
        with pytest.raises(Refusal) as caught:
            ask()
        assert caught.value.code == "rejoin"


def test_a_till_beside_its_chain_has_to_rejoin(till: Till) -> None:
    till.earn(ANNA, 10)
    till.push()
    till.chain.pop()
    till.earn(ANNA, 11)
    with pytest.raises(Refusal) as caught:
        till.pull()
    assert caught.value.code == "rejoin"


def test_a_till_that_rejoined_elsewhere_gets_nothing_in_its_old_epoch(
    books: Books, till: Till
) -> None:
    till.earn(ANNA, 100)
    till.push()
    own = till.own()
    fresh = books.rejoin(
        till.device, RejoinRequest(epoch=1, last_seq=1, last_hash=own.hash), NOW_US
    )
    again = books.rejoin(
        till.device, RejoinRequest(epoch=1, last_seq=1, last_hash=own.hash), NOW_US
    )
    assert (fresh.epoch, again.epoch) == (2, 3)
    with pytest.raises(Refusal) as caught:
        till.ask(ANNA, 5)
    assert caught.value.code == "rejoin"
    asked = LookupRequest(kind="account", key=ANNA)
    with pytest.raises(Refusal) as caught:
        books.lookup(till.device, 1, asked, NOW_US)
    assert caught.value.code == "rejoin"
    till.epoch, till.chain, till.acked = 3, [], 0
    page = till.pull()
    assert (page.own.epoch, page.own.seq) == (1, 1)
    assert page.standings[0].balance == {"points": 100}
    assert till.ask(ANNA, 5).grant is not None


def test_a_lookup_finds_by_card_phone_member_and_account(books: Books, till: Till) -> None:
    data = {"member": "m1", "account": ANNA, "number": "9000012345678908"}
    till.record("enrol", data=data)
    till.earn(ANNA, 12)
    row = PersonRow(person_id="m1", version=1, fields={"name": "A"}, blind={"phone": "f0"})
    till.push(people=[row])
    for kind, key in (
        ("card", "9000012345678908"),
        ("phone", "f0"),
        ("member", "m1"),
        ("account", ANNA),
    ):
        found = books.lookup(till.device, 1, LookupRequest(kind=kind, key=key), NOW_US)
        assert found.member is not None
        assert found.standing is not None
        assert found.person is not None
        assert (found.member.member_id, found.standing.balance) == ("m1", {"points": 12})
        assert found.person.fields == {"name": "A"}
    nobody = books.lookup(till.device, 1, LookupRequest(kind="card", key="9"), NOW_US)
    assert (nobody.member, nobody.standing, nobody.person) == (None, None, None)
    with pytest.raises(Refusal) as caught:
        books.lookup(till.device, 1, LookupRequest(kind="shoe", key="44"), NOW_US)
    assert caught.value.code == "body_broken"


def test_a_new_programme_reaches_every_till_once(books: Books, till: Till) -> None:
    till.pull()
    second = PROGRAMME.replace(b'"version":1', b'"version":2')
    books.put_programme(second, NOW_US)
    assert [bytes(raw) for raw in till.pull().programmes] == [second]
    assert not till.pull().programmes
    with pytest.raises(Refusal) as caught:
        books.put_programme(second, NOW_US)
    assert caught.value.code == "programme_exists"


def test_two_connections_that_write_at_once_leave_no_gap(shop_dir: Path) -> None:
    one = open_books(shop_dir)
    two = open_books(shop_dir, later="two")
    tills = [Till(one, "one"), Till(one, "two")]
    tills[1].books = two
    reader = Till(one, "reader")
    seen: list[int] = []
    done = threading.Event()

    def write(till: Till, account: str) -> None:
        for _ in range(15):
            till.earn(account, 1)
            till.push()

    def read() -> None:
        while not done.is_set():
            seen.extend(row.position for row in reader.pull().standings)
        seen.extend(row.position for row in reader.pull().standings)

    writers = [
        threading.Thread(target=write, args=(till, account))
        for till, account in zip(tills, (ANNA, BEN), strict=True)
    ]
    reading = threading.Thread(target=read)
    for thread in (*writers, reading):
        thread.start()
    for thread in writers:
        thread.join()
    done.set()
    reading.join()
    assert seen == sorted(set(seen))
    with one._database.read() as connection:
        positions = [kept.position for kept in events.in_order(connection, "shop")]
        newest = changes.last(connection, "shop")
    assert positions == sorted(set(positions))
    assert seen[-1] <= newest
    final = Till(one, "final").pull().standings
    assert {row.account: row.balance for row in final} == {
        ANNA: {"points": 15},
        BEN: {"points": 15},
    }
    assert {row.position for row in final} <= set(seen)
    assert one.verify().ok
    one.close()
    two.close()


def test_a_head_that_names_no_epoch_of_ours_has_to_rejoin(books: Books, till: Till) -> None:
    own = OwnHead(epoch=9, seq=0, hash="")
    asked = Pull(cursor="", epoch=own.epoch, seq=own.seq, head=own.hash)
    with pytest.raises(Refusal) as caught:
        books.pull(till.device, asked, NOW_US)
    assert caught.value.code == "rejoin"


def test_lines_of_other_tills_come_to_who_asks_for_them(books: Books, till: Till) -> None:
    """The newest first, whole; not one's own, not what moves between tills, not too many."""
    other = Till(books, "other")
    till.earn(ANNA, 10)
    till.push()
    made = [other.earn(ANNA, 5), other.earn(ANNA, 7)]
    other.earn(BEN, 9)
    other.push()
    till.ask(ANNA, 3)
    asked = LookupRequest(kind="account", key=ANNA, lines=10, among=1_000)
    told = books.lookup(till.device, 1, asked, NOW_US).lines
    assert told is not None
    assert [one.device for one in told] == [other.device] * 2
    ids = [decode(bytes(one.event)).id for one in told]
    assert ids == [lot.partition("~")[0] for lot in made[::-1]]
    assert books.lookup(till.device, 1, replace(asked, lines=1), NOW_US).lines == told[:1]
    assert books.lookup(till.device, 1, replace(asked, among=0), NOW_US).lines == []
    assert books.lookup(till.device, 1, replace(asked, lines=0), NOW_US).lines is None

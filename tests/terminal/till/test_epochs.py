"""A till that was put back, copied, or whose server forgot: what the simulator found there."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

from loyalty import accounts, event, lots
from loyalty.accounts import POINTS
from loyalty.event import Event, Posting, encode
from storage.records import PHONE, VISIT_PIN, Credential, Entry, Person, PersonOut, Pin
from sync.exchange import Push, Pushed, Reply, Request
from sync.wire import PushReply
from terminal.till import rows
from terminal.till.line import Line
from terminal.till.messages import SyncDue
from tests.contract.entries import ANNA, BERT
from tests.stories.counter import Counter, Shopfront
from tests.terminal.till.recording import sold
from tests.terminal.till.restoring import backup, put_back
from tests.terminal.till.test_copied_disks import Copy, copied


@pytest.fixture
def shop(data_dir: Path) -> Iterator[Shopfront]:
    front = Shopfront(data_dir / "shop")
    yield front
    front.close()


@pytest.fixture
def till(shop: Shopfront) -> Iterator[Counter]:
    made = Counter(shop, "Till 1")
    settle(made)
    yield made
    made.close()


def settle(*tills: Counter) -> None:
    for _ in range(3):
        for till in tills:
            till.do(SyncDue())


def shown(till: Counter, account: str = ANNA) -> int:
    said = till.directory.standing(account)
    assert said is not None
    return said.balance.get(POINTS, 0) + till.ledger.effect(account, said.own).get(POINTS, 0)


def joined(till: Counter) -> Person:
    head = till.ledger.head()
    made = Event(
        id="joined",
        seq=head.seq + 1,
        at="2026-11-20T10:15:00.123456Z",
        day="2026-11-20",
        clock="ok",
        type="note",
        actor="cashier:default",
        programme=1,
        postings=(),
        data={},
    )
    raw = encode(made)
    person = Person(person_id="m1", version=1, name="Anna Smit", phone="+31612345678")
    till.ledger.commit(
        Entry(
            event=made,
            raw=raw,
            hash=event.link(head.hash, raw),
            credentials=(
                Credential(kind=PHONE, key="blind", member_id="m1"),
                Credential(kind=VISIT_PIN, key="visit", member_id="m1"),
            ),
            person=PersonOut(person=person, blind={PHONE: "blind"}),
            pin=Pin(member_id="m1", version=1, verifier="v", pepper=1),
        )
    )
    return person


def disk_put_back(till: Counter, old: Path) -> None:
    folder = till.ledger.database.path.parent
    till.close()
    for path in folder.glob("*.db*"):
        path.unlink()
    for path in old.iterdir():
        shutil.copy(path, folder)
    till.open()
    till.ledger.require_rejoin()  # what the mark outside leads to (tests/storage/test_witness.py)


def test_a_disk_put_back_begins_one_epoch_also_when_nothing_is_sold(
    till: Counter, data_dir: Path
) -> None:
    """What the server has of the time between is not on the disk: that is no fork."""
    sold(till, ANNA, 10, "a")
    settle(till)
    old = copied(till, till.ledger.database.path.parent, data_dir / "old")
    sold(till, ANNA, 5, "b")
    settle(till)
    disk_put_back(till, old)
    settle(till)
    assert till.ledger.head().epoch == 2
    assert shown(till) == 15


def test_what_an_ended_epoch_earns_is_not_held(till: Counter) -> None:
    till.ledger.require_rejoin()
    head = till.ledger.head()
    given = Posting(
        debit=accounts.GIVEN, credit=accounts.held(ANNA), unit=POINTS, amount=4, lot=lots.name("x")
    )
    made = Event(
        id="x",
        seq=head.seq + 1,
        at="2026-11-20T10:15:00.123456Z",
        day="2026-11-20",
        clock="ok",
        type="sale",
        actor="cashier:default",
        programme=1,
        postings=(given,),
        data={},
    )
    raw = encode(made)
    till.ledger.commit(Entry(event=made, raw=raw, hash=event.link(head.hash, raw), account=ANNA))
    assert till.ledger.held(ANNA) == {}
    assert till.ledger.verify().first_difference is None
    settle(till)
    assert till.ledger.head().epoch == 2
    assert till.ledger.verify().first_difference is None


def test_an_answer_acknowledges_no_more_than_was_sent(till: Counter) -> None:
    """The server may keep more under this epoch: what a copy of this disk sent."""
    for name in ("a", "b", "c"):
        sold(till, ANNA, 1, name)
    batch = till.ledger.batch(1, 10**6)
    assert batch is not None
    head = till.ledger.head()
    asked = rows.push(batch, head.device, lambda _message: b"s" * 64)
    reply = PushReply(
        epoch=head.epoch,
        acked_seq=3,
        head=head.hash.hex(),
        outcomes=[],
        people={},
        feed_epoch=head.feed_epoch,
        server_time_us=0,
    )
    assert till.ledger.unsent() == 3
    till.till._line.absorb(Pushed(asked=Push(request=asked), reply=reply))
    assert till.ledger.unsent() == 2


def test_only_what_differs_goes_out_as_a_tail(
    shop: Shopfront, till: Counter, data_dir: Path
) -> None:
    sold(till, ANNA, 1, "shared")
    copy = Copy(shop, till, copied(till, till.ledger.database.path.parent, data_dir / "copy"))
    sold(till, ANNA, 2, "first")
    settle(till)
    sold(copy, ANNA, 4, "copy")
    settle(copy)
    head = copy.ledger.head()
    assert [one.seq for one in copy.ledger.events(head.epoch, 1, 9)] == [1]
    assert shown(copy) == 7
    copy.close()


def test_a_tail_that_another_copy_carried_is_not_shown_twice(
    shop: Shopfront, till: Counter, data_dir: Path
) -> None:
    """Two copies of one forked disk: the figures include what the first has sent as its own."""
    copy = Copy(shop, till, copied(till, till.ledger.database.path.parent, data_dir / "copy"))
    sold(till, ANNA, 2, "first")
    settle(till)
    sold(copy, ANNA, 4, "copy")
    copy.ledger.require_rejoin(forked=True)
    again = Copy(shop, copy, copied(copy, copy.ledger.database.path.parent, data_dir / "again"))
    settle(copy)
    assert shown(copy) == 6
    joined(again)  # with people to send it pulls first
    shows = []
    real = Line.absorb

    def absorb(line: Line, reply: Reply) -> tuple[Request, ...]:
        asks = real(line, reply)
        shows.append(shown(again) if again.directory.standing(ANNA) else None)
        return asks

    with mock.patch.object(Line, "absorb", absorb):
        settle(again)
    assert 6 in shows
    assert set(shows) <= {None, 4, 6}
    copy.close()
    again.close()


def test_people_and_pins_come_again_to_a_server_that_forgot_them(
    shop: Shopfront, till: Counter, data_dir: Path
) -> None:
    backed_up = backup(shop, data_dir / "backup")
    sold(till, ANNA, 1, "a")
    person = joined(till)
    settle(till)
    assert till.ledger.batch(10, 10**6) is None
    put_back(shop, backed_up)
    till.ledger.resend(1, 0)
    batch = till.ledger.batch(10, 10**6)
    assert batch is not None
    assert batch.people == (PersonOut(person=person, blind={PHONE: "blind"}),)
    assert [pin.member_id for pin in batch.pins] == ["m1"]
    assert batch.visit_pins == (("m1", "visit"),)


def test_a_restored_server_hears_of_epochs_that_it_does_not_know(
    shop: Shopfront, till: Counter, data_dir: Path
) -> None:
    """Events of such an epoch are booked, and the till is told to claim what was before."""
    backed_up = backup(shop, data_dir / "backup")
    sold(till, ANNA, 1, "a")
    settle(till)
    till.ledger.require_rejoin()
    settle(till)
    sold(till, BERT, 2, "b")
    assert till.ledger.head().epoch == 2
    put_back(shop, backed_up)
    settle(till)
    assert till.ledger.head().epoch == 3
    assert not shop.books.restored().status().active
    assert (shown(till), shown(till, BERT)) == (1, 2)
    balances = shop.books.balances()
    assert (balances[ANNA, POINTS], balances[BERT, POINTS]) == (1, 2)

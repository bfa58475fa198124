"""PINs between two tills and their server: heard by both, settled when they chose at once."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from loyalty import event
from loyalty.event import Event, encode
from storage.records import CARD, VISIT_PIN, VISIT_PIN_TAKEN, Credential, Entry, Member, Pin
from sync.exchange import Failed, Push, Pushed, Reply, Request
from terminal.till.messages import SyncDue
from tests.contract.entries import ANNA, BERT
from tests.stories.counter import Counter, Shopfront

DAY = "2026-11-20"
ONE = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA"
TWO = ONE.replace("c2Fsd", "c2FsT")


@pytest.fixture
def shop(data_dir: Path) -> Iterator[Shopfront]:
    front = Shopfront(data_dir / "shop")
    yield front
    front.close()


@pytest.fixture
def tills(shop: Shopfront) -> Iterator[tuple[Counter, Counter]]:
    both = Counter(shop, "Till 1"), Counter(shop, "Till 2")
    for till in both:
        sync(till)
    yield both
    for till in both:
        till.close()


def sync(*tills: Counter) -> None:
    """Let tills push and pull until nothing is left to say."""
    for till in tills:
        till.do(SyncDue())


def record(till: Counter, n: int, kind: str = "pin_chosen", **more: Any) -> None:
    """Commit an event with which something about PINs becomes true."""
    head = till.ledger.head()
    data = more.pop("data", {})
    made = Event(
        id=f"0190a1b2-0000-7000-8000-{n:012d}",
        seq=head.seq + 1,
        at="2026-11-20T10:15:00.123456Z",
        day=DAY,
        clock="ok",
        type=kind,
        actor="cashier:default",
        programme=1,
        postings=(),
        data=data,
    )
    raw = encode(made)
    till.ledger.commit(Entry(event=made, raw=raw, hash=event.link(head.hash, raw), **more))


def enrol(till: Counter, n: int, member_id: str, account: str) -> None:
    member = Member(member_id=member_id, account=account, number=f"90000000000000{n:02d}")
    shown = Credential(kind=CARD, key=member.number, member_id=member_id)
    data = {"member": member_id, "account": account, "number": member.number}
    record(till, n, "enrol", data=data, member=member, credentials=(shown,))


def pin(version: int, verifier: str = ONE, member_id: str = "m1") -> Pin:
    return Pin(member_id=member_id, version=version, verifier=verifier)


def visit(key: str, member_id: str = "m1", kind: str = VISIT_PIN) -> Credential:
    return Credential(kind=kind, key=key, member_id=member_id)


def test_a_pin_and_a_visit_pin_reach_the_other_till(tills: tuple[Counter, Counter]) -> None:
    here, there = tills
    enrol(here, 1, "m1", ANNA)
    record(here, 2, pin=pin(1), credentials=(visit("f00d"),))
    sync(here, there)
    assert here.ledger.batch(10, 10_000) is None
    assert there.directory.pin("m1") == pin(1)
    found = there.directory.member_by(VISIT_PIN, "f00d")
    assert found is not None
    assert found.member_id == "m1"
    record(there, 3, pin=pin(2, ""), credentials=(visit("beef", "m1"),))
    sync(there, here)
    assert here.ledger.pin("m1") is None
    assert here.directory.pin("m1") == pin(2, "")
    assert here.ledger.member_by(VISIT_PIN, "f00d") is None
    assert here.directory.member_by(VISIT_PIN, "f00d") is None
    assert here.directory.member_by(VISIT_PIN, "beef") is not None


def test_of_two_chosen_apart_the_first_at_the_server_counts_everywhere(
    tills: tuple[Counter, Counter],
) -> None:
    here, there = tills
    enrol(here, 1, "m1", ANNA)
    sync(here, there)
    record(here, 2, pin=pin(1, ONE))
    record(there, 3, pin=pin(1, TWO))
    sync(here, there)
    assert there.ledger.pin("m1") is None
    for till in tills:
        assert till.directory.pin("m1") == pin(1, ONE)
        assert till.ledger.verify().ok


def test_two_members_with_one_visit_pin_are_told_apart(tills: tuple[Counter, Counter]) -> None:
    here, there = tills
    enrol(here, 1, "m1", ANNA)
    enrol(there, 2, "m2", BERT)
    record(here, 3, credentials=(visit("f00d"),))
    record(there, 4, credentials=(visit("f00d", "m2"),))
    own = there.ledger.member_by(VISIT_PIN, "f00d")
    assert own is not None
    assert own.member_id == "m2"
    sync(here, there, here)
    assert there.ledger.member_by(VISIT_PIN, "f00d") is None
    for till in tills:
        found = till.directory.member_by(VISIT_PIN, "f00d")
        assert found is not None
        assert found.member_id == "m1"
        assert visit("m2", "m2", VISIT_PIN_TAKEN) in till.directory.credentials_of("m2")
    record(there, 5, credentials=(visit("beef", "m2"),))
    sync(there, here)
    chosen = here.directory.member_by(VISIT_PIN, "beef")
    assert chosen is not None
    assert chosen.member_id == "m2"
    assert visit("m2", "m2", VISIT_PIN_TAKEN) not in here.directory.credentials_of("m2")


def test_an_erased_member_leaves_no_pin_on_any_till(
    shop: Shopfront, tills: tuple[Counter, Counter]
) -> None:
    here, there = tills
    enrol(here, 1, "m1", ANNA)
    record(here, 2, pin=pin(1), credentials=(visit("f00d"),))
    sync(here, there)
    record(there, 3, pin=pin(2), credentials=(visit("beef"),))
    shop.books.commands().erase_person("m1", shop.clock.us)
    sync(here, there, here)
    for till in tills:
        for store in (till.ledger, till.directory):
            assert store.pin("m1") is None
            assert store.member_by(VISIT_PIN, "f00d") is None
            assert store.member_by(VISIT_PIN, "beef") is None
        assert till.ledger.batch(10, 10_000) is None


class OldServer(Shopfront):
    """A server from before there were PINs."""

    pushes = 0

    def answer(self, device: str, request: Request) -> Reply:
        """Answer without a word of PINs, as one that ignores what it does not know."""
        if isinstance(request, Push):
            self.pushes += 1
            bare = msgspec.structs.replace(request.request, pins=[], visit_pins=[])
            reply = super().answer(device, Push(request=bare))
            if isinstance(reply, Failed):
                return reply
            assert isinstance(reply, Pushed)
            quiet = msgspec.structs.replace(reply.reply, pins=None, visit_pins=None)
            return Pushed(asked=request, reply=quiet)
        return super().answer(device, request)


def test_an_old_server_is_not_asked_for_ever_and_a_newer_one_hears_of_it(data_dir: Path) -> None:
    front = OldServer(data_dir / "shop")
    till = Counter(front)
    sync(till)
    enrol(till, 1, "m1", ANNA)
    record(till, 2, pin=pin(1), credentials=(visit("f00d"),))
    front.pushes = 0
    sync(till)
    assert front.pushes <= 2
    batch = till.ledger.batch(10, 10_000)
    assert batch is not None
    assert (batch.pins, batch.visit_pins) == ((pin(1),), (("m1", "f00d"),))
    front.__class__ = Shopfront  # type: ignore[assignment] # the owner installs today's server
    record(till, 3, kind="noted")
    sync(till)
    assert till.ledger.batch(10, 10_000) is None
    till.close()
    front.close()


def test_a_server_reset_reaches_a_till_that_chose_meanwhile(
    shop: Shopfront, tills: tuple[Counter, Counter]
) -> None:
    here, there = tills
    enrol(here, 1, "m1", ANNA)
    record(here, 2, pin=pin(1))
    sync(here, there)
    shop.books.reset_pin("9000000000000001", shop.clock.us)
    sync(here)
    assert here.ledger.pin("m1") is None
    assert here.directory.pin("m1") == pin(2, "")
    record(there, 3, pin=replace(pin(2), verifier=TWO))
    sync(there)
    assert there.directory.pin("m1") == pin(2, "")
    assert there.ledger.pin("m1") is None

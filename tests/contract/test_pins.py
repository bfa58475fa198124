"""PINs in both stores: the newest version, one visit PIN a member, on their way, and erased."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from storage.directory import SqlDirectory
from storage.ledger import SqlLedger
from storage.ports import Directory, Ledger
from storage.records import VISIT_PIN, VISIT_PIN_TAKEN, Credential, Member, Page, Pin, Position
from tests.contract import entries
from tests.contract.entries import ANNA, BERT, DEVICE, FEED
from tests.contract.memory import MemoryDirectory, MemoryLedger

MEMBER = Member(member_id="m-anna", account=ANNA, joined_day=entries.DAY)
OTHER = Member(member_id="m-bert", account=BERT, joined_day=entries.DAY)


def pin(version: int, verifier: str = "", member_id: str = "m-anna") -> Pin:
    """Give a PIN in some version; storage does not look at the verifier."""
    return Pin(member_id=member_id, version=version, verifier=verifier or f"$v{version}")


def visit(key: str, member_id: str = "m-anna", kind: str = VISIT_PIN) -> Credential:
    """Give a visit PIN."""
    return Credential(kind=kind, key=key, member_id=member_id)


def chosen(ledger: Ledger, n: int, *visits: Credential, **more: Any) -> None:
    """Commit an event with which something about PINs becomes true."""
    ledger.commit(entries.sale(ledger, n, credentials=visits, **more))


def waiting(ledger: Ledger) -> tuple[tuple[Pin, ...], tuple[tuple[str, str], ...]]:
    """Give the PINs that the next push takes along."""
    batch = ledger.batch(10, 1_000_000)
    return (batch.pins, batch.visit_pins) if batch else ((), ())


def test_no_verifier_is_ever_shown() -> None:
    assert "secret" not in repr(pin(1, "secret"))


class LedgerPinsContract:
    """PINs that are chosen at a till."""

    def test_the_newest_version_stays_and_travels_beside_the_events(self, ledger: Ledger) -> None:
        assert ledger.pin("m-anna") is None
        chosen(ledger, 1, pin=pin(2))
        chosen(ledger, 2, pin=pin(1))
        assert ledger.pin("m-anna") == pin(2)
        assert waiting(ledger) == ((pin(2),), ())
        ledger.acknowledge(1, 2)
        alone = ledger.batch(10, 1_000_000)
        assert alone is not None
        assert (alone.events, alone.from_seq, alone.previous) == ((), 3, ledger.head().hash)
        ledger.pins_acknowledge({"m-anna": 1, "nobody": 3}, {})
        assert waiting(ledger) == ((pin(2),), ())
        ledger.pins_acknowledge({"m-anna": 2}, {})
        assert ledger.batch(10, 1_000_000) is None
        assert ledger.pin("m-anna") == pin(2)
        assert ledger.verify().ok

    def test_nothing_is_kept_of_an_entry_that_fails(self, ledger: Ledger) -> None:
        good = entries.sale(ledger, 1, pin=pin(1), credentials=(visit("k"),))
        chosen(ledger, 2)
        with pytest.raises(Exception, match="does not follow"):
            ledger.commit(good)
        assert ledger.pin("m-anna") is None
        assert waiting(ledger) == ((), ())

    def test_a_member_has_one_visit_pin(self, ledger: Ledger) -> None:
        chosen(ledger, 1, visit("first"), member=MEMBER)
        assert ledger.member_by(VISIT_PIN, "first") == MEMBER
        ledger.acknowledge(1, 1)
        assert waiting(ledger) == ((), (("m-anna", "first"),))
        chosen(ledger, 2, visit("second"))
        assert ledger.member_by(VISIT_PIN, "first") is None
        assert ledger.member_by(VISIT_PIN, "second") == MEMBER
        ledger.pins_acknowledge({}, {"m-anna": "first", "nobody": "x"})
        assert waiting(ledger) == ((), (("m-anna", "second"),))
        ledger.pins_acknowledge({}, {"m-anna": "second"})
        assert waiting(ledger) == ((), ())
        chosen(ledger, 3, visit(""))
        assert ledger.member_by(VISIT_PIN, "second") is None
        assert waiting(ledger) == ((), (("m-anna", ""),))

    @pytest.mark.parametrize("told", [pin(3), pin(2, "$another")])
    def test_the_server_knows_better(self, ledger: Ledger, told: Pin) -> None:
        chosen(ledger, 1, pin=pin(2))
        ledger.pins_settle((told,), ())
        assert ledger.pin("m-anna") is None
        assert waiting(ledger) == ((), ())

    @pytest.mark.parametrize("told", [pin(1), pin(2)])
    def test_what_the_server_has_not_heard_of_stays(self, ledger: Ledger, told: Pin) -> None:
        chosen(ledger, 1, pin=pin(2))
        ledger.pins_settle((told, pin(9, member_id="m-bert")), ())
        assert ledger.pin("m-anna") == pin(2)
        assert waiting(ledger) == ((pin(2),), ())

    def test_a_visit_pin_that_was_taken_goes_once_it_is_sent(self, ledger: Ledger) -> None:
        chosen(ledger, 1, visit("key"), member=MEMBER)
        taken = visit("m-anna", kind=VISIT_PIN_TAKEN)
        ledger.pins_settle((), (taken,))
        assert ledger.member_by(VISIT_PIN, "key") == MEMBER
        ledger.pins_acknowledge({}, {"m-anna": "key"})
        ledger.pins_settle((), (visit("key"),))
        assert ledger.member_by(VISIT_PIN, "key") == MEMBER
        ledger.pins_settle((), (taken, visit("other", "m-bert")))
        assert ledger.member_by(VISIT_PIN, "key") is None

    def test_nothing_is_left_of_the_erased(self, ledger: Ledger) -> None:
        chosen(ledger, 1, visit("key"), member=MEMBER, pin=pin(1))
        ledger.erase(("m-anna", "nobody"))
        ledger.acknowledge(1, 1)
        assert ledger.pin("m-anna") is None
        assert ledger.member_by(VISIT_PIN, "key") is None
        assert ledger.batch(10, 1_000_000) is None
        chosen(ledger, 2, visit("again"), pin=pin(5))
        ledger.acknowledge(1, 2)
        assert ledger.pin("m-anna") is None
        assert ledger.member_by(VISIT_PIN, "again") is None
        assert ledger.batch(10, 1_000_000) is None
        assert ledger.verify().ok


def page(cursor: str, feed_epoch: str = FEED, **more: Any) -> Page:
    """Give a page of the feed."""
    return Page(cursor=cursor, feed_epoch=feed_epoch, own=Position(epoch=1, seq=0), **more)


class DirectoryPinsContract:
    """PINs as the server tells them."""

    def test_an_older_version_never_comes_back(self, directory: Directory) -> None:
        assert directory.pin("m-anna") is None
        directory.apply(page("c1", pins=(pin(2),)))
        directory.apply(page("c2", pins=(pin(1),)))
        assert directory.pin("m-anna") == pin(2)
        directory.apply(page("c3", pins=(pin(3),)))
        assert directory.pin("m-anna") == pin(3)

    def test_a_visit_pin_is_replaced_taken_and_dropped(self, directory: Directory) -> None:
        both = (MEMBER, OTHER)
        directory.apply(page("c1", members=both, visit_pins=(visit("k1"), visit("k2", "m-bert"))))
        assert directory.member_by(VISIT_PIN, "k1") == MEMBER
        assert directory.member_by(VISIT_PIN, "k2") == OTHER
        taken = tuple(visit(member.member_id, member.member_id, VISIT_PIN_TAKEN) for member in both)
        directory.apply(page("c2", visit_pins=taken))
        assert directory.member_by(VISIT_PIN, "k1") is None
        assert directory.credentials_of("m-anna") == (taken[0],)
        assert directory.credentials_of("m-bert") == (taken[1],)
        # The key of somebody who chose another in the same page is free for the next.
        directory.apply(page("c3", visit_pins=(visit("k1", "m-bert"), visit("k3"))))
        assert directory.credentials_of("m-anna") == (visit("k3"),)
        assert directory.member_by(VISIT_PIN, "k1") == OTHER
        directory.apply(page("c4", visit_pins=(visit("k3", "m-bert"), visit("k1"))))
        assert directory.member_by(VISIT_PIN, "k3") == OTHER
        assert directory.member_by(VISIT_PIN, "k1") == MEMBER
        directory.apply(page("c5", visit_pins=(visit(""),)))
        assert directory.credentials_of("m-anna") == ()

    def test_nothing_is_left_of_the_erased(self, directory: Directory) -> None:
        rows: dict[str, Any] = {"pins": (pin(1),), "visit_pins": (visit("k1"),)}
        directory.apply(page("c1", members=(MEMBER,), **rows))
        directory.apply(page("c2", erased=("m-anna",)))
        assert directory.pin("m-anna") is None
        assert directory.member_by(VISIT_PIN, "k1") is None
        directory.apply(page("c3", **rows))
        directory.forget()
        directory.apply(page("d1", "other", members=(MEMBER,), **rows))
        assert directory.pin("m-anna") is None
        assert directory.member_by(VISIT_PIN, "k1") is None

    def test_another_feed_begins_without_pins(self, directory: Directory) -> None:
        rows: dict[str, Any] = {"pins": (pin(7),), "visit_pins": (visit("k1"),)}
        directory.apply(page("c1", members=(MEMBER,), **rows))
        directory.forget()
        assert directory.pin("m-anna") is None
        directory.apply(page("d1", "other", members=(MEMBER,), pins=(pin(2),)))
        assert directory.pin("m-anna") == pin(2)
        assert directory.member_by(VISIT_PIN, "k1") is None


class TestMemoryLedgerPins(LedgerPinsContract):
    @pytest.fixture
    def ledger(self) -> Ledger:
        opened = MemoryLedger()
        opened.begin_epoch(DEVICE, 1, FEED)
        return opened


class TestSqlLedgerPins(LedgerPinsContract):
    @pytest.fixture
    def ledger(self, data_dir: Path) -> Iterator[Ledger]:
        opened = SqlLedger(data_dir / "ledger.db", entries.KEY)
        opened.begin_epoch(DEVICE, 1, FEED)
        yield opened
        opened.close()


class TestMemoryDirectoryPins(DirectoryPinsContract):
    @pytest.fixture
    def directory(self) -> Directory:
        return MemoryDirectory()


class TestSqlDirectoryPins(DirectoryPinsContract):
    @pytest.fixture
    def directory(self, data_dir: Path) -> Iterator[Directory]:
        opened = SqlDirectory(data_dir / "directory.db", entries.KEY)
        yield opened
        opened.close()

"""A second place for the copies: made by themselves, gone and back, and enough to go on from."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from loyalty import days
from loyalty.errors import Outage
from storage import backup, keys, shelf
from storage.directory import SqlDirectory
from storage.folder import SHOP, Folder
from storage.keys import FileKeyStore
from storage.ledger import SqlLedger
from storage.records import PHONE
from storage.restoring import Restored, restore
from terminal.till import card_stock, enrol, second_place
from terminal.till.copy_worker import CopyWorker
from terminal.till.effects import Copying
from terminal.till.messages import CopyMade, Key, Message, SyncDue, Text, Tick
from terminal.till.screens import Idle, Menu
from terminal.till.second_state import Second
from tests.contract.entries import ANNA, BERT
from tests.stories.counter import KEY, Counter, Shopfront
from tests.terminal.till.recording import sold

DAY_S = 24 * 60 * 60
SHEET = bytes(range(32, 64))


class Till:
    """A counter whose worker answers at once, from real files."""

    def __init__(self, root: Path) -> None:
        self.place = root / "STICK"
        self.place.mkdir(parents=True)
        self.shop = Shopfront(root / "shop")
        self.counter = Counter(self.shop, "till")
        self.folder = Folder(root=root / "shop", kind=SHOP)
        self.folder.server.mkdir(exist_ok=True)
        self.store = FileKeyStore(self.folder.keys)
        self.store.put(keys.DATABASE, KEY)
        self.store.put(keys.RECOVERY, SHEET)
        self.counter.copier = self.answer
        self.disk = ""
        self.copied = 0
        self.worker = self.new_worker()

    def new_worker(self) -> CopyWorker:
        """Start the worker again, as a restart of the counter does."""
        return CopyWorker(
            lambda _: None,
            here=self.folder.root / "backups",
            make=self.make,
            recovery_key=SHEET,
            randomness=random.Random(3).randbytes,
        )

    def answer(self, order: Copying) -> tuple[Message, ...]:
        """Let the worker do it now."""
        return (self.worker.answer(order),)

    def make(self, folder: Path) -> int:
        """Copy as the command does; its own process is tested where commands are."""
        if self.disk:
            raise Outage(self.disk, "the disk says no")
        self.copied += 1
        now_us = self.shop.clock.us
        stamp = days.stamp(now_us)[:19].replace(":", "")
        chance = random.Random(now_us).randbytes
        backup.backup(self.folder, self.store, folder, stamp=stamp, randomness=chance)
        shelf.prune(folder, shelf.KEPT)
        return now_us

    def wait(self, seconds: int) -> None:
        """Let time pass, with a tick behind it."""
        self.shop.clock.wait(seconds)
        for _ in range(3):
            self.counter.do(Tick())

    def choose(self) -> None:
        """Say where copies go."""
        self.counter.ledger.put(second_place.SETTING, str(self.place))
        self.counter.desk.second = Second(place=str(self.place), begins=True)
        self.wait(1)

    def unplug(self) -> None:
        """Pull the stick out."""
        self.place.rename(self.place.with_name("pocket"))

    def plug_in(self) -> None:
        """Put it back in."""
        self.place.with_name("pocket").rename(self.place)

    def idle(self) -> Idle:
        """Give the screen at rest."""
        assert self.counter.shown is not None
        assert isinstance(self.counter.shown.screen, Idle)
        return self.counter.shown.screen

    def put_back(self, to: Path) -> Restored:
        """Restore on another machine, from the stick and the words alone."""
        return restore(self.place, to, FileKeyStore(to / "till" / "keys"), SHEET)

    def close(self) -> None:
        """Close everything."""
        self.counter.close()
        self.shop.close()


@pytest.fixture
def till(data_dir: Path) -> Iterator[Till]:
    made = Till(data_dir)
    made.counter.do(SyncDue())
    yield made
    made.close()


def newcomer(till: Counter, phone: str) -> str:
    """Let somebody join with a phone number; give the id."""
    return enrol.make(till.desk, card_stock.fresh(till.desk), phone).member_id


def raw(ledger: SqlLedger) -> list[bytes]:
    return list(ledger.export())


def test_a_shop_is_asked_and_chooses_behind_f10(till: Till) -> None:
    till.wait(1)
    notice = till.idle().notice
    assert notice is not None
    assert "F10" in notice.sentence
    assert all("ackup" not in row.label for row in till.idle().today.rows)
    for message in (Key(name="F10"), Text(text="3")):
        till.counter.do(message)
    assert till.counter.shown is not None
    menu = till.counter.shown.screen
    assert isinstance(menu, Menu)
    assert menu.rows[-1].title == "This computer only"
    till.counter.do(Text(text=menu.rows[-1].key))
    till.wait(1)
    assert till.copied == 1
    assert till.idle().notice is None
    assert any(row.label.startswith("Backup today") for row in till.idle().today.rows)
    assert shelf.newest(till.worker.folder(second_place.HERE, till.counter.device)) is not None


def test_every_line_after_the_backup_comes_back(till: Till, data_dir: Path) -> None:
    till.choose()
    assert till.copied == 1
    for name in "abc":
        sold(till.counter, ANNA, 10, name)
        till.wait(1)
    till.counter.do(SyncDue())  # also what the server has, because it lies on the same disk
    sold(till.counter, BERT, 7, "d")
    till.wait(1)
    assert till.copied == 1
    done = till.put_back(data_dir / "again")
    assert (done.later.lines, done.later.without_place) == (4, 0)
    with closing(SqlLedger(done.folder.ledger, KEY)) as ledger:
        assert raw(ledger) == raw(till.counter.ledger)
        assert ledger.verify().ok
        assert ledger.needs_rejoin()
        assert ledger.held_in_all() == {}


def test_a_stick_that_was_out_gets_what_it_missed(till: Till, data_dir: Path) -> None:
    till.choose()
    till.unplug()
    sold(till.counter, ANNA, 10, "a")
    till.wait(11)
    notice = till.idle().notice
    assert notice is not None
    assert "STICK" in notice.word
    sold(till.counter, ANNA, 10, "b")
    till.wait(11)
    till.plug_in()
    till.wait(11)
    assert till.idle().notice is None
    assert till.put_back(data_dir / "again").later.lines == 2


def test_a_restart_writes_the_lines_anew_and_goes_on(till: Till, data_dir: Path) -> None:
    till.choose()
    sold(till.counter, ANNA, 10, "a")
    till.wait(1)
    till.counter.crash()
    till.worker = till.new_worker()
    till.wait(1)
    sold(till.counter, ANNA, 10, "b")
    till.wait(1)
    assert till.copied == 1
    assert till.put_back(data_dir / "again").later.lines == 2


def test_a_torn_end_costs_the_torn_line_only(till: Till, data_dir: Path) -> None:
    till.choose()
    for name in "ab":
        sold(till.counter, ANNA, 10, name)
        till.wait(1)
    kept = shelf.find(till.place).later
    whole = kept.read_bytes()
    for cut in (1, 40):
        kept.write_bytes(whole[:-cut])
        assert till.put_back(data_dir / f"cut {cut}").later.lines == 1
    kept.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert till.put_back(data_dir / "changed").later.lines == 1


def test_fourteen_days_stay_and_an_older_one_has_all_that_follows(
    till: Till, data_dir: Path
) -> None:
    till.choose()
    for day in range(16):
        sold(till.counter, ANNA, 1, f"day {day}")
        till.wait(DAY_S)
    folder = shelf.of_till(till.place, till.counter.device)
    kept = shelf.copies(folder)
    assert (till.copied, len(kept)) == (17, shelf.KEPT)
    assert len(list(folder.iterdir())) == 2 * shelf.KEPT
    sold(till.counter, ANNA, 1, "last")
    till.wait(1)
    # The newest copies turned out to be damaged.
    for copy in kept[-2:]:
        copy.path.write_bytes(copy.path.read_bytes()[:5000])
    done = till.put_back(data_dir / "again")
    assert done.copy == kept[-3]
    with closing(SqlLedger(done.folder.ledger, KEY)) as ledger:
        assert raw(ledger) == raw(till.counter.ledger)


def test_a_new_member_comes_back_with_name_and_phone(till: Till, data_dir: Path) -> None:
    till.choose()
    newcomer(till.counter, "+31612345678")
    till.wait(1)
    done = till.put_back(data_dir / "again")
    with closing(SqlLedger(done.folder.ledger, KEY)) as ledger:
        found = ledger.people_phoned("5678", 5)
        assert len(found) == 1
        waiting = ledger.batch(10, 100_000)
        assert waiting is not None
        assert [one.person.phone for one in waiting.people] == ["+31612345678"]
        assert waiting.people[0].blind == {PHONE: next(iter(waiting.people[0].blind.values()))}
    raw_file = done.copy.later.read_bytes()
    assert b"612345678" not in raw_file


def test_who_was_erased_after_the_backup_is_erased_again(till: Till, data_dir: Path) -> None:
    member_id = newcomer(till.counter, "+31612345678")
    till.counter.do(SyncDue())
    till.choose()
    till.shop.books.commands().erase("r", member_id, till.shop.clock.us)
    till.wait(60)
    till.counter.do(SyncDue())
    till.wait(1)
    assert till.counter.ledger.person(member_id) is None
    done = till.put_back(data_dir / "again")
    assert done.later.erased == (member_id,)
    with (
        closing(SqlLedger(done.folder.ledger, KEY)) as ledger,
        closing(SqlDirectory(done.folder.directory, KEY)) as directory,
    ):
        assert ledger.person(member_id) is None
        assert directory.person(member_id) is None
        assert ledger.people_phoned("5678", 5) == ()


def test_the_day_that_is_closed_goes_there_at_once(till: Till) -> None:
    till.choose()
    sold(till.counter, ANNA, 10, "a")
    till.wait(1)
    assert till.copied == 1
    for message in (Key(name="F10"), Text(text="z"), Key(name="Enter")):
        till.counter.do(message)
    assert till.copied == 2


@pytest.mark.parametrize("code", ["disk_full", "disk_read_only", "backup_failed"])
def test_a_copy_that_fails_is_said_and_tried_again(till: Till, code: str) -> None:
    till.disk = code
    till.choose()
    notice = till.idle().notice
    assert notice is not None
    assert notice.word != "There is no backup yet"
    till.disk = ""
    till.wait(second_place.AGAIN_MS // 1000)
    assert till.idle().notice is None
    assert till.copied == 1


def test_an_old_copy_and_a_stick_that_hangs_are_said(till: Till) -> None:
    till.choose()
    till.disk = "backup_failed"
    till.wait(3 * DAY_S)
    assert till.idle().notice is not None
    till.disk = ""
    till.wait(second_place.AGAIN_MS // 1000)
    assert till.idle().notice is None
    till.counter.copier = lambda _: ()
    till.wait(30)
    assert till.idle().notice is None
    till.wait(40)
    assert till.idle().notice is not None


def test_another_stick_of_that_name_is_not_the_place(till: Till) -> None:
    till.choose()
    till.unplug()
    till.place.mkdir()
    till.wait(11)
    assert till.idle().notice is not None
    assert list(till.place.iterdir()) == []


def test_what_the_worker_says_of_another_place_counts_no_more(till: Till) -> None:
    till.choose()
    before = till.counter.desk.second
    till.counter.do(CopyMade(place="elsewhere", problem="disk_full"))
    assert replace(till.counter.desk.second, asked_ms=None) == replace(before, asked_ms=None)

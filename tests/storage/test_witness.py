"""A ledger put back by hand is noticed, whatever moment it is from; one that went on is not."""

import random
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from storage import witness
from storage.ledger import SqlLedger
from storage.witness import Witness
from tests.contract import entries
from tests.contract.entries import KEY

FILES = ("ledger.db", "ledger.db-wal", "ledger.db-shm")


class Disk:
    """A till's folder, copies of its ledger, and the marks."""

    def __init__(self, root: Path) -> None:
        self.root = root / "till"
        self.root.mkdir(parents=True)
        self.marks = (self.root / "mark", root / "outside")
        self.machine = "here"

    def open(self, *, dies: bool = False) -> tuple[SqlLedger, bool]:
        """Open the ledger as a till does, and say whether it is where it was left.

        With `dies` the machine stops before anything that follows from the answer is written.
        """
        ledger = SqlLedger(self.root / "ledger.db", KEY)
        marks = Witness(self.marks, self.machine)
        vouched = marks.vouches(ledger)
        if not dies:
            marks.settle_in(ledger)
            ledger.watched_by(marks.note)
        return ledger, vouched

    def copy(self, to: str) -> Path:
        """Copy the ledger's files as they lie there, also while it is open."""
        there = self.root.parent / to
        there.mkdir()
        for name in FILES:
            if (self.root / name).exists():
                shutil.copy(self.root / name, there)
        return there

    def put_back(self, copied: Path) -> None:
        """Do what somebody does who only has a file manager."""
        for name in FILES:
            (self.root / name).unlink(missing_ok=True)
            if (copied / name).exists():
                shutil.copy(copied / name, self.root)


@pytest.fixture
def disk(data_dir: Path) -> Disk:
    made = Disk(data_dir)
    ledger, vouched = made.open()
    with closing(ledger):
        assert vouched
        ledger.begin_epoch(entries.DEVICE, 1, entries.FEED)
    return made


def sell(ledger: SqlLedger, first: int, count: int) -> None:
    for n in range(first, first + count):
        ledger.commit(entries.sale(ledger, n))


def test_a_ledger_that_went_on_is_vouched_for(disk: Disk) -> None:
    for n in range(1, 4):
        ledger, vouched = disk.open()
        with closing(ledger):
            assert vouched
            sell(ledger, n, 1)


@pytest.mark.parametrize("seed", range(8))
def test_copies_from_any_moment_are_noticed(disk: Disk, seed: int) -> None:
    chance = random.Random(seed)
    sold, copies = 0, []
    for n in range(3):
        ledger, vouched = disk.open()
        assert vouched
        for _ in range(chance.randint(1, 4)):
            sold += 1
            sell(ledger, sold, 1)
            copies.append((sold, disk.copy(f"copy-{n}-{sold}")))  # while it is open
        ledger.close()
    at, chosen = chance.choice(copies)
    disk.put_back(chosen)
    ledger, vouched = disk.open()
    with closing(ledger):
        assert vouched == (at == sold)
        assert ledger.head().seq == at


def test_a_mark_that_stayed_behind_in_a_power_cut_accuses_nobody(disk: Disk) -> None:
    ledger, _ = disk.open()
    sell(ledger, 1, 2)
    kept = [place.read_bytes() for place in disk.marks]
    sell(ledger, 3, 2)
    ledger.close()
    for place, raw in zip(disk.marks, kept, strict=True):
        place.write_bytes(raw)
    ledger, vouched = disk.open()
    ledger.close()
    assert vouched


def test_the_whole_folder_put_back_meets_the_mark_outside(disk: Disk) -> None:
    whole = disk.root.parent / "whole"
    shutil.copytree(disk.root, whole)
    ledger, _ = disk.open()
    with closing(ledger):
        sell(ledger, 1, 1)
    shutil.rmtree(disk.root)
    shutil.copytree(whole, disk.root)
    ledger, vouched = disk.open()
    ledger.close()
    assert not vouched


@pytest.mark.parametrize("lost", ["torn", "gone"])
def test_without_its_marks_a_ledger_is_not_vouched_for(disk: Disk, lost: str) -> None:
    for place in disk.marks:
        if lost == "gone":
            place.unlink()
        else:
            place.write_bytes(place.read_bytes()[:20])
    ledger, vouched = disk.open()
    ledger.close()
    assert not vouched
    ledger, vouched = disk.open()
    ledger.close()
    assert vouched


def test_another_machine_is_noticed_once(disk: Disk) -> None:
    disk.machine = "elsewhere"
    for expected in (False, True):
        ledger, vouched = disk.open()
        ledger.close()
        assert vouched is expected


def test_a_start_on_another_machine_that_dies_is_noticed_once_more(disk: Disk) -> None:
    disk.machine = "elsewhere"
    for dies, expected in ((True, False), (False, False), (False, True)):
        ledger, vouched = disk.open(dies=dies)
        ledger.close()
        assert vouched is expected


def test_the_mark_of_another_till_at_the_same_place_says_nothing(data_dir: Path) -> None:
    first = Disk(data_dir / "one")
    ledger, _ = first.open()
    with closing(ledger):
        ledger.begin_epoch("other-till", 5, entries.FEED)
    second = Disk(data_dir / "two")
    second.marks = (second.root / "mark", first.marks[1])
    ledger, vouched = second.open()
    with closing(ledger):
        assert vouched
        ledger.begin_epoch(entries.DEVICE, 1, entries.FEED)


def test_a_full_disk_under_the_mark_stops_no_sale(disk: Disk) -> None:
    disk.marks = (disk.root / "no" / "such" / "folder", disk.marks[1])
    ledger, _ = disk.open()
    with closing(ledger):
        sell(ledger, 1, 1)
        assert ledger.head().seq == 1


def test_this_machine_has_one_name() -> None:
    assert witness.machine() == witness.machine()

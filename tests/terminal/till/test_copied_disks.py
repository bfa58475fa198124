"""Copies of a till's disk that both go on selling: every sale reaches the books, and once."""

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from loyalty.accounts import POINTS
from terminal.till.messages import SyncDue
from tests.contract.entries import ANNA
from tests.stories.counter import Counter, Shopfront
from tests.terminal.till.recording import sold


class Copy(Counter):
    """A till that is started on a copy of another till's disk, with that till's own keys."""

    def __init__(self, shop: Shopfront, of: Counter, files: Path) -> None:
        self._of = of
        self._files = files
        super().__init__(shop, "Till 1")

    def _join(self) -> str:
        self._folder = self._files
        self.store = self._of.store
        return self._of.device


@pytest.fixture
def shop(data_dir: Path) -> Iterator[Shopfront]:
    front = Shopfront(data_dir / "shop")
    yield front
    front.close()


def copied(till: Counter, folder: Path, to: Path) -> Path:
    """Copy a till's two files while it is open, with what their write-ahead logs hold."""
    to.mkdir()
    for path in sorted(folder.glob("*.db*")):
        shutil.copy(path, to)
    assert till.ledger.head().epoch
    return to


def points(shop: Shopfront) -> int:
    return shop.books.balances().get((ANNA, POINTS), 0)


def settled(*tills: Counter) -> None:
    for _ in range(3):
        for till in tills:
            till.do(SyncDue())


@pytest.mark.parametrize("seed", range(12))
def test_copies_that_go_on_selling_lose_and_double_nothing(
    shop: Shopfront, data_dir: Path, seed: int
) -> None:
    chance = random.Random(seed)
    first = Counter(shop, "Till 1")
    settled(first)
    alive: list[Counter] = [first]
    made: set[str] = set()
    for step in range(14):
        till = chance.choice(alive)
        for _ in range(chance.randint(0, 3)):
            made.add(sold(till, ANNA, 10, f"{seed}-{step}-{len(made)}"))
        if chance.random() < 0.5:
            till.do(SyncDue())
        if chance.random() < 0.25 and len(alive) < 4:
            files = till.ledger.database.path.parent
            alive.append(Copy(shop, first, copied(till, files, data_dir / f"copy-{step}")))
    for n, till in enumerate(alive):
        # Copies that did nothing since are one and the same; each that sells is found out.
        made.add(sold(till, ANNA, 10, f"{seed}-last-{n}"))
    settled(*alive)
    for till in alive:
        assert till.ledger.unsent() == 0
        assert till.ledger.verify().first_difference is None
        assert not till.ledger.needs_rejoin()
    assert shop.books.verify().first_difference is None
    assert shop.books.quarantined() == {}
    assert points(shop) == 10 * len(made)
    epochs = {till.ledger.head().epoch for till in alive}
    assert len(epochs) == len(alive)
    for till in alive:
        standing = till.directory.standing(ANNA)
        assert standing is not None
        shown = standing.balance[POINTS] + till.ledger.effect(ANNA, standing.own).get(POINTS, 0)
        assert shown == 10 * len(made)
        till.close()


def test_the_tail_keeps_its_bytes(shop: Shopfront, data_dir: Path) -> None:
    first = Counter(shop, "Till 1")
    settled(first)
    sold(first, ANNA, 1, "before")
    files = first.ledger.database.path.parent
    second = Copy(shop, first, copied(first, files, data_dir / "copy"))
    names = {sold(second, ANNA, 2, f"tail-{n}") for n in range(3)}
    sold(first, ANNA, 4, "first-goes-on")
    settled(first)
    before = {json.loads(raw)["id"]: raw for raw in second.ledger.export()}
    settled(second)
    head = second.ledger.head()
    sent = {json.loads(one.raw)["id"]: one.raw for one in second.ledger.events(head.epoch, 1, 9)}
    assert names <= sent.keys()
    assert all(before[name] == raw for name, raw in sent.items())
    first.close()
    second.close()


def test_a_disk_put_back_goes_on_and_pays_out_nothing_before_it_synced(
    shop: Shopfront, data_dir: Path
) -> None:
    till = Counter(shop, "Till 1")
    settled(till)
    sold(till, ANNA, 100, "a")
    settled(till)
    folder = till.ledger.database.path.parent
    old = copied(till, folder, data_dir / "old")
    assert till.ledger.held(ANNA)
    sold(till, ANNA, 50, "b")
    settled(till)
    till.close()
    for path in folder.glob("*.db*"):
        path.unlink()
    for path in old.iterdir():
        shutil.copy(path, folder)
    till.open()
    till.ledger.require_rejoin()  # what the mark outside leads to (tests/storage/test_witness.py)
    assert till.ledger.held(ANNA) == {}
    sold(till, ANNA, 7, "c")
    settled(till)
    sold(till, ANNA, 1, "d")
    settled(till)
    assert points(shop) == 158
    assert sum(lot.amount for lot in till.ledger.held(ANNA)[POINTS]) == 158
    assert shop.books.verify().first_difference is None
    assert till.ledger.verify().first_difference is None
    till.close()

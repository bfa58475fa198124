"""`verify` finds each kind of damage that SQLite itself calls a sound file, and says which."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from loyalty import lots
from loyalty.errors import Corrupt
from loyalty.lots import HeldLot
from storage.ledger import SqlLedger
from tests.contract import entries

LOT = lots.name("granted")
UNLOCK = (
    "DROP TRIGGER event_no_update",
    "DROP TRIGGER event_no_delete",
    "DROP TRIGGER posting_no_update",
    "DROP TRIGGER posting_no_delete",
    "PRAGMA foreign_keys = OFF",
)


@pytest.fixture
def ledger(data_dir: Path) -> Iterator[SqlLedger]:
    """Give a ledger with a grant, two sales and a redemption, whose guards were taken away."""
    opened = SqlLedger(data_dir / "ledger.db", entries.KEY)
    opened.begin_epoch(entries.DEVICE, 1, entries.FEED)
    opened.take_grant(entries.grant("g1", HeldLot(lot=LOT, amount=30)))
    opened.commit(entries.sale(opened, 1))
    opened.commit(entries.entry(opened, 2, entries.used(entries.ANNA, 5, LOT)))
    opened.commit(entries.sale(opened, 3))
    opened.acknowledge(1, 1)
    for statement in UNLOCK:
        opened.database.sql(statement)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("UPDATE event SET raw = x'7b7d' WHERE seq = 1", "event 1 of epoch 1: its hash"),
        ("UPDATE event SET raw = CAST(raw || ' ' AS BLOB) WHERE seq = 2", "event 2 of epoch 1"),
        ("UPDATE event SET hash = zeroblob(32) WHERE seq = 3", "does not follow"),
        ("UPDATE event SET id = 'other' WHERE seq = 3", "name another event"),
        ("DELETE FROM event WHERE seq = 2", "event 2 is missing"),
        ("DELETE FROM event WHERE seq = 3", "postings that belong to no event"),
        ("UPDATE posting SET amount = 99 WHERE seq = 1 AND n = 0", "postings are not those"),
        ("UPDATE posting SET given_to = 'x' WHERE seq = 1 AND n = 0", "postings are not those"),
        ("DELETE FROM posting WHERE seq = 3 AND n = 1", "postings are not those"),
        ("UPDATE held SET amount = 26", "26 is stored, grants and postings give 25"),
        ("DELETE FROM held", "0 is stored, grants and postings give 25"),
        ("UPDATE grant_lot SET amount = 40", "25 is stored, grants and postings give 35"),
        ("INSERT INTO held VALUES ('x', 'points', 'l', 1)", "1 is stored"),
        ("DELETE FROM outbox WHERE seq = 2", "event 2 of epoch 1 is neither sent nor waiting"),
        ("INSERT INTO outbox VALUES (1, 1)", "event 2 of epoch 1 is neither"),
        ("INSERT INTO outbox VALUES (1, 4)", "event 4 of epoch 1 waits"),
        ("UPDATE chain SET acked_seq = 0", "event 1 of epoch 1 is neither"),
        ("UPDATE chain SET seq = 4", "epoch 1 ends at 3, not at 4"),
        ("UPDATE chain SET hash = zeroblob(32)", "epoch 1 ends at 3"),
        ("UPDATE chain SET device = 'till-9'", "does not follow"),
        ("DELETE FROM chain", "epoch 1, which never began"),
    ],
)
def test_the_first_difference_is_named(ledger: SqlLedger, damage: str, words: str) -> None:
    assert ledger.verify().ok
    ledger.database.sql(damage)
    found = ledger.verify()
    assert not found.ok
    assert found.first_difference is not None
    assert words in found.first_difference


def test_what_was_checked_is_counted(data_dir: Path) -> None:
    with closing(SqlLedger(data_dir / "other.db", entries.KEY)) as ledger:
        ledger.begin_epoch(entries.DEVICE, 1, entries.FEED)
        ledger.take_grant(entries.grant("g1", HeldLot(lot=LOT, amount=30)))
        for n in (1, 2):
            ledger.commit(entries.sale(ledger, n))
        ledger.acknowledge(1, 1)
        found = ledger.verify()
    assert (found.ok, found.events) == (True, 2)
    assert found.checked == {"chain": 2, "postings": 4, "held": 1, "outbox": 1}


@pytest.mark.parametrize("sales", [1, 60])
@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE event SET raw = x'7b7d' WHERE seq = (SELECT max(seq) FROM event)",
        "UPDATE event SET hash = zeroblob(32) WHERE seq = (SELECT max(seq) FROM event)",
        "UPDATE chain SET hash = zeroblob(32)",
    ],
)
def test_a_damaged_end_is_found_at_start(data_dir: Path, sales: int, damage: str) -> None:
    path = data_dir / "other.db"
    with closing(SqlLedger(path, entries.KEY)) as ledger:
        ledger.begin_epoch(entries.DEVICE, 1, entries.FEED)
        for n in range(1, sales + 1):
            ledger.commit(entries.sale(ledger, n))
    with closing(SqlLedger(path, entries.KEY)) as ledger:
        for statement in (*UNLOCK, damage):
            ledger.database.sql(statement)
    with pytest.raises(Corrupt) as caught:
        SqlLedger(path, entries.KEY)
    assert caught.value.code == "ledger_corrupt"

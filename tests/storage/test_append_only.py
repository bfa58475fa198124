"""Nobody changes what was recorded: not by UPDATE, DELETE, REPLACE or an upsert."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from loyalty.errors import Corrupt
from storage.ledger import SqlLedger
from tests.contract import entries

EVENT = (
    "(epoch, seq, id, type, at_us, day, account, sale, corrects, amount_minor, raw, hash)"
    " SELECT epoch, seq, id, 'gift', at_us, day, account, sale, corrects, 9, raw, hash FROM event"
)


@pytest.fixture
def ledger(data_dir: Path) -> Iterator[SqlLedger]:
    """Give a ledger with two sales."""
    opened = SqlLedger(data_dir / "ledger.db", entries.KEY)
    opened.begin_epoch(entries.DEVICE, 1, entries.FEED)
    for n in (1, 2):
        opened.commit(entries.sale(opened, n))
    yield opened
    opened.close()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET amount_minor = 1",
        "UPDATE OR REPLACE event SET seq = 2 WHERE seq = 1",
        "DELETE FROM event",
        f"REPLACE INTO event {EVENT}",
        f"INSERT OR REPLACE INTO event {EVENT} WHERE seq = 1",
        f"INSERT INTO event {EVENT} WHERE true ON CONFLICT (id) DO UPDATE SET type = 'gift'",
        "UPDATE posting SET amount = 1",
        "DELETE FROM posting WHERE n = 1",
        "REPLACE INTO posting VALUES (1, 1, 0, 'a', 'b', 'points', 9, '', NULL, NULL)",
        "INSERT OR REPLACE INTO posting VALUES (1, 1, 1, 'a', 'b', 'x', 9, '', NULL, NULL)",
        "DELETE FROM chain",
        "UPDATE chain SET acked_seq = 3",
        "UPDATE chain SET seq = 'many'",
        "INSERT INTO posting VALUES (1, 9, 0, 'a', 'b', 'points', 9, '', NULL, NULL)",
        "INSERT INTO posting VALUES (1, 1, 9, 'a', 'b', 'points', -9, '', NULL, NULL)",
        "INSERT INTO held VALUES ('a', 'points', 'lot', -1)",
    ],
)
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_what_was_recorded_stays(ledger: SqlLedger, statement: str, recursive: str) -> None:
    before = list(ledger.export())
    ledger.database.sql(f"PRAGMA recursive_triggers = {recursive}")
    with pytest.raises(Corrupt), ledger.database.transaction():
        ledger.database.sql(statement)
    assert list(ledger.export()) == before
    assert ledger.verify().ok

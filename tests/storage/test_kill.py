"""Power gone in the middle of a sale: what was acknowledged is there, whole, and only once."""

import random
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from storage.ledger import SqlLedger
from tests.contract import entries

ROOT = Path(__file__).parents[2]
KILLS = 6

# Sells for ever; prints a sale's id after its commit returned, and not before.
SELLING = """
import sys
from pathlib import Path
from loyalty import lots
from loyalty.lots import HeldLot
from storage.ledger import SqlLedger
from tests.contract import entries
ledger = SqlLedger(Path(sys.argv[1]), entries.KEY)
if ledger.head().epoch == 0:
    ledger.begin_epoch(entries.DEVICE, 1, entries.FEED)
n = ledger.head().seq
lot = lots.name("granted")
while True:
    n += 1
    ledger.take_grant(entries.grant(f"g{n}", HeldLot(lot=lot, amount=2)))
    made = entries.entry(
        ledger, n, entries.earned(entries.ANNA, 3, lots.name(entries.event_id(n))),
        entries.used(entries.ANNA, 1, lot), open_sale=str(n).encode(),
    )
    ledger.commit(made)
    print(made.event.id, flush=True)
    if n % 7 == 0:
        ledger.acknowledge(1, n - 3)
"""


@pytest.mark.slow
def test_what_was_acknowledged_survives_kill_nine(data_dir: Path) -> None:
    path = data_dir / "ledger.db"
    chance = random.Random(20261122)
    told: list[str] = []
    for _ in range(KILLS):
        told += _sell_until_killed(path, 20 + chance.randrange(60))
        with closing(SqlLedger(path, entries.KEY)) as ledger:
            found = ledger.verify()
            assert found.first_difference is None
            assert [told_id for told_id in told if ledger.event(told_id) is None] == []
            # At most the sale that was being recorded is there without having been told.
            assert len(told) <= found.events <= len(told) + 1
            assert ledger.open_sale() == str(found.events).encode()
            told = [entries.event_id(n) for n in range(1, found.events + 1)]


def test_one_kill_loses_nothing(data_dir: Path) -> None:
    path = data_dir / "ledger.db"
    told = _sell_until_killed(path, 12)
    with closing(SqlLedger(path, entries.KEY)) as ledger:
        assert ledger.verify().ok
        assert all(ledger.event(told_id) for told_id in told)
        assert len(told) <= ledger.head().seq <= len(told) + 1
        ledger.commit(entries.sale(ledger, 100_000))


def _sell_until_killed(path: Path, sales: int) -> list[str]:
    """Kill the selling process after it told of some sales; give all that it told."""
    with subprocess.Popen(
        [sys.executable, "-c", SELLING, str(path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as selling:
        assert selling.stdout is not None
        told = [selling.stdout.readline().strip() for _ in range(sales)]
        selling.send_signal(signal.SIGKILL)
        told += [line.strip() for line in selling.stdout if line.endswith("\n")]
    assert all(told), "the process ended by itself"
    return told

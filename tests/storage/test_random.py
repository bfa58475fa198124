"""Any order of sales, grants, redemptions and epochs leaves both ledgers sound and alike."""

import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from loyalty import lots
from loyalty.errors import LoyaltyError
from loyalty.lots import HeldLot
from storage.ledger import SqlLedger
from storage.ports import Ledger
from storage.records import Position
from tests.contract import entries
from tests.contract.memory import MemoryLedger

LOTS = (lots.name("early", "2026-11-30"), lots.name("late"))
ACCOUNTS = (entries.ANNA, entries.BERT)
Step = tuple[str, str, str, int]
"""What to do, to whose account, with which lot, and how much."""

accounts = st.sampled_from(ACCOUNTS)
lot_names = st.sampled_from(LOTS)
small = st.integers(1, 20)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("sale"), accounts, lot_names, small),
        st.tuples(st.just("use"), accounts, lot_names, small),
        st.tuples(st.just("return"), accounts, lot_names, small),
        st.tuples(st.just("grant"), accounts, lot_names, small),
        st.tuples(st.just("acknowledge"), accounts, lot_names, small),
        st.tuples(st.just("resend"), accounts, lot_names, small),
        st.tuples(st.just("epoch"), accounts, lot_names, small),
        st.tuples(st.just("restored"), accounts, lot_names, small),
    ),
    max_size=15,
)


def act(ledger: Ledger, n: int, step: Step) -> str:
    """Do one step; give what came of it."""
    what, account, lot, amount = step
    head = ledger.head()
    steps: dict[str, Callable[[], object]] = {
        "sale": lambda: ledger.commit(entries.sale(ledger, n, account=account, points=amount)),
        "use": lambda: ledger.commit(
            entries.entry(ledger, n, entries.used(account, amount, lot), account=account)
        ),
        "return": lambda: ledger.commit(
            entries.entry(ledger, n, entries.returned(account, amount, lot), account=account)
        ),
        "grant": lambda: ledger.take_grant(
            entries.grant(
                f"g{n % 9}",
                HeldLot(lot=lot, amount=amount),
                account=account,
                epoch=head.epoch,
            )
        ),
        "acknowledge": lambda: ledger.acknowledge(head.epoch, amount),
        "resend": lambda: ledger.resend(head.epoch, amount),
        "epoch": lambda: ledger.begin_epoch(entries.DEVICE, head.epoch + amount, entries.FEED),
        "restored": ledger.require_rejoin,
    }
    try:
        return repr(steps[what]())
    except LoyaltyError as error:
        return error.code


def state(ledger: Ledger) -> tuple[object, ...]:
    """Give everything that a till can ask."""
    head = ledger.head()
    return (
        head,
        [dict(ledger.held(account)) for account in ACCOUNTS],
        [dict(ledger.effect(account, Position(epoch=1, seq=2))) for account in ACCOUNTS],
        ledger.unsent(),
        ledger.batch(3, 2_000),
        ledger.recent_sales(5),
        ledger.needs_rejoin(),
        ledger.verify(),
    )


@given(STEPS)
def test_both_stores_agree_and_stay_sound(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        memory = MemoryLedger()
        with closing(SqlLedger(Path(folder) / "ledger.db", entries.KEY)) as file:
            for ledger in (memory, file):
                ledger.begin_epoch(entries.DEVICE, 1, entries.FEED)
            for n, step in enumerate(steps, start=1):
                assert act(memory, n, step) == act(file, n, step), step
            assert state(memory) == state(file)
            assert file.verify().first_difference is None


def _memory() -> str | None:
    shared = Path("/dev/shm")  # noqa: S108 - a fresh folder of ours inside it
    return str(shared) if shared.is_dir() else None

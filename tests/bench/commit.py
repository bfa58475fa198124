"""How long a durable sale takes, beside the same rows written by hand, and as a shop grows old."""

from __future__ import annotations

import hashlib
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2

from loyalty import accounts, lots
from loyalty.event import Event, Posting, encode, link
from loyalty.ids import uuid7
from loyalty.lots import HeldLot
from storage.journal_rows import posting_rows
from storage.ledger import SqlLedger
from storage.records import Entry, Grant, Head, Position

KEY: Final = bytes(range(32))
RATIO_GOAL: Final = 0.7
GROWTH_GOAL: Final = 1.25
ROUNDS: Final = 5
SALES_A_ROUND: Final = 150
MEMBERS: Final = 5_000
FILL_AT_ONCE: Final = 2_000
REDEEMED: Final = "granted~9999-12-31"
START_US: Final = 1_795_000_000_000_000
SMALL: Final = 10_000
SIZES: Final = (SMALL, 100_000)
SIZES_FULL: Final = (SMALL, 100_000, 1_000_000, 10_000_000)


def run(*, full: bool) -> dict[str, Any]:
    """Measure; `full` lets the ledger grow to ten million events. Takes real fsyncs."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="regulars-bench-") as folder:
        ours, baseline = _against_baseline(Path(folder))
        growth = _growth(Path(folder), SIZES_FULL if full else SIZES)
    ratio = baseline / ours
    flat = growth["growth"]["met"]
    return {
        "bench": "commit",
        "figures": {"sale_us": {"value": round(ours, 1)}, **growth},
        "baseline": {"by_hand_us": round(baseline, 1)},
        "ratio": round(ratio, 3),
        "goal": RATIO_GOAL,
        "met": ratio >= RATIO_GOAL and flat,
        "seconds": round(time.perf_counter() - began, 1),
    }


def _against_baseline(folder: Path) -> tuple[float, float]:
    """Time a sale through SqlLedger and by hand, in turn; give medians in microseconds."""
    with (
        closing(new_ledger(folder / "ours.db")) as ledger,
        closing(_ByHand(folder / "by-hand.db")) as by_hand,
    ):
        ours: list[float] = []
        theirs: list[float] = []
        number = 0
        for _ in range(ROUNDS + 1):  # the first round warms both up and is not counted
            ours.append(_time(ledger.commit, ledger.head(), number))
            theirs.append(_time(by_hand.commit, by_hand.head, number))
            number += SALES_A_ROUND
        assert ledger.verify().ok
    with closing(SqlLedger(folder / "by-hand.db", KEY)) as same:
        assert same.verify().ok, "the baseline wrote the very rows that we write"
        assert same.head() == ledger.head()
    return statistics.median(ours[1:]), statistics.median(theirs[1:])


def _growth(folder: Path, sizes: tuple[int, ...]) -> dict[str, Any]:
    """Time a sale, and the sum of a member's own events, in ledgers of several ages, in turn."""
    ledgers = [_filled(folder / f"{size}.db", size) for size in sizes]
    commits: dict[int, list[float]] = {size: [] for size in sizes}
    effects: dict[int, list[float]] = {size: [] for size in sizes}
    number = 0
    for _ in range(ROUNDS + 1):
        for size, ledger in zip(sizes, ledgers, strict=True):
            after = Position(epoch=1, seq=ledger.head().seq)
            commits[size].append(_time(ledger.commit, ledger.head(), size + number))
            effects[size].append(_time_effects(ledger, after))
        number += SALES_A_ROUND
    for ledger in ledgers:
        ledger.close()
    figures: dict[str, Any] = {}
    for size in sizes:
        figures[f"sale_us_at_{size}"] = {"value": round(statistics.median(commits[size][1:]), 1)}
        figures[f"effect_us_at_{size}"] = {"value": round(statistics.median(effects[size][1:]), 1)}
    growth = statistics.median(commits[sizes[-1]][1:]) / statistics.median(commits[SMALL][1:])
    met = growth <= GROWTH_GOAL
    figures["growth"] = {"value": round(growth, 3), "goal": GROWTH_GOAL, "met": met}
    return figures


def _time(commit: Callable[[Entry], None], head: Head, first: int) -> float:
    entries = []
    for number in range(first, first + SALES_A_ROUND):
        entries.append(sale_of(head, number))
        head = after_head(head, entries[-1])
    began = time.perf_counter()
    for entry in entries:
        commit(entry)
    return (time.perf_counter() - began) / len(entries) * 1e6


def _time_effects(ledger: SqlLedger, after: Position) -> float:
    began = time.perf_counter()
    for number in range(SALES_A_ROUND):
        ledger.effect(_account(number), after)
    return (time.perf_counter() - began) / SALES_A_ROUND * 1e6


def _account(number: int) -> str:
    return hashlib.sha256(str(number % MEMBERS).encode()).hexdigest()[:32]


def sale_of(head: Head, number: int, account: str = "") -> Entry:
    """Give a sale with points, money, a visit and a remainder; each tenth one also uses points."""
    account = account or _account(number)
    event_id = uuid7(START_US + number * 1_000, number.to_bytes(10, "big"))
    counted = (("spend", 1250), ("visits", 1), ("carry:base/100", 50))
    postings = [
        Posting(
            debit=accounts.GIVEN,
            credit=accounts.open_(account),
            unit=accounts.POINTS,
            amount=12,
            lot=lots.name(event_id),
        ),
        *(
            Posting(
                debit=accounts.COUNTED, credit=accounts.count(account), unit=unit, amount=amount
            )
            for unit, amount in counted
        ),
    ]
    if number % 10 == 0:
        postings.append(
            Posting(
                debit=accounts.held(_account(0)),
                credit=accounts.USED,
                unit=accounts.POINTS,
                amount=1,
                lot=REDEEMED,
            )
        )
    event = Event(
        id=event_id,
        seq=head.seq + 1,
        at="2026-11-22T10:15:00.123456Z",
        day="2026-11-22",
        clock="ok",
        type="sale",
        actor="cashier:default",
        programme=1,
        postings=tuple(postings),
        data={"total_minor": 1250, "lines": [], "breakdown": [{"rule": "base", "points": 12}]},
    )
    raw = encode(event)
    return Entry(
        event=event,
        raw=raw,
        hash=link(head.hash, raw),
        account=account,
        sale=event_id,
        amount_minor=1250,
    )


def after_head(head: Head, entry: Entry) -> Head:
    """Give the end of the chain when an event was added to it."""
    return Head(
        device=head.device,
        epoch=head.epoch,
        seq=entry.event.seq,
        hash=entry.hash,
        feed_epoch=head.feed_epoch,
    )


def new_ledger(path: Path) -> SqlLedger:
    """Make a ledger that may pay some points out."""
    ledger = SqlLedger(path, KEY)
    ledger.begin_epoch("till", 1, "feed")
    ledger.take_grant(
        Grant(
            grant_id="g",
            request_id="r",
            device="till",
            epoch=1,
            feed_epoch="feed",
            account=_account(0),
            unit=accounts.POINTS,
            lots=(HeldLot(lot=REDEEMED, amount=10_000_000),),
        )
    )
    return ledger


def _filled(path: Path, size: int) -> SqlLedger:
    """Give a ledger with `size` acknowledged events, written in large transactions by hand."""
    new_ledger(path).close()
    with closing(_ByHand(path)) as by_hand:
        for first in range(0, size, FILL_AT_ONCE):
            by_hand.begin()
            for number in range(first, min(first + FILL_AT_ONCE, size)):
                by_hand.write(sale_of(by_hand.head, number))
            by_hand.end()
    ledger = SqlLedger(path, KEY)
    ledger.acknowledge(1, size)
    return ledger


class _ByHand:
    """The baseline: the same rows by plain SQL through the same driver, key and pragmas."""

    def __init__(self, path: Path) -> None:
        if not path.exists():
            new_ledger(path).close()
        self._connection = dbapi2.connect(str(path), isolation_level=None)
        self._connection.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "recursive_triggers = ON",
            "secure_delete = ON",
        ):
            self._connection.execute(f"PRAGMA {pragma}")
        self._cursor = self._connection.cursor()
        seq, digest = self._cursor.execute("SELECT seq, hash FROM chain").fetchone()
        self.head = Head(device="till", epoch=1, seq=seq, hash=digest, feed_epoch="feed")

    def begin(self) -> None:
        """Open a transaction."""
        self._cursor.execute("BEGIN IMMEDIATE")

    def end(self) -> None:
        """Make it durable."""
        self._cursor.execute("COMMIT")

    def commit(self, entry: Entry) -> None:
        """Write one sale durably."""
        self.begin()
        self.write(entry)
        self.end()

    def write(self, entry: Entry) -> None:
        """Write the rows of one sale."""
        event, run = entry.event, self._cursor.execute
        run("UPDATE chain SET seq = ?, hash = ? WHERE epoch = 1", (event.seq, entry.hash))
        run(
            "INSERT INTO event (epoch, seq, id, type, at_us, day, account, sale, corrects,"
            " amount_minor, raw, hash) VALUES (1, ?, ?, ?, ?, ?, ?, ?, '', ?, ?, ?)",
            (
                event.seq,
                event.id,
                event.type,
                1_795_342_500_123_456,
                event.day,
                entry.account,
                entry.sale,
                entry.amount_minor,
                entry.raw,
                entry.hash,
            ),
        )
        self._cursor.executemany(
            "INSERT INTO posting (epoch, seq, n, debit, credit, unit, amount, lot, taken_from,"
            " given_to) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            posting_rows(1, event.seq, event.postings),
        )
        for posting in event.postings:
            if posting.debit.endswith(":held"):
                run(
                    "UPDATE held SET amount = amount - ? WHERE account = ? AND unit = ?"
                    " AND lot = ?",
                    (posting.amount, posting.debit[2:34], posting.unit, posting.lot),
                )
        run("INSERT INTO outbox (epoch, seq) VALUES (1, ?)", (event.seq,))
        run("DELETE FROM open_sale")
        self.head = after_head(self.head, entry)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

"""How long it takes from anything a member shows to their standing, as a shop grows."""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from loyalty.standing import Standing
from storage.directory import SqlDirectory
from storage.ledger import SqlLedger
from storage.records import Member
from terminal.till import roll
from terminal.till.clock import Mark
from terminal.till.desk import Desk, Shop
from terminal.till.peppers import Peppers
from terminal.till.wording import Wording
from tests.bench.commit import after_head, new_ledger, sale_of
from tests.bench.lookup_by_hand import WHOLE_LIST, ByHand, Look
from tests.bench.lookup_fill import KEY, SAMPLED_EACH, TENANT_KEY
from tests.pocket import Pocket
from tests.stories.clock import StoryClock
from tests.stories.counter import Chance

P95_GOAL_US: Final = 1_000
ROUNDS: Final = 5
LOOKUPS_A_ROUND: Final = 200
OWN_SALES: Final = 500
SIZES: Final = (10_000, 1_000_000)
SIZES_FULL: Final = (*SIZES, 10_000_000)
BYTES_A_MEMBER: Final = 1_200
ROOT: Final = Path(__file__).parents[2]
SHARED_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - a file system, not a file
KINDS: Final = ("card", "phone", "member_id", "last_four", "phone_end", "name")
ALL: Final = (*KINDS, WHOLE_LIST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Somebody in the directory, with all that they can be found by."""

    member_id: str
    account: str
    number: str
    phone: str
    name: str


def run(*, full: bool) -> dict[str, Any]:
    """Measure; `full` goes up to ten million members, which takes 10 GB and some minutes."""
    began = time.perf_counter()
    figures: dict[str, Any] = {}
    baseline: dict[str, Any] = {}
    for size in SIZES_FULL if full else SIZES:
        with tempfile.TemporaryDirectory(prefix="regulars-bench-", dir=room(size)) as folder:
            ours, theirs, costs = _measured(Path(folder), size)
        figures |= {f"{name}_at_{size}": value for name, value in (ours | costs).items()}
        baseline |= {f"{name}_at_{size}": value for name, value in theirs.items()}
    largest = {name: figures[f"{name}_p95_us_at_{size}"]["value"] for name in KINDS}
    mean = statistics.mean(figures[f"{name}_median_us_at_{size}"]["value"] for name in KINDS)
    by_hand = statistics.mean(baseline[f"{name}_median_us_at_{size}"]["value"] for name in KINDS)
    return {
        "bench": "lookup",
        "figures": figures,
        "baseline": baseline,
        "ratio": round(by_hand / mean, 3),
        "goal": P95_GOAL_US,
        "met": max(largest.values()) <= P95_GOAL_US,
        "seconds": round(time.perf_counter() - began, 1),
    }


def room(size: int) -> Path | None:
    """Give memory as the place for the file where there is enough of it, else the usual one."""
    if SHARED_MEMORY.is_dir() and shutil.disk_usage(SHARED_MEMORY).free > 2 * size * BYTES_A_MEMBER:
        return SHARED_MEMORY
    return None


def _measured(folder: Path, size: int) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Fill a directory and look members up in it, by our code and by hand, in turn."""
    path = folder / "directory.db"
    command = [sys.executable, "-m", "tests.bench.lookup_fill", str(path), str(size)]
    filled = time.perf_counter()
    subprocess.run(command, check=True, cwd=ROOT)
    costs: dict[str, Any] = {
        "fill_s": {"value": round(time.perf_counter() - filled, 1)},
        "file_mb": {"value": round(path.stat().st_size / 1e6)},
    }
    before = _memory_kb()
    with (
        closing(new_ledger(folder / "ledger.db")) as ledger,
        closing(SqlDirectory(path, KEY)) as directory,
        closing(ByHand(folder)) as by_hand,
    ):
        known = _sample(directory, size)
        _sell(ledger, known)
        desk = bench_desk(ledger, directory)
        ours: dict[str, list[list[float]]] = {name: [] for name in ALL}
        theirs: dict[str, list[list[float]]] = {name: [] for name in ALL}
        for turn in range(ROUNDS + 1):  # the first round warms both up and is not counted
            for name in ALL:
                asked = _questions(name, known, turn)
                ours[name].append(_times(_our_look(name, desk), asked))
                theirs[name].append(_times(by_hand.look(name), asked))
            if turn == 0:
                _agree(desk, by_hand, known)
        kept = sum(len(one) for rounds in ours.values() for one in rounds)
        asked_in_all = len(ALL) * (ROUNDS + 1) * LOOKUPS_A_ROUND
        costs["left_out_per_mille"] = {"value": round(1000 - 1000 * kept / asked_in_all)}
        costs["rss_mb"] = {"value": round(_memory_kb() / 1e3)}
        costs["rss_grown_mb"] = {"value": round((_memory_kb() - before) / 1e3)}
    return _said(ours, goal=P95_GOAL_US), _said(theirs), costs


def _said(times: dict[str, list[list[float]]], goal: int | None = None) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for name, rounds in times.items():
        p95 = statistics.median(sorted(one)[len(one) * 95 // 100] for one in rounds[1:])
        median = statistics.median(statistics.median(one) for one in rounds[1:])
        said[f"{name}_median_us"] = {"value": round(median)}
        said[f"{name}_p95_us"] = {"value": round(p95)}
        if goal is not None and name != WHOLE_LIST:
            said[f"{name}_p95_us"] |= {"goal": goal, "met": p95 <= goal}
    return said


def _times(look: Look, asked: Sequence[str]) -> list[float]:
    """Time each lookup in microseconds, without those in which others took the processor away.

    On a busy machine these would say how busy it is; their share is a figure of its own.
    """
    times = []
    for one in asked:
        switches = _switches()
        began = time.perf_counter_ns()
        found = look(one)
        took_us = (time.perf_counter_ns() - began) / 1_000
        if _switches() == switches:
            times.append(took_us)
        assert found, one
    return times


def _switches() -> int:
    return resource.getrusage(resource.RUSAGE_THREAD).ru_nivcsw


def _questions(name: str, known: Sequence[Known], turn: int) -> list[str]:
    """Give what members show in one round; in each round other members come."""
    first = turn * LOOKUPS_A_ROUND
    members = [known[(first + at) % len(known)] for at in range(LOOKUPS_A_ROUND)]
    match name:
        case "card":
            return [one.number for one in members]
        case "phone":
            return [one.phone for one in members]
        case "member_id":
            return [one.member_id for one in members]
        case "last_four" | "last_four_all_rows":
            return [one.number[-4:] for one in members]
        case "phone_end":
            return [one.phone[-4:] for one in members]
        case _:
            return [_typed_name(one.name, at) for at, one in enumerate(members)]


def _typed_name(name: str, at: int) -> str:
    """Give what is typed of a name: its first letters, all of it, or parts of two words."""
    first, *_, last = name.split()
    forms = (first[:2], first[:3], first[:4], first, last[:3], last, f"{first} {last[:1]}", name)
    return forms[at % len(forms)]


def _our_look(name: str, desk: Desk) -> Look:
    """Give the till's own way from what is shown to a standing; of a list, its first row's."""

    def stands(member: Member | None) -> Standing:
        assert member is not None
        return roll.standing(desk, member.account)

    def first(ids: Sequence[str]) -> Standing:
        return stands(roll.member(desk, ids[0]))

    ways: dict[str, Look] = {
        "card": lambda shown: stands(roll.by_number(desk, shown)),
        "phone": lambda shown: stands(roll.by_phone(desk, shown)),
        "member_id": lambda shown: stands(roll.member(desk, shown)),
        "last_four": lambda shown: first(roll.ending(desk, shown)),
        "phone_end": lambda shown: first(roll.phoned(desk, shown)),
        "name": lambda shown: first(roll.named(desk, shown)),
        WHOLE_LIST: lambda shown: [
            stands(roll.member(desk, one)) for one in roll.ending(desk, shown)
        ],
    }
    return ways[name]


def _agree(desk: Desk, by_hand: ByHand, known: Sequence[Known]) -> None:
    """Hold the two against each other: a bench of two different questions says nothing."""
    for name in ALL:
        for one in _questions(name, known, 0)[:40]:
            ours: Any = _our_look(name, desk)(one)
            theirs: Any = by_hand.look(name)(one)
            pairs = zip(ours, theirs, strict=True) if name == WHOLE_LIST else [(ours, theirs)]
            for standing, (account, figures) in pairs:
                assert standing.account == account, (name, one)
                assert dict(standing.balance) == figures["balance"], (name, one)


def _sample(directory: SqlDirectory, size: int) -> list[Known]:
    """Give members from all over the directory, in an order that no cache likes."""
    most = (ROUNDS + 1) * LOOKUPS_A_ROUND
    each = max(SAMPLED_EACH, size // most // SAMPLED_EACH * SAMPLED_EACH)
    rows = directory.database.sql(
        "SELECT member.member_id, account, number, phone, name FROM person"  # noqa: S608 - numbers
        " JOIN member ON member.member_id = person.person_id"
        f" WHERE n % {each} = 0"
    )
    step = next(prime for prime in (619, 617, 613) if len(rows) % prime)
    rows = [rows[at * step % len(rows)] for at in range(len(rows))]
    return [
        Known(member_id=row[0], account=row[1], number=row[2], phone=row[3], name=row[4])
        for row in rows
    ]


def _sell(ledger: SqlLedger, known: Sequence[Known]) -> None:
    """Let some of them buy at this till since the last pull, as on any day."""
    for at in range(OWN_SALES):
        entry = sale_of(ledger.head(), at, account=known[at * 7 % len(known)].account)
        ledger.commit(entry)
    assert ledger.head() == after_head(ledger.head(), entry)


def bench_desk(ledger: SqlLedger, directory: SqlDirectory) -> Desk:
    """Give a desk on these databases, without rules of its own."""
    clock = StoryClock()
    zone = "Europe/Amsterdam"
    return Desk(
        ledger=ledger,
        directory=directory,
        clock=clock,
        mark=Mark(clock, 0),
        randomness=Chance("bench"),
        sign=bytes,
        tenant_key=TENANT_KEY,
        peppers=Peppers(Pocket(pepper=bytes(32))),
        shop=Shop(
            name="Bench",
            till="Till 1",
            issuer="0000",
            language="en",
            currency="EUR",
            scale=2,
            time_zone=zone,
            region="NL",
        ),
        words=Wording("en", currency="EUR", scale=2, time_zone=zone),
        programmes=(),
    )


def _memory_kb() -> int:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024

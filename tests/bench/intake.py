"""How many events a server takes in, beside the very same rows inserted by hand."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, Final

from tests.bench.intake_by_hand import ByHand, PostgresByHand, SqliteByHand
from tests.bench.intake_load import Fleet, Load, Server
from tests.postgres import Cluster, why_not

RATIO_GOAL: Final = 0.5
RATE_GOAL: Final = 10_000
ROUNDS: Final = 3
BATCH: Final = 250
"""What 256 KiB hold of such sales: the most that a push may carry."""
ROUND_PUSHES: Final = 4
SMALL_BATCH: Final = 5
SMALL_PUSHES: Final = 100
TILLS: Final = (1, 10, 100)
TILLS_FULL: Final = (1, 10, 100, 1_000)
EVENTS_A_RUN: Final = 2_000
EVENTS_A_RUN_FULL: Final = 60_000
EVENTS_A_TILL_AND_DAY: Final = 500
Growth = list[tuple[int, int]]
"""Events pushed, and by how many bytes the books grew."""


def run(*, full: bool) -> dict[str, Any]:
    """Measure on both engines, with real fsyncs; `full` adds a thousand tills and longer runs."""
    began = time.perf_counter()
    figures: dict[str, Any] = {}
    baseline: dict[str, Any] = {}
    ratios = {}
    growth: dict[str, Growth] = {}
    with tempfile.TemporaryDirectory(prefix="regulars-bench-") as folder, ExitStack() as stack:
        engines = {"sqlite": ""}
        if why_not():
            figures["postgres"] = {"value": f"not measured: {why_not()}"}
        else:
            Path(folder).chmod(0o755)  # PostgreSQL's own user has to come through
            cluster = Cluster(Path(folder), fsync="on", shared_buffers="256MB")
            stack.callback(cluster.remove)
            engines = {"postgres": cluster.empty("bench"), "sqlite": ""}
            by_hand = cluster.empty("by_hand")
        for engine, url in engines.items():
            beside: Callable[[], ByHand] = (
                (lambda: PostgresByHand(by_hand))
                if url
                else (lambda: SqliteByHand(Path(folder) / "by-hand.db"))
            )
            found = _engine(Path(folder) / engine, url, beside, full=full)
            ratios[engine] = found.pop("ratio")
            growth[engine] = found.pop("growth")
            baseline[f"{engine}_by_hand_events_s"] = found.pop("by_hand")
            figures |= {f"{engine}_{name}": value for name, value in found.items()}
    main = "postgres" if "postgres" in ratios else "sqlite"
    rate = figures[f"{main}_events_s_100_tills"]["value"]
    return {
        "bench": "intake",
        "figures": figures | {f"{e}_ratio": {"value": r} for e, r in ratios.items()},
        "baseline": baseline,
        "growth": growth,
        "ratio": ratios[main],
        "goal": RATIO_GOAL,
        "met": ratios[main] >= RATIO_GOAL and rate >= RATE_GOAL,
        "seconds": round(time.perf_counter() - began, 1),
    }


def _engine(folder: Path, url: str, beside: Callable[[], ByHand], *, full: bool) -> dict[str, Any]:
    folder.mkdir()
    found: dict[str, Any] = {}
    with Server(folder, url) as server:
        ours, by_hand = _rounds(server, beside)
        found["events_s_1_connection"] = {"value": round(ours)}
        found["by_hand"] = round(by_hand)
        found["ratio"] = round(ours / by_hand, 3)
        before = server.stored_bytes()
        events = 0
        growth: Growth = [(0, 0)]
        for tills in TILLS_FULL if full else TILLS:
            count = max(EVENTS_A_RUN_FULL if full else EVENTS_A_RUN, tills * SMALL_BATCH)
            events += count
            load = Fleet(server, tills).run(count, min(BATCH, max(SMALL_BATCH, count // tills)))
            found |= _told(load, tills)
            growth.append((events, server.stored_bytes() - before))
        small = Fleet(server, 20).run(SMALL_PUSHES, 1)
        found["p99_ms_one_event_20_tills"] = {"value": round(small.p99_ms, 1)}
        found["memory_mb"] = {"value": round(server.memory_mb()), "goal": 150}
        found["memory_mb"]["met"] = found["memory_mb"]["value"] <= 150
        grown = (server.stored_bytes() - before) / (events + SMALL_PUSHES)
        found["bytes_an_event"] = {"value": round(grown)}
        found["bytes_a_till_and_day"] = {"value": round(grown * EVENTS_A_TILL_AND_DAY)}
        found["growth"] = growth
        server.check()
    return found


def _rounds(server: Server, beside: Callable[[], ByHand]) -> tuple[float, float]:
    """Push over one connection and insert the same rows over one, in turn; events a second."""
    ours: list[float] = []
    theirs: list[float] = []
    fleet = Fleet(server, 1)
    with closing(beside()) as by_hand:
        for _ in range(ROUNDS + 1):  # the first round warms both up and is not counted
            ours.append(fleet.run(ROUND_PUSHES * BATCH, BATCH).events_s)
            pushes = server.rows_of_pushes(ROUND_PUSHES)
            began = time.perf_counter()
            for rows in pushes:
                by_hand.insert(rows)
            theirs.append(ROUND_PUSHES * BATCH / (time.perf_counter() - began))
    return statistics.median(ours[1:]), statistics.median(theirs[1:])


def _told(load: Load, tills: int) -> dict[str, Any]:
    one = "till" if tills == 1 else "tills"
    rate: dict[str, Any] = {"value": round(load.events_s)}
    if tills == 100:
        rate |= {"goal": RATE_GOAL, "met": load.events_s >= RATE_GOAL}
    return {
        f"events_s_{tills}_{one}": rate,
        f"p99_ms_{tills}_{one}": {"value": round(load.p99_ms, 1)},
    }

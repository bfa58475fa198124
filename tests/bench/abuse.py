"""Whether good pushes still pass while tens of thousands of bad requests come in."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from tests.bench.intake_load import ROOT, Fleet, Load, Server

RATIO_GOAL: Final = 0.2
BAD_GOAL: Final = 20_000
GROWTH_GOAL_MB: Final = 32
ROUNDS: Final = 3
ROUNDS_FULL: Final = 12
TILLS: Final = 4
BATCH: Final = 20
PUSHES: Final = 36
BAD_A_ROUND: Final = 7_000
BAD_TO_WARM_UP: Final = 1_500


def run(*, full: bool) -> dict[str, Any]:
    """Push with and without abuse, in turn; `full` does it four times as long."""
    began = time.perf_counter()
    quiet: list[Load] = []
    abused: list[Load] = []
    by_status: Counter[str] = Counter()
    kinds = 0
    with (
        tempfile.TemporaryDirectory(prefix="regulars-bench-") as folder,
        Server(Path(folder), "") as server,
    ):
        fleet = Fleet(server, TILLS)
        abuse(server, fleet, [], BAD_TO_WARM_UP)  # is not counted
        before_mb = memory_mb(server)
        for _ in range(ROUNDS_FULL if full else ROUNDS):
            quiet.append(fleet.run(PUSHES * BATCH, BATCH))
            told = abuse(server, fleet, abused)
            by_status.update(told["by_status"])
            kinds = told["kinds"]
        grown_mb = memory_mb(server) - before_mb
        server.check()
    sent = by_status.total()
    without, beside = (
        statistics.median(one.events_s for one in loads) for loads in (quiet, abused)
    )
    ratio = round(beside / without, 3)
    figures: dict[str, Any] = {
        "bad_requests": {"value": sent, "goal": BAD_GOAL, "met": sent >= BAD_GOAL},
        "bad_kinds": {"value": kinds},
        "answers_by_status": {"value": dict(sorted(by_status.items()))},
        "good_events_s_under_abuse": {"value": round(beside)},
        "good_p99_ms_under_abuse": {"value": round(statistics.median(o.p99_ms for o in abused), 1)},
        "memory_growth_mb": {
            "value": round(grown_mb, 1),
            "goal": GROWTH_GOAL_MB,
            "met": grown_mb <= GROWTH_GOAL_MB,
        },
    }
    return {
        "bench": "abuse",
        "figures": figures,
        "baseline": {
            "good_events_s_alone": round(without),
            "good_p99_ms_alone": round(statistics.median(one.p99_ms for one in quiet), 1),
        },
        "ratio": ratio,
        "goal": RATIO_GOAL,
        "met": ratio >= RATIO_GOAL and all(one.get("met", True) for one in figures.values()),
        "seconds": round(time.perf_counter() - began, 1),
    }


def abuse(
    server: Server, fleet: Fleet, loads: list[Load], bad: int = BAD_A_ROUND
) -> dict[str, Any]:
    """Push while another process sends what is bad; every push has to be acknowledged."""
    url = urlsplit(server.ready["url"])
    with subprocess.Popen(
        [
            sys.executable,
            *("-m", "tests.bench.abuse_load"),
            *(str(url.hostname), str(url.port), fleet.devices[0], str(bad)),
        ],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "go\n"
        loads.append(fleet.run(PUSHES * BATCH, BATCH))
        process.stdin.close()
        told: dict[str, Any] = json.loads(process.stdout.readline())
    assert not told["wrong"], told["wrong"]
    assert "200" not in told["by_status"], told
    return told


def memory_mb(server: Server) -> float:
    """Give what the server has in memory now."""
    status = Path(f"/proc/{server.pid}/status").read_text("utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024

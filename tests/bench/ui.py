"""How fast the counter's window answers a scan and a key, beside one bare label in the same run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

from tests.bench.lookup import ROOT
from tests.bench.start import FIRST_PAINT_MAX_S, RSS_MAX_MB, film

SCAN_MAX_MS: Final = 100.0
KEY_MAX_MS: Final = 50.0
STALL_MAX_MS: Final = 16.0
GROWTH_MAX_PERCENT: Final = 5.0
MEMBERS: Final = 50_000
MEMBERS_FULL: Final = 1_000_000
SALES: Final = 40
SALES_FULL: Final = 2_000
FILM: Final = "camera.avi"
GOALS: Final = {
    "scan_to_member_p95_ms": SCAN_MAX_MS,
    "key_to_paint_p95_ms": KEY_MAX_MS,
    "stall_while_decoding_p99_ms": STALL_MAX_MS,
    "first_paint_s": FIRST_PAINT_MAX_S,
    "rss_mb": RSS_MAX_MB,
    "memory_growth_percent": GROWTH_MAX_PERCENT,
}


def run(*, full: bool, members: int = 0) -> dict[str, Any]:
    """Drive a real window on a real till; `members` 0 takes a small shop, or with `full` a million.

    The directory is made once for each size and kept in the system's place for such files.
    """
    began_s = time.perf_counter()
    size = members or (MEMBERS_FULL if full else MEMBERS)
    sales = SALES_FULL if full else SALES
    directory = directory_of(size)
    with tempfile.TemporaryDirectory(prefix="regulars-bench-") as folder:
        film(Path(folder) / FILM)
        _child(directory, folder, 1)  # the first start is the cold one
        found = _child(directory, folder, sales)
    baseline = {name: {"value": found.pop(name)} for name in ("label_p95_ms", "idle_stall_p99_ms")}
    figures: dict[str, Any] = {
        name: {"value": value} | _goal(name, value) for name, value in found.items()
    }
    figures |= {"members": {"value": size}, "sales": {"value": sales}}
    return {
        "bench": "ui",
        "figures": figures,
        "baseline": baseline,
        "ratio": round(found["key_to_paint_p95_ms"] / baseline["label_p95_ms"]["value"], 1),
        "goal": SCAN_MAX_MS,
        "met": all(each.get("met", True) for each in figures.values()),
        "seconds": round(time.perf_counter() - began_s, 1),
    }


def _goal(name: str, value: float) -> dict[str, Any]:
    goal = GOALS.get(name)
    return {} if goal is None else {"goal": goal, "met": value <= goal}


def directory_of(size: int) -> Path:
    """Give a directory with so many members, made the first time; a cut-off one is made again."""
    path = Path(tempfile.gettempdir()) / f"regulars-members-{size}" / "directory.db"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent) as unfinished:
            made = Path(unfinished) / path.name
            command = [sys.executable, "-m", "tests.bench.lookup_fill", str(made), str(size)]
            subprocess.run(command, check=True, cwd=ROOT)
            made.rename(path)
    return path


def _child(directory: Path, folder: str, sales: int) -> dict[str, float]:
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
        "REGULARS_BENCH_BEGAN_NS": str(time.time_ns()),
    }
    words = [str(directory), folder, str(sales)]
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.ui_child", *words],
        env=environment,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    figures: dict[str, float] = json.loads(done.stdout)
    return figures

"""How long the counter takes to its first paint, and what it weighs, beside a bare Qt window."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

ROUNDS = 5
FIRST_PAINT_MAX_S = 0.8
RSS_MAX_MB = 200
FILM = "camera.avi"
CHILD = Path(__file__).with_name("start_child.py")
ROOT = Path(__file__).parents[2]


def run(*, full: bool) -> dict[str, Any]:
    """Start both windows in turn, warm; `full` takes more rounds."""
    began_s = time.perf_counter()
    rounds = ROUNDS * 3 if full else ROUNDS
    with tempfile.TemporaryDirectory(prefix="regulars-bench-") as folder:
        film(Path(folder) / FILM)
        _start("counter", folder)
        ours, bare = [], []
        for _ in range(rounds):
            ours.append(_start("counter", folder))
            bare.append(_start("bare", folder))
        _stop_server(folder)
    paint_s = round(median(one["paint_s"] for one in ours), 3)
    ready_s = round(median(one["ready_s"] for one in ours), 3)
    bare_s = round(median(one["paint_s"] for one in bare), 3)
    rss_mb = round(median(one["rss_mb"] for one in ours))
    return {
        "bench": "start",
        "figures": {
            "first_paint_s": {
                "value": paint_s,
                "goal": FIRST_PAINT_MAX_S,
                "met": paint_s <= FIRST_PAINT_MAX_S,
            },
            "till_drawn_s": {"value": ready_s},
            "rss_mb": {"value": rss_mb, "goal": RSS_MAX_MB, "met": rss_mb <= RSS_MAX_MB},
        },
        "baseline": {"bare_window_first_paint_s": {"value": bare_s}},
        "ratio": round(paint_s / bare_s, 2),
        "goal": FIRST_PAINT_MAX_S,
        "met": paint_s <= FIRST_PAINT_MAX_S and rss_mb <= RSS_MAX_MB,
        "seconds": round(time.perf_counter() - began_s, 1),
    }


def film(path: Path) -> None:
    """Write what a webcam saw, so that the recorded camera's own drawing is not measured."""
    import cv2

    from loyalty import number
    from scanner.drawing import Card
    from scanner.recorded import Act, RecordedSource, Reel

    card = Card(text=number.make(number.DEMO_ISSUER, "123456789"))
    acts = [Act(card=None, frames=30), Act(card=card, frames=30)]
    stream = RecordedSource(script=Reel(acts), fps=None).open()
    written = None
    for _ in range(60):
        frame = stream.read()
        if written is None:
            height, width = frame.shape[:2]
            fourcc = cv2.VideoWriter.fourcc(*"MJPG")
            written = cv2.VideoWriter(str(path), fourcc, 15.0, (width, height))
        written.write(frame)
    if written is not None:
        written.release()
    stream.close()


def _start(what: str, folder: str) -> dict[str, Any]:
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "REGULARS_DATA": folder,
        "PYTHONPATH": str(ROOT),
        "REGULARS_BENCH_BEGAN_NS": str(time.time_ns()),
    }
    done = subprocess.run(
        [sys.executable, str(CHILD), what],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr[-2000:])
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def _stop_server(folder: str) -> None:
    """End the server that the counter left running, as the demo does."""
    pattern = f"main.py server --data {folder}"
    subprocess.run(["pkill", "-f", pattern], check=False)

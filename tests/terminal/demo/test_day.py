"""Plays the demo day as a shop owner does, on real processes, and looks at what it leaves."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
DAY_S = 240


def played(out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the command without a screen."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "REGULARS_LANGUAGE": "en",
    }
    command = [sys.executable, str(ROOT / "main.py"), "demo", "--out", str(out), *options]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=DAY_S, check=False
    )


@pytest.mark.slow
def test_a_day_agrees(data_dir: Path) -> None:
    """Every book agrees, every card is read, and the pictures are there."""
    done = played(data_dir / "day", "--json")
    assert done.returncode == 0, done.stderr
    day = json.loads(done.stdout)
    assert day == json.loads((data_dir / "day" / "day.json").read_text("utf-8"))
    assert (day["lost"], day["duplicated"]) == (0, 0)
    assert day["till_points_total"] == day["server_points_total"] > 0
    assert day["events_till"] == day["events_server"] > 200
    assert day["cards_drawn"] == day["cards_read"] >= 10
    assert day["reversed"] > 0
    assert day["redeemed"] > 0
    assert day["scan_to_screen_ms_p95"] > 0
    names = [path.name for path in sorted((data_dir / "day").glob("*.png"))]
    assert names[0] == "01-open.png"
    assert len(names) >= 10
    assert [name[:2] for name in names] == [f"{at:02d}" for at in range(1, len(names) + 1)]
    for words in ("killed", "The line is cut", "taken back", "new member", "refused", "again?"):
        assert words in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("fault", ["lost", "double", "points"])
def test_a_planted_fault_fails_the_day(data_dir: Path, fault: str) -> None:
    """The command ends with 1 and says what it found."""
    done = played(data_dir / "day", "--break", fault)
    assert done.returncode == 1, done.stderr
    assert "Found: " in done.stderr


def test_wrong_use_plays_nothing(tmp_path: Path) -> None:
    """A fault that does not exist is named before a process is started."""
    done = played(tmp_path / "day", "--break", "fire", "--json")
    assert done.returncode == 2
    assert json.loads(done.stdout)["error"]["code"] == "fault_unknown"
    assert not (tmp_path / "day").exists()

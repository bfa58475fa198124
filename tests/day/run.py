"""Plays the whole day and leaves its pictures: `python -m tests.day.run DIR`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.day import report
from tests.day.hand_camera import hand_camera
from tests.day.play import Played, Player
from tests.day.screens import missing, screens
from tests.day.script import Step, steps


def play(todo: list[Step], out: Path, folder: Path) -> list[Played]:
    """Play steps on new screens with a new shop under `folder`; the pictures go to `out`."""
    out.mkdir(parents=True, exist_ok=True)
    with screens(folder) as shown, hand_camera() as camera:
        player = Player(shown, camera, folder, out)
        try:
            player.play(todo)
        finally:
            player.end()
    return player.played


def main(out: Path) -> int:
    """Play, write the pictures and their page; 1 when a step came out otherwise."""
    lacks = missing()
    if lacks:
        sys.stderr.write(f"A day needs {lacks}: `make setup` installs them.\n")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        played = play(steps(), out, Path(folder))
    report.write(played, out)
    for one in played:
        if one.missed:
            sys.stderr.write(f"{one.picture or one.step.do}: {one.missed}\n")
    return int(any(one.missed for one in played))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "day-out")))

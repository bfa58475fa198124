"""The console of a server as a process: beside the tills' API, alone, and not at all."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

ROOT = Path(__file__).parents[3]
MAIN = [sys.executable, str(ROOT / "main.py"), "server"]


@contextmanager
def running(folder: Path, *options: str) -> Iterator[dict[str, str]]:
    command = [*MAIN, "--data", str(folder), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        try:
            yield json.loads(line)
        finally:
            process.terminate()
            assert process.wait(20) == 0


def link(folder: Path, verb: str) -> str:
    command = [*MAIN, verb, "--data", str(folder), "--json"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return str(json.loads(said)["link"])


@pytest.mark.slow
def test_a_link_signs_in_once_and_a_console_runs_beside_or_alone(data_dir: Path) -> None:
    with running(data_dir) as ready:
        assert ready["console"] != ready["url"]
        once = link(data_dir, "console-link")
        assert once.startswith(f"{ready['console']}/once/")
        with httpx2.Client(follow_redirects=True) as browser:
            assert "<title>Today" in browser.get(once).text
        assert httpx2.get(once).status_code == 401
        assert httpx2.get(f"{ready['url']}/sign-in").status_code == 404
    with running(data_dir, "--role", "api") as ready:
        assert "console" not in ready
        with running(data_dir, "--role", "console") as alone:
            assert set(alone) == {"console"}
            joining = link(data_dir, "console-owner")
            assert joining.startswith(f"{alone['console']}/join/")
            assert httpx2.get(joining).status_code == 200

"""Whole trees of processes: a machine that loses its power, or is frozen, loses or freezes all."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

GONE_S = 20


def tree(root: int) -> list[int]:
    """Give a process and everything that it started, parents first."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with suppress(OSError):
                after_name = (entry / "stat").read_text("utf-8").rpartition(")")[2].split()
                children.setdefault(int(after_name[1]), []).append(int(entry.name))
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def signal_all(pids: list[int], how: signal.Signals) -> None:
    """Send a signal to each that is still there."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, how)


def freeze(root: int) -> list[int]:
    """Stop a tree; gives what was stopped."""
    stopped: set[int] = set()
    while new := [pid for pid in tree(root) if pid not in stopped]:
        signal_all(new, signal.SIGSTOP)
        stopped |= set(new)
    return sorted(stopped)


def end(root: int) -> list[int]:
    """Kill a tree at once: it is frozen first, so that nothing is started meanwhile."""
    pids = freeze(root)
    signal_all(pids, signal.SIGKILL)
    return pids


def wait_until_gone(pids: list[int]) -> None:
    """Wait until none of them runs any more."""
    give_up = time.monotonic() + GONE_S
    while left := [pid for pid in pids if is_there(pid)]:
        assert time.monotonic() < give_up, f"still there: {left}"
        time.sleep(0.05)


def is_there(pid: int) -> bool:
    """Say whether a process runs; one that only waits for its parent to look does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False

"""Real processes and a second place: killed while they copy, restored from what lies there."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from storage import keys, later, recovery, shelf
from storage.keys import FileKeyStore
from storage.later import Line
from tests.disks import small_disk
from tests.terminal.commands.place import (
    ROOT,
    StdioTill,
    environment,
    kill,
    run,
    served,
    start_server,
)
from tests.terminal.commands.test_dead_disk import sell
from tests.terminal.commands.test_processes import drained, server_events, till_events

PATIENCE_S = 60.0


def words(folder: Path) -> str:
    """Give the words that stand on the recovery sheet."""
    return " ".join(recovery.words(sheet_key(folder)))


def sheet_key(folder: Path) -> bytes:
    return keys.everything(FileKeyStore(folder / "till" / "keys"))[keys.RECOVERY]


def until(is_so: Callable[[], bool]) -> None:
    """Wait for what another process does."""
    deadline_s = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < deadline_s, "it never came"
        time.sleep(0.02)


def lines_at(place: Path, key: bytes) -> int:
    """Count the lines that are safe beside the newest copy."""
    try:
        found = later.read(shelf.find(place).later, key)
        return sum(isinstance(part, Line) for part in found)
    except Exception:  # noqa: BLE001 - it is being written
        return -1


@pytest.fixture
def shop(data_dir: Path) -> Path:
    """A folder in which something was sold, with nobody at it."""
    folder = data_dir / "first"
    with served(folder):
        till = StdioTill(folder)
        sell(till, 0)
        till.close()
    return folder


@pytest.mark.slow
def test_every_sale_comes_back_when_the_machine_dies(shop: Path, data_dir: Path) -> None:
    place, second = data_dir / "STICK", data_dir / "second"
    place.mkdir()
    done = run(shop, "backups", "--to", str(place), "--json")
    assert (done.returncode, json.loads(done.stdout)["backups"]) == (1, [])
    server = start_server(shop)
    till = StdioTill(shop)
    assert run(shop, "backups", "--off").returncode == 3  # only while the counter is closed
    key = sheet_key(shop)
    until(lambda: lines_at(place, key) == 0)
    for digits in range(1, 4):
        sell(till, digits)
    until(lambda: lines_at(place, key) == 2 * 3)
    kill(till.process)
    kill(server)
    before = till_events(shop)
    again = run(second, "restore", str(place), "--recovery", "--json", input=words(shop) + "\n")
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["later"] == 2 * 3
    with served(second):
        drained(second)
        till = StdioTill(second)
        sell(till, 9)
        till.close()
        drained(second)
        recorded = till_events(second)
        assert set(before) < set(recorded)
        assert len(recorded) == len(before) + 2
        assert Counter(recorded) == server_events(second)
        assert run(second, "ledger", "verify").returncode == 0


@pytest.mark.slow
def test_a_copy_is_made_when_the_counter_closes(shop: Path, data_dir: Path) -> None:
    place = data_dir / "STICK"
    place.mkdir()
    assert run(shop, "backups", "--to", str(place)).returncode == 1
    folder = next(place.iterdir())
    with served(shop):
        till = StdioTill(shop)
        until(lambda: lines_at(place, sheet_key(shop)) == 0)
        sell(till, 1)
        till.close()
    until(lambda: len(shelf.copies(folder)) == 2)
    assert lines_at(place, sheet_key(shop)) <= 0
    assert run(shop, "backups").returncode == 0
    check = json.loads(run(shop, "doctor", "--json").stdout)["checks"]
    assert next(one for one in check if one["name"] == "backup")["ok"]


def killed(folder: Path, seen: Callable[[], bool], *verb: str, typed: str = "") -> None:
    """Run a verb and kill it with SIGKILL as soon as something is seen, or when it has ended."""
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), *verb],
        env=environment(folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdin is not None
    process.stdin.write(typed)
    process.stdin.flush()
    while process.poll() is None and not seen():
        time.sleep(0.001)
    kill(process)


@pytest.mark.slow
def test_killed_while_it_copies(shop: Path, data_dir: Path) -> None:
    """The older copy stays whole, a half one never counts, and the next one cleans up."""
    stick = data_dir / "stick"
    room = shop / "till" / "copying"
    assert run(shop, "backup", str(stick)).returncode == 0
    moments = (
        (room / "ledger.db").exists,
        (room / "server.db").exists,
        lambda: any(stick.glob(f"*{shelf.HALF}")),
        lambda: len(list(stick.glob(f"*{shelf.SUFFIX}"))) > 1,
    )
    for seen in moments:
        killed(shop, seen, "backup", str(stick))
        kept = list(stick.glob(f"*{shelf.SUFFIX}"))
        assert len(kept) >= 1
        assert [copy.path for copy in shelf.copies(stick)] == sorted(kept)
    assert run(shop, "ledger", "verify").returncode == 0
    assert run(shop, "backup", str(stick), "--keep", "1").returncode == 0
    (left,) = stick.iterdir()
    assert not room.exists()
    again = data_dir / "again"
    assert run(again, "restore", str(left), "--recovery", input=words(shop)).returncode == 0
    assert run(again, "ledger", "verify").returncode == 0


@pytest.mark.slow
def test_killed_while_it_is_put_back(shop: Path, data_dir: Path) -> None:
    """Nothing opens a folder that is half there; the same command makes it whole."""
    stick, typed = data_dir / "stick", words(shop) + "\n"
    assert run(shop, "backup", str(stick)).returncode == 0
    moments = (
        "restoring",
        "till/ledger.db",
        "server/server.db",
    )
    refused = 0
    for n, name in enumerate(moments):
        again = data_dir / f"again {n}"
        seen = again / name
        killed(again, seen.exists, "restore", str(stick), "--recovery", typed=typed)
        checked = run(again, "ledger", "verify")
        if "restore_unfinished" in checked.stderr:
            refused += 1
            assert checked.returncode == 2
            assert run(again, "restore", str(stick), "--recovery", input=typed).returncode == 0
            checked = run(again, "ledger", "verify")
        assert checked.returncode == 0, checked.stderr
        assert till_events(again) == till_events(shop)
    assert refused >= 1


@pytest.mark.slow
def test_a_full_disk_at_the_place(shop: Path, data_dir: Path) -> None:
    """The older copy stays; where more than one lies there the oldest makes room."""
    with small_disk(data_dir / "stick", "2m") as stick:
        assert run(shop, "backup", str(stick)).returncode == 0
        (first,) = stick.iterdir()
        full = run(shop, "backup", str(stick))
        while full.returncode == 0:
            full = run(shop, "backup", str(stick))
        assert full.returncode == 3
        assert "disk_full" in full.stderr
        assert not list(stick.glob(f"*{shelf.HALF}"))
        assert shelf.read(first).path == first
        made = run(shop, "backup", str(stick), "--keep", "14", "--json")
        assert made.returncode == 0
        assert not first.exists()
        assert shelf.find(stick).path == Path(json.loads(made.stdout)["backup"])
        for copy in shelf.copies(stick)[:-1]:
            copy.path.unlink()
        (stick / "photos").write_bytes(bytes(1500 * 1024))
        assert run(shop, "backup", str(stick), "--keep", "14").returncode == 3
        assert shelf.newest(stick) is not None
    assert run(shop, "ledger", "verify").returncode == 0

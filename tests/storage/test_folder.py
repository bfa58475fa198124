"""The data folder: one process at a time, and demo and shop never mix."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from loyalty.errors import Outage, Refusal
from storage import folder
from storage.ledger import SqlLedger
from tests.contract import entries

ROOT = Path(__file__).parents[2]
HOLDING = """
import sys
from pathlib import Path
from storage.folder import Lock
lock = Lock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.readline()
"""


def test_the_layout(data_dir: Path) -> None:
    made = folder.prepare(data_dir / "new" / "data", folder.DEMO)
    assert made.ledger == data_dir / "new" / "data" / "till" / "ledger.db"
    assert made.directory == made.till / "directory.db"
    assert all(path.is_dir() for path in (made.till, made.keys, made.slips, made.server))
    assert made.till.stat().st_mode & 0o077 == 0
    SqlLedger(made.ledger, entries.KEY).close()
    assert folder.prepare(made.root, folder.DEMO) == made


def test_an_empty_folder_may_become_either(data_dir: Path) -> None:
    assert folder.kind_of(data_dir) is None
    assert folder.kind_of(data_dir / "nowhere") is None
    folder.prepare(data_dir, folder.SHOP)
    assert folder.kind_of(data_dir) == folder.SHOP


def test_what_a_folder_is_lasts_through_a_power_cut(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Found by tests/processes: the file was empty afterwards, and the till never opened again."""
    synced: set[int] = set()
    really = os.fsync

    def fsync(handle: int) -> None:
        synced.add(os.fstat(handle).st_ino)
        really(handle)

    monkeypatch.setattr(os, "fsync", fsync)
    folder.prepare(data_dir, folder.SHOP)
    assert (data_dir / "kind").stat().st_ino in synced
    assert os.name == "nt" or data_dir.stat().st_ino in synced


def test_demo_and_shop_never_mix(data_dir: Path) -> None:
    folder.prepare(data_dir, folder.SHOP)
    with pytest.raises(Refusal) as caught:
        folder.prepare(data_dir, folder.DEMO)
    assert caught.value.code == "demo_mixed"
    assert "--data" in caught.value.message


def test_a_folder_of_something_else_is_refused(data_dir: Path) -> None:
    (data_dir / "kind").write_text("holiday pictures")
    with pytest.raises(Refusal) as caught:
        folder.prepare(data_dir, folder.SHOP)
    assert caught.value.code == "folder_unknown"


def test_one_process_a_folder(data_dir: Path) -> None:
    made = folder.prepare(data_dir, folder.SHOP)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDING, made.till],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(Outage) as caught:
            folder.Lock(made.till)
        assert caught.value.code == "already_open"
        folder.Lock(made.server).release()
        other.kill()
    folder.Lock(made.till).release()


def test_a_file_in_the_way_is_told(data_dir: Path) -> None:
    (data_dir / "till").write_text("")
    with pytest.raises(Outage) as caught:
        folder.prepare(data_dir, folder.SHOP)
    assert caught.value.code == "disk_failed"

"""A demo shop with its past weeks on a real server process, made once."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from storage.folder import Folder
from terminal.demo import premises
from terminal.demo.scans import Scans

NOON_US = 1_795_348_800_000_000  # 2026-11-22 12:00 UTC


@dataclass(frozen=True)
class Furnished:
    """A shop whose server has ended; `opens_us` is when its day would begin."""

    folder: Folder
    opens_us: int
    zone: str


@pytest.fixture(scope="session")
def furnished() -> Iterator[Furnished]:
    """Fill a demo shop as the demo day does, and end its server."""
    memory = Path("/dev/shm")  # noqa: S108 - a fresh folder of ours inside it
    where = memory if os.access(memory, os.W_OK) else None
    root = Path(tempfile.mkdtemp(prefix="regulars-demo-", dir=where))
    folder = premises.fresh(root)
    server = premises.Server(folder)
    try:
        opens_us, zone = premises.furnish(
            folder, server, language="", now_us=NOON_US, randomness=os.urandom
        )
    finally:
        code = server.stop()
    assert code == 0
    Scans(folder.till).drawn("1234")
    Scans(folder.till).read("1234", 12_345)
    yield Furnished(folder=folder, opens_us=opens_us, zone=zone)
    shutil.rmtree(root)


@pytest.fixture
def copied(furnished: Furnished, tmp_path: Path) -> Folder:
    """Give a copy of that shop, to damage."""
    root = tmp_path / "copy"
    shutil.copytree(furnished.folder.root, root)
    return Folder(root=root, kind=furnished.folder.kind)

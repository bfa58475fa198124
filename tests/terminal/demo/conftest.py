"""A demo shop with its past weeks on a real server process, made once."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from unittest import mock

import pytest

from storage.folder import Folder
from storage.keys import FileKeyStore
from terminal.demo import premises, seed
from terminal.demo.scans import Scans
from terminal.till import identify
from terminal.till import keys as till_keys

NOON_US = 1_795_348_800_000_000  # 2026-11-22 12:00 UTC


ZONE = "Europe/Amsterdam"


@contextmanager
def cut_off(*, after: int, of: str = "scan") -> Iterator[None]:
    """Stop the program after so many scans or typed texts of the past weeks."""
    where = {"scan": identify, "typed": till_keys}[of]
    real, left = getattr(where, of), itertools.count(after, -1)

    def once(*given: object) -> object:
        if next(left) == 0:
            raise KeyboardInterrupt
        return real(*given)

    with mock.patch.object(where, of, once):
        yield


@dataclass(frozen=True)
class Furnished:
    """A shop whose server has ended; `opens_us` is when its day would begin."""

    folder: Folder
    opens_us: int
    zone: str


@pytest.fixture(scope="session")
def furnished() -> Iterator[Furnished]:
    """Fill a demo shop as the demo day does, cut off twice, and end its server."""
    memory = Path("/dev/shm")  # noqa: S108 - a fresh folder of ours inside it
    where = memory if os.access(memory, os.W_OK) else None
    root = Path(tempfile.mkdtemp(prefix="regulars-demo-", dir=where))
    folder = premises.fresh(root)
    server = premises.Server(folder)
    try:
        with cut_off(after=25), pytest.raises(KeyboardInterrupt):
            premises.furnish(folder, server, language="", now_us=NOON_US, randomness=os.urandom)
        opens_us = premises.opening_time(NOON_US, ZONE)
        fill = partial(
            seed.fill,
            folder,
            FileKeyStore(folder.keys),
            server.own.url,
            until_us=opens_us,
            randomness=os.urandom,
        )
        # Between a first card and its sale: the member is there, the sale is not.
        with cut_off(after=0, of="typed"), pytest.raises(KeyboardInterrupt):
            fill()
        fill()
    finally:
        code = server.stop()
    assert code == 0
    Scans(folder.till).drawn("1234")
    Scans(folder.till).read("1234", 12_345)
    yield Furnished(folder=folder, opens_us=opens_us, zone=ZONE)
    shutil.rmtree(root)


@pytest.fixture
def copied(furnished: Furnished, tmp_path: Path) -> Folder:
    """Give a copy of that shop, to damage."""
    root = tmp_path / "copy"
    shutil.copytree(furnished.folder.root, root)
    return Folder(root=root, kind=furnished.folder.kind)

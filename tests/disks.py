"""A small disk for tests of what happens when one is full."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, size: str = "1m") -> Iterator[Path]:
    """Give a disk of one megabyte at `folder`; skips the test where none can be mounted."""
    why = "only root on Linux can mount the small disk that this needs"
    mount = shutil.which("mount")
    if os.name == "nt" or os.geteuid() != 0 or mount is None:
        pytest.skip(why)
    folder.mkdir()
    wanted = [mount, "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if subprocess.run(wanted, check=False, capture_output=True).returncode:
        pytest.skip(why)
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)

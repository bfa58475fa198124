"""Disks of our own that fill up and turn read-only, where this user may mount them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

IMAGE_BYTES: Final = 48 * 1024 * 1024
CHUNK_BYTES: Final = 4_096
TOOLS: Final = ("mount", "umount", "mkfs.ext4", "e2fsck", "findmnt")


def why_not() -> str:
    """Say why no disk can be mounted here; empty when one can."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return "mounting a disk of our own needs root on Linux"
    missing = [name for name in TOOLS if shutil.which(name) is None]
    if missing:
        return f"not installed: {', '.join(missing)}"
    done = subprocess.run(["losetup", "-f"], capture_output=True, check=False)
    return "" if done.returncode == 0 else "there is no loop device"


@contextmanager
def small(place: Path, megabytes: int) -> Iterator[Path]:
    """Give a disk in memory that holds so much."""
    place.mkdir(parents=True)
    _run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(place))
    try:
        yield place
    finally:
        _run("umount", str(place))


def fill(place: Path) -> Path:
    """Fill a disk to its last block; deleting the file that is given makes room again."""
    ballast = place / "ballast"
    with ballast.open("ab", buffering=0) as file:
        try:
            while file.write(bytes(CHUNK_BYTES)):
                pass
        except OSError:
            return ballast
    raise AssertionError("a disk is never full")


class Failing:
    """A disk that finds an error in itself, after which Linux takes no more writes to it."""

    def __init__(self, place: Path) -> None:
        """Make it and mount it."""
        self.place = place
        self._image = place.with_suffix(".img")
        with self._image.open("wb") as file:
            file.truncate(IMAGE_BYTES)
        _run("mkfs.ext4", "-q", "-m", "0", "-O", "^has_journal", "-e", "remount-ro", self._image)
        place.mkdir(parents=True)
        self.mount()

    def mount(self) -> None:
        """Mount it."""
        _run("mount", "-o", "loop", self._image, self.place)

    def fail(self) -> None:
        """Let it find an error: every open file is read-only from now on."""
        source = _run("findmnt", "-no", "SOURCE", self.place).strip()
        errors = Path("/sys/fs/ext4") / Path(source).name / "trigger_fs_error"
        errors.write_text("1", "ascii")

    def mend(self) -> None:
        """Check it and mount it again, as somebody does who starts the machine anew."""
        self.remove()
        # 1 says that what was wrong has been put right.
        done = subprocess.run(["e2fsck", "-fp", str(self._image)], capture_output=True, check=False)
        assert done.returncode in (0, 1), done.stdout
        self.mount()

    def remove(self) -> None:
        """Unmount it."""
        _run("umount", self.place)


def _run(*words: str | Path) -> str:
    done = subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout

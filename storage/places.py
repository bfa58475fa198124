"""The sticks, disks and folders of the network that stand open for this user now."""

from __future__ import annotations

import os
import shutil
import string
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_MOUNTS: Final = Path("/proc/self/mounts")
_WHERE: Final = ("/media/", "/run/media/", "/mnt/")
_VOLUMES: Final = Path("/Volumes")
_OCTAL: Final = ((r"\040", " "), (r"\011", "\t"), (r"\012", "\n"), (r"\134", "\\"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place: its folder, what a person calls it, and how much room is there."""

    path: Path
    name: str
    free_bytes: int


def mounted() -> list[Place]:
    """Give the places that this user may write to, by name."""
    found = []
    for path in _folders():
        with suppress(OSError):
            if path.is_dir() and os.access(path, os.W_OK):
                free_bytes = shutil.disk_usage(path).free
                found.append(Place(path=path, name=path.name or str(path), free_bytes=free_bytes))
    return sorted(found, key=lambda place: (place.name, str(place.path)))


def _folders() -> Iterator[Path]:
    if sys.platform == "win32":
        system = Path.home().drive.upper()
        yield from (Path(f"{a}:\\") for a in string.ascii_uppercase if f"{a}:" != system)
    elif sys.platform == "darwin":
        with suppress(OSError):
            # The system's own disk stands there too, as a link.
            yield from (path for path in _VOLUMES.iterdir() if not path.is_symlink())
    else:
        with suppress(OSError):
            yield from _linux(_MOUNTS.read_text("utf-8", errors="replace"))


def _linux(mounts: str) -> Iterator[Path]:
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) > 1 and fields[1].startswith(_WHERE):
            path = fields[1]
            for written, meant in _OCTAL:
                path = path.replace(written, meant)
            yield Path(path)

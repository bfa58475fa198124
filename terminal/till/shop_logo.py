"""The logo that a shop puts into its data folder: for cards, the launch kit and slips."""

from __future__ import annotations

from pathlib import Path
from typing import Final

NAMES: Final = ("logo.png", "logo.jpg", "logo.jpeg")


def logo_of(folder: Path) -> Path | None:
    """Give the logo in a data folder, where there is one."""
    return next((path for name in NAMES if (path := folder / name).is_file()), None)


def drop(folder: Path, keep: str = "") -> None:
    """Take away every logo but the file of one name. Raises OSError where the disk says no."""
    for name in NAMES:
        if name != keep:
            (folder / name).unlink(missing_ok=True)


def logo_bytes(folder: Path) -> bytes:
    """Read the logo for a slip: nothing where there is none or it cannot be read now."""
    found = logo_of(folder)
    try:
        return found.read_bytes() if found else b""
    except OSError:
        return b""

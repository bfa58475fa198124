"""Writes small files that are there whole after a power cut, or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from storage import failures

_PRIVATE: Final = 0o600


def write(path: Path, content: bytes) -> None:
    """Put a file in place of the one before, for this user alone. Raises OSError."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    failures.sync_folder(path.parent)

"""Reports of closed days as files in the data folder, for a spreadsheet or an accountant."""

from __future__ import annotations

import os
from pathlib import Path

from storage import failures
from storage.folder import Folder

_PRIVATE = 0o600


def place(folder: Folder) -> Path:
    """Say where the reports of a data folder lie."""
    return folder.root / "reports"


def keep(folder: Folder, name: str, text: str) -> None:
    """Write a report, whole or not at all. Raises Outage as `storage.failures.of_os`.

    It begins with a mark of order, without which some spreadsheets read no umlauts.
    """
    path = place(folder) / name
    half = path.with_suffix(".part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _PRIVATE)
        with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
            file.write(text)
        half.replace(path)
    except OSError as error:
        raise failures.of_os(error, path) from error

"""A file that is there whole or not at all: written beside its place, then put into it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from storage import failures


@contextmanager
def written(path: Path) -> Iterator[tuple[IO[bytes], Path]]:
    """Give an open file and where it lies until it is whole.

    Whatever ends it early, Ctrl+C too, leaves nothing behind, and what was in its place stays.
    Raises Outage `disk_full`, `disk_read_only` or `disk_failed`.
    """
    draft = path.with_name(f".{path.name}.part")
    try:
        try:
            with draft.open("wb") as file:
                yield file, draft
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
            failures.sync_folder(path.parent)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise failures.of_os(error, path) from error

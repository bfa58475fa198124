"""Lets a till start a hundred times a second: what never changes is worked out once."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from sqlalchemy.sql import ClauseElement

from loyalty.programme import from_wire
from server import granting
from storage import database
from storage.database import Database


@contextmanager
def quick() -> Iterator[None]:
    """Keep compiled statements and read programmes from one start to the next.

    Both are pure functions of constants; a process in a shop works them out once as well.
    """
    prepared = Database._prepared
    compiled: dict[ClauseElement, database._Compiled] = {}

    def remembered(self: Database, statement: ClauseElement) -> database._Compiled:
        found = compiled.get(statement)
        if found is None:
            found = compiled[statement] = prepared(self, statement)
        return found

    with (
        mock.patch.object(Database, "_prepared", remembered),
        mock.patch.object(granting, "from_wire", functools.cache(from_wire)),
    ):
        yield

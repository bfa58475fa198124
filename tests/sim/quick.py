"""Lets a till start a hundred times a second: what never changes is worked out once."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from argon2 import PasswordHasher
from sqlalchemy import MetaData
from sqlalchemy.sql import ClauseElement

from storage import database, pin_hash
from storage.database import Database
from storage.names import Names
from storage.people import People


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

    def salted(keyed: bytes) -> str:
        # As cheap as the shape of a verifier allows, and the same at every run of a seed.
        hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        return str(hasher.hash(keyed, salt=keyed[:16]))

    make = People.__init__
    made: dict[MetaData, dict[str, Any]] = {}

    def once(self: People, database: Database, metadata: MetaData) -> None:
        if metadata not in made:
            make(self, database, metadata)
            made[metadata] = dict(vars(self))
        vars(self).update(made[metadata], _db=database, _names=Names(database))

    with (
        mock.patch.object(People, "__init__", once),
        mock.patch.object(pin_hash, "make", salted),
        mock.patch.object(Database, "_prepared", remembered),
    ):
        yield


@contextmanager
def without_collecting() -> Iterator[None]:
    """Let nobody look for unused cycles: a seed ends soon, and it is looked through between two."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

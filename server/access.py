"""What a part of the head office needs of a shop's books: database, people, a way to begin.

One value instead of four arguments, so that a new part asks nothing new of `server.books`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from server.people import People
from server.work import Work
from storage.server.database import Connection, Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """A tenant's books: `begin` starts the work of one transaction, given the moment in us."""

    database: Database
    sealed_by: People
    tenant: str
    begin: Callable[[Connection, int], Work]
    randomness: Callable[[int], bytes]

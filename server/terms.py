"""The programme as the server reads it: what is in force on a day, and what day it is by it."""

from __future__ import annotations

from functools import lru_cache

from loyalty.days import business_date
from loyalty.programme import Programme, from_wire, in_force
from storage.server import tenants
from storage.server.database import Connection


def versions(connection: Connection, tenant: str) -> list[Programme]:
    """Give every version of the programme."""
    return [_read(document) for document in tenants.programmes(connection, tenant).values()]


def today(found: list[Programme], now_us: int, zone: str) -> str:
    """Give the business date of now, by the newest terms that have begun.

    Raises Refusal `programme_none`.
    """
    day = business_date(now_us, zone).isoformat()
    terms = in_force(found, day)
    return business_date(now_us, terms.time_zone, terms.day_start_minutes).isoformat()


@lru_cache(maxsize=64)
def _read(document: bytes) -> Programme:
    # A version never changes, and reading one costs more than most of what is done with it.
    return from_wire(document)

"""The programme as the server reads it: what is in force on a day, and what day it is by it."""

from __future__ import annotations

from functools import lru_cache

from loyalty.days import business_date
from loyalty.errors import Refusal
from loyalty.programme import Programme, check_successor, from_wire, in_force
from server.work import Work
from storage.server import changes, tenants
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


def put(work: Work, document: bytes) -> None:
    """Add a version of the programme and send it to every till.

    Raises ProgrammeInvalid, and Refusal `programme_exists` for a version that is there.
    """
    tenant = work.tenant.tenant
    version = from_wire(document)
    known = tenants.programmes(work.connection, tenant)
    if version.version in known:
        raise Refusal(
            "programme_exists",
            f"version {version.version} is known to every till and never changes:"
            f" give the file version {version.version + 1} and a day to begin",
            path="version",
            got=version.version,
        )
    if known:
        check_successor(from_wire(known[max(known)]), version)
    tenants.put_programme(work.connection, tenant, version.version, version.from_day, document)
    work.tell(changes.PROGRAMME, str(version.version))


@lru_cache(maxsize=64)
def _read(document: bytes) -> Programme:
    # A version never changes, and reading one costs more than most of what is done with it.
    return from_wire(document)

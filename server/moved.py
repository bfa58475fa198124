"""Books on their way to another server take nothing; those that went say where they are."""

from __future__ import annotations

from pathlib import Path

from loyalty.errors import Outage, Refusal
from storage.server import tenants
from storage.server.database import Connection, Database
from storage.server.tenants import Tenant

RETRY_AFTER_S = 5
WAITS = "moving-in"
"""A file of a folder that books are to come to; it names their tenant once they are coming."""
CAME = "moved-in"
"""A file that says that the books are all here, and the old ones closed."""


def check(tenant: Tenant) -> None:
    """Raise Refusal `moved` (expected: the new address) when the books are somewhere else."""
    if tenant.moved_to:
        raise Refusal(
            "moved",
            f"the books of this shop are at {tenant.moved_to} now",
            expected=tenant.moved_to,
        )


def check_whole(folder: Path) -> None:
    """Raise Refusal `books_coming` for a folder whose books are served somewhere else still."""
    if (folder / WAITS).exists() and not (folder / CAME).exists():
        raise Refusal(
            "books_coming",
            "the books of this folder have not all come: give `move in` and `move out` again",
        )


def check_still(connection: Connection, tenant: str, now_us: int) -> None:
    """Raise Outage `moving` while they are on their way, or as `check` does.

    Ask under the lock that every change takes: what began before the books left has ended then.
    """
    found = tenants.read(connection, tenant)
    if found is None:
        return
    check(found)
    if found.moving_until_us > now_us:
        raise Outage(
            "moving", "the books are being moved: come back soon", retry_after_s=RETRY_AFTER_S
        )


def where(database: Database, tenant: str) -> str:
    """Give the address where books are now; empty while they are here."""
    with database.read() as connection:
        found = tenants.read(connection, tenant)
    return found.moved_to if found is not None else ""

"""Whether the books were put back from a backup, and which tills have not said all they know."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from storage.server import settings

_NAME = "recovery"


class Recovery(msgspec.Struct, frozen=True, kw_only=True):
    """`waits` has each till that has not claimed: where its chains end, or nothing yet.

    `tills` is the largest number of tills that one of them was told of, and `newcomers` are those
    that were connected for the first time since: nobody could be told of them before. `merged` and
    `redirects` are members and accounts that tills said go on as others, and `acts` events of the
    server that they were told of, as text by id: all that is done again when it is over.
    """

    active: bool = False
    began_us: int = 0
    waits: dict[str, dict[int, int]] = {}
    tills: int = 0
    newcomers: tuple[str, ...] = ()
    merged: dict[str, str] = {}
    redirects: dict[str, str] = {}
    acts: dict[str, str] = {}


def read(connection: Connection, tenant: str) -> Recovery:
    """Give how far it has come; nothing waits where the books were never put back."""
    # It lies among the settings and is never told to a till, because nothing changes in the feed.
    text = settings.read(connection, tenant, [_NAME]).get(_NAME, "")
    return msgspec.json.decode(text, type=Recovery) if text else Recovery()


def save(connection: Connection, tenant: str, recovery: Recovery) -> None:
    """Keep how far it has come."""
    settings.put(connection, tenant, _NAME, msgspec.json.encode(recovery).decode())

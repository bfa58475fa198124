"""How far what older programs did not write was caught up: tokens of people, and histories."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection

from storage.server import settings

_NAME = "helping/caught_up"


class Reached(msgspec.Struct, frozen=True, kw_only=True):
    """How far it came; `until` is the last position of events that may be missing, 0 unknown."""

    person: str = ""
    people_done: bool = False
    position: int = 0
    until: int = 0
    done: bool = False


def read(connection: Connection, tenant: str) -> Reached:
    """Give how far it came."""
    text = settings.read(connection, tenant, [_NAME]).get(_NAME, "")
    return msgspec.json.decode(text, type=Reached) if text else Reached()


def save(connection: Connection, tenant: str, now: Reached) -> None:
    """Keep how far it came."""
    settings.put(connection, tenant, _NAME, msgspec.json.encode(now).decode())


def is_whole(connection: Connection, tenant: str) -> bool:
    """Say whether every history has all its events, and everybody is found by name."""
    return read(connection, tenant).done

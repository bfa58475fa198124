"""Catches up what older programs did not write: what members are searched by, and histories.

A page a transaction, and it goes on where it ended; afterwards it costs one small read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

from loyalty import finding, subject
from loyalty.event import Event
from server import people as people_rows
from server.access import Access
from server.work import SERVER
from storage.server import caught_up, changes, histories, people, people_index
from storage.server.caught_up import Reached
from storage.server.database import Connection

PAGE = 500
_NAMED = frozenset({"enrol", "card_replaced"})
"""Events of tills whose data names a member; those of the server always do."""


def catch_up(access: Access, now_us: int, stop: Callable[[], bool] = lambda: False) -> bool:
    """Go on until all is written, or `stop` says so; gives whether it is whole."""
    with access.database.read() as connection:
        now = caught_up.read(connection, access.tenant)
    while not now.done and not stop():
        with access.database.write() as connection:
            work = access.begin(connection, now_us)
            work.take_turn()
            now = caught_up.read(connection, access.tenant)
            now = _next(access, connection, now)
            caught_up.save(connection, access.tenant, now)
            work.finish()
    return now.done


def _next(access: Access, connection: Connection, now: Reached) -> Reached:
    page = _events if now.people_done else _people
    return page(access, connection, now)


def _people(access: Access, connection: Connection, now: Reached) -> Reached:
    found = people.ids_after(connection, access.tenant, now.person, PAGE)
    rows = people_rows.rows(connection, access.tenant, access.sealed_by, found)
    key = access.sealed_by.index_key
    tokens = {row.person_id: finding.kept(key, row.fields) for row in rows}
    people_index.replace(connection, access.tenant, tokens)
    is_last = len(found) < PAGE
    last = found[-1] if found else now.person
    return msgspec.structs.replace(now, person=last, people_done=is_last)


def _events(access: Access, connection: Connection, now: Reached) -> Reached:
    until = now.until or changes.last(connection, access.tenant)
    found = histories.events_after(connection, access.tenant, now.position, until=until, limit=PAGE)
    places = [place for row in found for place in _places(*row)]
    histories.store_missing(connection, access.tenant, places)
    last = found[-1][0] if found else now.position
    return msgspec.structs.replace(now, position=last, until=until, done=len(found) < PAGE)


def _places(position: int, kind: str, day: str, raw: bytes) -> Iterator[histories.Place]:
    made = msgspec.json.decode(raw, type=Event)
    named = subject.named(made.data) if made.actor == SERVER or kind in _NAMED else ()
    for name in histories.names(made.postings, named):
        yield histories.Place(position, name, kind, day)

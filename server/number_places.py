"""Gives every epoch of a till a place of its own among the card numbers, once and for ever."""

from __future__ import annotations

from loyalty.number_places import LAST, PLACES, name_of, place_in
from server.work import SERVER, Work
from storage.server import changes, heads, settings


def give(work: Work) -> None:
    """Give a place to whoever has none yet; when all are taken, to nobody: those draw anywhere.

    A new epoch is a new place: a disk that was copied or put back forgot what it drew.
    """
    tenant = work.tenant.tenant
    wanted = [
        name_of(head.device, head.epoch)
        for head in heads.all_heads(work.connection, tenant)
        if head.device != SERVER and head.state == heads.OPEN
    ]
    work.take_turn()
    known = settings.read(work.connection, tenant, (*wanted, LAST))
    last = place_in(known.get(LAST, ""))
    for name in wanted:
        if name in known or last + 1 >= PLACES:
            continue
        last += 1
        settings.put(work.connection, tenant, name, str(last))
        settings.put(work.connection, tenant, LAST, str(last))
        work.tell(changes.SETTING, name)

"""Somebody whom this till had never seen, as the server answered."""

from __future__ import annotations

from storage.records import Credential, Page
from sync.exchange import Found
from terminal.till import elsewhere, rows
from terminal.till.desk import Desk


def learn(desk: Desk, reply: Found) -> None:
    """Keep whom the server found, and where they stand; or the lines that were asked for."""
    if elsewhere.heard(desk, reply):
        return
    found, directory = reply.reply, desk.directory
    if found.member is None or directory.feed_epoch() not in ("", found.feed_epoch):
        return
    asked = reply.asked.request
    # Of whoever is known already the feed says it, in its order.
    is_new = directory.member(found.member.member_id) is None
    visit = found.visit_pin if is_new else None
    directory.apply(
        Page(
            cursor=directory.cursor(),
            # Also before the first pull: positions in the feed of books that are put back later
            # would else be taken for newer than those of the feed that comes instead.
            feed_epoch=found.feed_epoch,
            own=directory.own(),
            standings=(rows.standing(found.standing),) if found.standing else (),
            members=(rows.member(found.member),),
            credentials=(
                Credential(kind=asked.kind, key=asked.key, member_id=found.member.member_id),
            ),
            people=(rows.person(found.person),) if found.person else (),
            pins=(rows.pin(found.pin),) if found.pin else (),
            visit_pins=(rows.credential(visit),) if visit else (),
        )
    )

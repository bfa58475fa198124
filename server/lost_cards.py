"""A till gave a member a new card for a lost one: every till hears which number is blocked."""

from __future__ import annotations

from dataclasses import replace as changed

from server.judge import ReplacedData
from server.work import Work
from storage.records import CARD, CARD_LOST, CARD_WAITS, Credential, Member
from storage.server import changes, members


def replace(work: Work, said: ReplacedData) -> None:
    """Do what a till's event says, as far as the member and both cards are what it says.

    A card that somebody else has stays theirs, and an old one that is not this member's is not
    blocked: then the event is kept and changes nothing. Of two new cards for one the last that
    came is on the member, and both find them.
    """
    connection, tenant = work.connection, work.tenant.tenant
    known: Member | None = members.read(connection, tenant, [said.member]).get(said.member)
    if known is None:
        return
    for number in filter(None, (said.number, said.old)):
        owner = members.by_credential(connection, tenant, CARD, number)
        if owner is None and number == said.old:
            return
        if owner is not None and owner.member_id != known.member_id:
            return
    shown = [(CARD, said.number)]
    if said.old:
        shown.append((CARD_LOST, said.old))
    if said.waits_until_s:
        shown.append((CARD_WAITS, f"{said.number}:{said.waits_until_s}"))
    rows = [Credential(kind=kind, key=key, member_id=known.member_id) for kind, key in shown]
    members.save(connection, tenant, [changed(known, number=said.number)])
    members.save_credentials(connection, tenant, rows)
    work.tell(changes.MEMBER, known.member_id)

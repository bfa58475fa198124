"""Blocking a member: nothing is earned or used; a till that is away goes by what it knew."""

from __future__ import annotations

from dataclasses import replace

from server.commands import finding
from server.commands.asking import Answer
from server.work import Work
from storage.records import ACTIVE, BLOCKED
from storage.server import changes, members


def block(work: Work, who: str, *, blocked: bool) -> Answer:
    """Block a member, or let them come again. Raises Refusal `member_unknown`."""
    found = finding.member(work, who)
    status = BLOCKED if blocked else ACTIVE
    if found.status != status:
        kind = "member_blocked" if blocked else "member_unblocked"
        work.act(kind, (), {"member": found.member_id})
        saved = [replace(found, status=status)]
        members.save(work.connection, work.tenant.tenant, saved)
        work.tell(changes.MEMBER, found.member_id)
    return {"member": found.member_id, "status": status}

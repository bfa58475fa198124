"""Several members on one account: each keeps card, name and birthday."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from loyalty.errors import Refusal
from server.commands import finding
from server.commands.asking import Answer
from server.commands.uniting import HOUSEHOLD, unite
from server.work import Work
from storage.server import changes, members


def join(work: Work, host: str, guests: Sequence[str]) -> Answer:
    """Let members share the host's account from now on; what they had goes there.

    Raises Refusal `member_unknown`, and `household_of` without a second member.
    """
    at_home = finding.member(work, host)
    found = {each.member_id: each for each in (finding.member(work, who) for who in guests)}
    found.pop(at_home.member_id, None)
    if not found:
        raise Refusal("household_of", "a household is two members or more: name the others too")
    for guest in found.values():
        if guest.account != at_home.account:
            data = {"member": guest.member_id, "with": at_home.member_id}
            unite(work, HOUSEHOLD, guest.account, at_home.account, data)
    shared = members.on_account(work.connection, work.tenant.tenant, [at_home.account])
    return {"account": at_home.account, "members": [each.member_id for each in shared]}


def leave(work: Work, who: str) -> Answer:
    """Give a member an account of their own, with nothing in it; the points stay at home.

    Raises Refusal `member_unknown`, and `household_alone` for who shares with nobody.
    """
    found = finding.member(work, who)
    tenant = work.tenant.tenant
    if len(members.on_account(work.connection, tenant, [found.account])) == 1:
        raise Refusal("household_alone", "this member shares an account with nobody")
    own = work.new_id().replace("-", "")
    members.save(work.connection, tenant, [replace(found, account=own)])
    data = {"member": found.member_id, "from": found.account, "account": own}
    work.act("household_left", (), data)
    work.tell(changes.MEMBER, found.member_id)
    return {"member": found.member_id, "account": own, "from": found.account}

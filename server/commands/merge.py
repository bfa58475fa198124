"""Two members who are one person: the second goes on as the first for ever."""

from __future__ import annotations

from dataclasses import replace

from loyalty.errors import Refusal
from server.commands import erase, finding, sealed_notes
from server.commands.asking import Answer
from server.commands.uniting import MERGE, unite
from server.people import People
from server.work import Work
from storage.records import MERGED, VISIT_PIN, Member
from storage.server import changes, members, people, people_index, pins, redirects
from storage.server.people import PlainPerson
from storage.server.redirects import Redirect


def merge(work: Work, sealed_by: People, keep: str, drop: str) -> Answer:
    """Let a member go on as another: account, cards, phone and name.

    Personal data of the one who is kept stays as it is; the other's takes its place only where
    there is none. Raises Refusal `member_unknown` and `merge_self`.
    """
    kept, dropped = finding.member(work, keep), finding.member(work, drop)
    if kept.member_id == dropped.member_id:
        raise Refusal("merge_self", "this is one member already")
    tenant = work.tenant.tenant
    gone = Redirect(kind=redirects.MEMBER, key=dropped.member_id, target=kept.member_id)
    redirects.save(work.connection, tenant, [gone])
    work.tell(changes.MERGED, dropped.member_id)
    data = {"member": dropped.member_id, "into": kept.member_id}
    unite(work, MERGE, dropped.account, kept.account, data)
    status = replace(dropped, account=kept.account, status=MERGED)
    members.save(work.connection, tenant, [status])
    _hand_over(work, sealed_by, dropped, kept)
    work.tell(changes.MEMBER, dropped.member_id)
    work.tell(changes.MEMBER, kept.member_id)
    return {
        "member": kept.member_id,
        "merged": dropped.member_id,
        "account": kept.account,
        "from": dropped.account,
    }


def _hand_over(work: Work, sealed_by: People, old: Member, new: Member) -> None:
    """Let cards, phone and a visit PIN find who is kept; the rest of who is dropped goes."""
    tenant, connection = work.tenant.tenant, work.connection
    visits = {each.member_id: each for each in pins.visits(connection, tenant, [old.member_id])}
    has_own = any(each.key for each in pins.visits(connection, tenant, [new.member_id]))
    if people.erased(connection, tenant, [new.member_id]):
        members.replace_blind(connection, tenant, old.member_id, ())
        people_index.replace(connection, tenant, {old.member_id: ()})
    members.hand_over(connection, tenant, old.member_id, new.member_id)
    people_index.hand_over(connection, tenant, old.member_id, new.member_id)
    sealed_notes.hand_over(work, sealed_by, old.member_id, new.member_id)
    _hand_over_person(work, sealed_by, old.member_id, new.member_id)
    erase.forget(work, old.member_id)
    visit = visits.get(old.member_id)
    if visit and visit.kind == VISIT_PIN and visit.key and not has_own:
        pins.put_visit(connection, tenant, new.member_id, visit.key)
        work.tell(changes.VISIT_PIN, new.member_id)


def _hand_over_person(work: Work, sealed_by: People, old: str, new: str) -> None:
    tenant, connection = work.tenant.tenant, work.connection
    if people.read(connection, tenant, [new]) or people.erased(connection, tenant, [new]):
        return
    opened = sealed_by.keys.open(tenant, people.read(connection, tenant, [old]))
    moved = [PlainPerson(person_id=new, version=row.version + 1, plain=row.plain) for row in opened]
    people.save(connection, tenant, sealed_by.keys.seal(tenant, moved))
    for row in moved:
        work.tell(changes.PERSON, row.person_id)

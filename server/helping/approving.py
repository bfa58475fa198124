"""What is above the owner's limit waits for a second person, and is then done once, or never."""

from __future__ import annotations

from dataclasses import dataclass, replace

import msgspec

from loyalty.errors import Refusal
from server.commands import adjust, finding
from server.commands.asking import Answer
from server.helping import limits
from server.work import Work
from storage.server import approvals
from storage.server.approvals import APPROVED, DECLINED, OPEN, Approval
from storage.server.database import Connection

PAGE = 50


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """An adjustment that somebody wants; `case` is the id of the case that it answers, or empty."""

    amount: int
    unit: str
    reason: str
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A wish as the list shows it."""

    approval_id: str
    state: str
    member_id: str
    wish: Wish
    asked_by: str
    asked_us: int


def adjust_or_ask(work: Work, who: str, wish: Wish, by: str) -> Answer:
    """Do an adjustment, or keep it for a second person where it is above the limit.

    The answer has `approval` with the id of what waits, else what `server.commands.adjust` gives.
    Raises as that does, also for what only waits.
    """
    member = finding.member(work, who)
    if limits.read(work.connection, work.tenant.tenant).allows(wish.unit, wish.amount):
        return adjust.adjust(work, member.member_id, wish.amount, wish.unit, wish.reason)
    adjust.check(work, wish.amount, wish.unit, wish.reason)
    row = Approval(
        approval_id=work.new_id(),
        state=OPEN,
        member_id=member.member_id,
        wish=msgspec.json.encode(wish),
        asked_by=by,
        asked_us=work.now_us,
    )
    approvals.save(work.connection, work.tenant.tenant, row)
    return {"member": member.member_id, "approval": row.approval_id}


def decide(work: Work, approval_id: str, by: str, *, approve: bool) -> tuple[Answer, Approval]:
    """Do what waits, or never do it; gives the answer and what was decided.

    Whoever asked may take it back (decline), but not approve it. Raises Refusal
    `approval_unknown`, `approval_done` when somebody decided before, `approval_own`, and as
    `server.commands.adjust` does for what makes no sense any more.
    """
    work.take_turn()
    row = approvals.read(work.connection, work.tenant.tenant, approval_id)
    if row is None:
        raise Refusal("approval_unknown", "nothing waits under this name")
    if row.state != OPEN:
        raise Refusal("approval_done", "somebody decided this already", got=row.state)
    if approve and row.asked_by == by:
        raise Refusal("approval_own", "somebody else has to approve what you asked for")
    wish = msgspec.json.decode(row.wish, type=Wish)
    answer: Answer = {"member": row.member_id}
    if approve:
        answer = adjust.adjust(work, row.member_id, wish.amount, wish.unit, wish.reason)
    state = APPROVED if approve else DECLINED
    decided = replace(row, state=state, decided_by=by, decided_us=work.now_us)
    approvals.save(work.connection, work.tenant.tenant, decided)
    return {**answer, "approval": approval_id, "state": state}, decided


def waiting(connection: Connection, tenant: str, *, after: str = "") -> tuple[list[Waiting], str]:
    """Give a page of what waits, the oldest first, and where the next page begins (or empty)."""
    rows = approvals.in_state(connection, tenant, OPEN, after=after, limit=PAGE + 1)
    found = [
        Waiting(
            approval_id=row.approval_id,
            state=row.state,
            member_id=row.member_id,
            wish=msgspec.json.decode(row.wish, type=Wish),
            asked_by=row.asked_by,
            asked_us=row.asked_us,
        )
        for row in rows[:PAGE]
    ]
    return found, found[-1].approval_id if len(rows) > PAGE else ""

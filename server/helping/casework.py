"""Cases: a member writes that something is missing, and somebody gives it or says why not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from loyalty.accounts import POINTS
from loyalty.errors import Refusal
from server.commands import finding, sealed_notes
from server.commands.asking import Answer
from server.commands.sealed_notes import Story, text_of
from server.helping.approving import Wish, adjust_or_ask
from server.people import People
from server.work import Work
from storage.server import cases
from storage.server.cases import DECLINED, GIVEN, OPEN, WAITS, Case
from storage.server.database import Connection

PAGE = 50
OPEN_MAX = 3
MONEY_MAX = 10**9
REASON = "complaint"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A case as it can be read."""

    case: Case
    story: Story


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """What a member is given, and what is said with it (may be empty)."""

    points: int
    said: str = ""


def send(work: Work, sealed_by: People, who: str, story: Story) -> Case:
    """Keep what a member wrote, until somebody answers.

    Raises Refusal `member_unknown`, `person_erased`, `text_wrong`, `day_wrong`, `amount_wrong`,
    and `case_many` while three cases of this member wait.
    """
    work.take_turn()
    member = finding.member(work, who)
    tenant = work.tenant.tenant
    sealed_notes.check_person(work, member.member_id)
    checked = Story(
        text=text_of(story.text),
        day=_day(story.day, work.day),
        amount_minor=_money(story.amount_minor),
    )
    sent = cases.of(work.connection, tenant, member.member_id)
    if sum(each.state in (OPEN, WAITS) for each in sent) >= OPEN_MAX:
        raise Refusal(
            "case_many", "your earlier messages are still being looked at", expected=OPEN_MAX
        )
    row = Case(
        case_id=work.new_id(),
        member_id=member.member_id,
        state=OPEN,
        made_us=work.now_us,
        version=0,
        sealed=b"",
    )
    sealed = sealed_notes.seal_case(tenant, sealed_by, row, checked)
    cases.save(work.connection, tenant, [sealed])
    return sealed


def give(work: Work, sealed_by: People, case_id: str, remedy: Remedy, by: str) -> Answer:
    """Give the points that are missing; above the limit the case waits for a second person.

    Raises Refusal `case_unknown`, `case_done`, `amount_wrong` and as
    `server.commands.adjust` does.
    """
    row, story = _open(work, sealed_by, case_id)
    if remedy.points <= 0:
        raise Refusal("amount_wrong", "give a whole number of points above 0", got=remedy.points)
    wish = Wish(amount=remedy.points, unit=POINTS, reason=REASON, case=case_id)
    answer = adjust_or_ask(work, row.member_id, wish, by)
    state = WAITS if "approval" in answer else GIVEN
    told = _told(remedy.said, remedy.points, story)
    _answer(work, sealed_by, replace(row, state=state, answered_by=by), told)
    return {**answer, "case": case_id, "state": state}


def decline(work: Work, sealed_by: People, case_id: str, said: str, by: str) -> Answer:
    """Say why not. Raises Refusal `case_unknown`, `case_done` and `text_wrong` without a reason."""
    row, story = _open(work, sealed_by, case_id)
    told = _told(text_of(said), 0, story)
    _answer(work, sealed_by, replace(row, state=DECLINED, answered_by=by), told)
    return {"member": row.member_id, "case": case_id, "state": DECLINED}


def decided(work: Work, sealed_by: People, case_id: str, *, approved: bool) -> None:
    """Hear that a second person approved the points of a case, or did not: then it is open again.

    Nothing is done for a case that is gone because its member was erased.
    """
    row = cases.read(work.connection, work.tenant.tenant, case_id)
    if row is None or row.state != WAITS:
        return
    story = sealed_notes.read_case(work.tenant.tenant, sealed_by, row)
    if story is None:
        return
    if approved:
        _answer(work, sealed_by, replace(row, state=GIVEN), story)
    else:
        kept = Story(text=story.text, day=story.day, amount_minor=story.amount_minor)
        _answer(work, sealed_by, replace(row, state=OPEN, answered_by=""), kept)


def waiting(
    connection: Connection, tenant: str, sealed_by: People, state: str, *, after: str = ""
) -> tuple[list[Told], str]:
    """Give a page of cases of a state, who waits longest first, and where the next one begins."""
    rows = cases.in_state(connection, tenant, state, after=after, limit=PAGE + 1)
    found = _read(tenant, sealed_by, rows[:PAGE])
    return found, rows[PAGE - 1].case_id if len(rows) > PAGE else ""


def of(connection: Connection, tenant: str, sealed_by: People, member_id: str) -> list[Told]:
    """Give the newest cases of a member."""
    return _read(tenant, sealed_by, cases.of(connection, tenant, member_id, limit=PAGE))


def _read(tenant: str, sealed_by: People, rows: list[Case]) -> list[Told]:
    stories = ((row, sealed_notes.read_case(tenant, sealed_by, row)) for row in rows)
    return [Told(case=row, story=story) for row, story in stories if story is not None]


def _open(work: Work, sealed_by: People, case_id: str) -> tuple[Case, Story]:
    work.take_turn()
    row = cases.read(work.connection, work.tenant.tenant, case_id)
    story = sealed_notes.read_case(work.tenant.tenant, sealed_by, row) if row else None
    if row is None or story is None:
        raise Refusal("case_unknown", "there is no such case any more")
    if row.state != OPEN:
        raise Refusal("case_done", "somebody answered this already", got=row.state)
    return row, story


def _told(said: str, points: int, story: Story) -> Story:
    return Story(
        text=story.text,
        day=story.day,
        amount_minor=story.amount_minor,
        answer=text_of(said) if said.strip() else "",
        points=points,
    )


def _answer(work: Work, sealed_by: People, row: Case, story: Story) -> None:
    tenant = work.tenant.tenant
    answered = replace(row, answered_us=0 if row.state == OPEN else work.now_us)
    cases.save(
        work.connection, tenant, [sealed_notes.seal_case(tenant, sealed_by, answered, story)]
    )


def _day(text: str, today: str) -> str:
    if not text:
        return ""
    try:
        day = date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise Refusal("day_wrong", "write the day of the visit as 2026-11-22") from error
    if day > today:
        raise Refusal("day_wrong", "the day of the visit is today or before", expected=today)
    return day


def _money(amount_minor: int) -> int:
    if not 0 <= amount_minor <= MONEY_MAX:
        raise Refusal("amount_wrong", "this amount cannot be", got=amount_minor)
    return amount_minor

"""Publishes a draft from a day on, and recalls what has not begun; the past is never rewritten.

What was sent to tills never changes there. A recall is therefore a version of its own: the rules
that were to end, from the very day on which the recalled version would have begun.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

import msgspec

from loyalty.comparing.losers import Counted
from loyalty.errors import Refusal
from loyalty.margin.protection import protection
from loyalty.programme import (
    Programme,
    check_successor,
    in_force,
    load_toml,
    to_wire,
)
from server import terms
from server.publishing import drafting, member_texts
from server.publishing.forecasting import Compared
from server.publishing.rules import Rules
from server.work import Work
from storage.server import drafts, publications
from storage.server.publications import Publication


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What was known when a version was published."""

    losses: tuple[Counted, ...] = ()
    forecast: Compared | None = None
    goal: str = ""


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """A draft that waits for a second person: who wants it, from when, at what cost a month.

    `month_cost_minor` is None where no sales say it.
    """

    by: str
    from_day: str
    edit: int
    month_cost_minor: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A draft as it would be published: its programme, what it follows, and what that means."""

    opened: drafting.Opened
    programme: Programme
    before: Programme
    losses: tuple[Counted, ...]
    forecast: Compared | None
    earliest: str


def next_version(known: list[Programme], document: str, from_day: str) -> Programme:
    """Read a draft as the next version from a day.

    Raises ProgrammeInvalid, and Refusal `programme_day` for what is no day and `programme_order`
    for one before the newest version begins.
    """
    newest = max(known, key=lambda each: each.version)
    made = msgspec.structs.replace(
        load_toml(document), version=newest.version + 1, from_day=_day(from_day)
    )
    if from_day < newest.from_day:
        raise Refusal(
            "programme_order",
            f"version {newest.version} begins on {newest.from_day}, and none begins before it",
            path="from",
            expected=newest.from_day,
            got=newest.version,
        )
    check_successor(newest, made)
    return made


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise Refusal("programme_day", "give a day such as 2026-11-01", path="from") from error


def earliest(today: str, rules: Rules, *, is_worse: bool) -> str:
    """Give the first day on which a change can begin."""
    days = rules.notice_days if is_worse else 0
    return (date.fromisoformat(today) + timedelta(days=max(days, 1))).isoformat()


def check(prepared: Prepared, today: str, rules: Rules) -> None:
    """Raise a Refusal unless this may be published.

    It is `programme_past`, `programme_notice`, `programme_same` or `programme_margin`.
    """
    made, before = prepared.programme, prepared.before
    if made.from_day <= today:
        raise _too_soon("programme_past", earliest(today, rules, is_worse=False), made)
    if made.from_day < prepared.earliest:
        raise _too_soon("programme_notice", prepared.earliest, made)
    as_before = msgspec.structs.replace(before, version=made.version, from_day=made.from_day)
    if made == as_before:
        raise Refusal("programme_same", "nothing is different from the version before")
    margin = made.margin_percent
    if margin is not None and protection(made).exceeds(margin):
        raise Refusal(
            "programme_margin",
            "rewards can cost more than the margin",
            path="margin_percent",
            got=margin,
        )


def needs_second(found: Compared | None, rules: Rules) -> bool:
    """Say whether a second person has to agree: the limit is passed, or nobody knows the cost."""
    if not rules.cost_limit_minor:
        return False
    return found is None or found.now.month_cost_minor > rules.cost_limit_minor


def wait(work: Work, prepared: Prepared, who: str) -> Wish:
    """Let a draft wait for a second person."""
    found = prepared.forecast
    wish = Wish(
        by=who,
        from_day=prepared.programme.from_day,
        edit=prepared.opened.edit,
        month_cost_minor=None if found is None else found.now.month_cost_minor,
    )
    draft = replace(prepared.opened.draft, state=drafts.WAITING, wish=msgspec.json.encode(wish))
    drafts.save(work.connection, work.tenant.tenant, draft)
    return wish


def wish_of(opened: drafting.Opened) -> Wish:
    """Give what a draft waits with. Raises Refusal `second_none`."""
    if opened.draft.state != drafts.WAITING:
        raise Refusal("second_none", "this draft does not wait for a second person")
    return msgspec.json.decode(opened.draft.wish, type=Wish)


def send(
    work: Work, prepared: Prepared, rules: Rules, *, publisher: str, seconder: str
) -> Publication:
    """Send a version to every till and write what members read of it.

    Raises Refusal `draft_moved` when the draft was changed since it was looked at, and as
    `server.terms.put`.
    """
    tenant = work.tenant.tenant
    opened = drafting.read(work.connection, tenant, prepared.opened.draft.draft)
    if opened.edit != prepared.opened.edit or opened.draft.state == drafts.PUBLISHED:
        raise Refusal("draft_moved", "the draft was changed just now: look at it again")
    made = prepared.programme
    terms.put(work, to_wire(made))
    said = Said(losses=prepared.losses, forecast=prepared.forecast, goal=opened.draft.goal)
    row = Publication(
        version=made.version,
        draft=opened.draft.draft,
        edit=opened.edit,
        from_day=made.from_day,
        publisher=publisher,
        seconder=seconder,
        at_us=work.now_us,
        recalled_by=0,
        said=msgspec.json.encode(said),
    )
    publications.save(work.connection, tenant, row)
    bodies = member_texts.texts(prepared.before, made, prepared.losses, rules)
    publications.save_texts(work.connection, tenant, made.version, bodies, work.now_us)
    done = replace(opened.draft, state=drafts.PUBLISHED, wish=b"")
    drafts.save(work.connection, tenant, done)
    return row


def recall(work: Work, version: int, today: str, rules: Rules, *, who: str) -> Publication:
    """Take a version back that has not begun; give the one that takes its place.

    Raises Refusal `version_unknown`, `recall_begun`, `recall_order` and `recall_again`.
    """
    tenant = work.tenant.tenant
    known = terms.known(work)
    found = next((each for each in known if each.version == version), None)
    if found is None:
        raise Refusal("version_unknown", f"there is no version {version}", got=version)
    rows = publications.read(work.connection, tenant)
    row = rows.get(version) or _of_nobody(found)
    if row.recalled_by:
        raise Refusal("recall_again", "this version was recalled before", got=version)
    if found.from_day <= today:
        raise Refusal("recall_begun", "this version has begun", got=version)
    newest = max(each.version for each in known)
    if newest != version:
        raise Refusal("recall_order", "a later version came after it", expected=newest)
    others = [each for each in known if each.version != version]
    stays = in_force(others, found.from_day)
    back = msgspec.structs.replace(stays, version=newest + 1, from_day=found.from_day)
    terms.put(work, to_wire(back))
    publications.save(work.connection, tenant, replace(row, recalled_by=back.version))
    made = replace(
        _of_nobody(back), publisher=who, at_us=work.now_us, said=msgspec.json.encode(Said())
    )
    publications.save(work.connection, tenant, made)
    bodies = member_texts.texts(None, back, (), rules)
    publications.save_texts(work.connection, tenant, back.version, bodies, work.now_us)
    return made


def _of_nobody(programme: Programme) -> Publication:
    """Give the row of a version that no draft was published as."""
    return Publication(
        version=programme.version,
        draft="",
        edit=0,
        from_day=programme.from_day,
        publisher="",
        seconder="",
        at_us=0,
        recalled_by=0,
        said=msgspec.json.encode(Said()),
    )


def _too_soon(code: str, first: str, made: Programme) -> Refusal:
    return Refusal(
        code,
        f"it begins on {first} at the earliest",
        path="from",
        expected=first,
        got=made.from_day,
    )

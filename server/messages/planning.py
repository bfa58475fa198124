"""Plans messages: who gets one of a campaign on a business date, and who is left out to compare.

A row for a campaign, an occasion and a member is written once and stays: planning a day again,
after a crash or by two processes, plans nobody twice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import msgspec

from server.access import Access
from server.messages import asking, conditions, consents, cycle, occasions, quiet, segments
from server.messages.campaigns import DONE, RUNNING, Campaign, is_left_out, read
from server.messages.conditions import EVERYBODY, Condition
from server.messages.consents import MAY_PROFILE
from server.messages.occasions import Occasion, View
from server.messages.segments import Terms
from server.messages.triggers import FROM_PURCHASES, Asleep, Monthly, OnDay, TierReached, Weekly
from storage.server import messages, outgoing, tenants
from storage.server import segments as rows
from storage.server.database import Connection
from storage.server.outgoing import LEFT_OUT, PLANNED, SENDING, SKIPPED, UNMEASURED, Outgoing
from storage.server.segments import Every, Flagged, Found, Where

BEFORE = "before"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything that planning a campaign on a day needs to know."""

    campaign: Campaign
    where: Where
    view: View
    is_first: bool
    due_us: int
    now_us: int


def plan_day(access: Access, now_us: int, stop: Callable[[], bool] = lambda: False) -> int:
    """Plan every campaign that runs for today; give how many messages were planned or left out."""
    with access.database.read() as connection:
        running = messages.campaigns(connection, access.tenant, RUNNING)
        if not running:
            return 0
        day, _ = segments.today(connection, access.tenant, now_us)
        waiting = [
            read(one)
            for one in running
            if messages.planned_days(connection, access.tenant, one.campaign_id)[1] < day
        ]
    count = 0
    for campaign in waiting:
        if stop():
            break
        count += plan_campaign(access, campaign, now_us)
    return count


def plan_campaign(access: Access, campaign: Campaign, now_us: int) -> int:
    """Plan one campaign for today; give how many messages were planned or left out."""
    with access.database.read() as connection:
        plan = _prepare(access, connection, campaign, now_us)
    count = 0
    if plan is not None:
        after: str | None = ""
        while after is not None:
            with access.database.write() as connection:
                after, planned = _page(access, connection, plan, after)
                count += planned
        with access.database.write() as connection:
            messages.keep_planned(connection, access.tenant, campaign.id, plan.view.day, now_us)
    return count


def candidates(
    access: Access, connection: Connection, campaign: Campaign, now_us: int
) -> tuple[Where, View]:
    """Say whom a campaign is for today: those who agreed to hear it, on this way."""
    day, programme = segments.today(connection, access.tenant, now_us)
    found = cycle.of_day(connection, access.tenant, day)
    bits = consents.bit(campaign.channel, campaign.purpose)
    if isinstance(campaign.trigger, FROM_PURCHASES):
        bits |= MAY_PROFILE
    group = asking.where(_condition(access, connection, campaign), found)
    parts: list[Where] = [Flagged(flags=bits), group]
    if isinstance(campaign.trigger, Asleep):
        parts.append(asking.where(conditions.Asleep(), found))
    view = View(trigger=campaign.trigger, programme=programme, day=day)
    parts += occasions.narrowed(view)
    return Every(parts=tuple(parts)), view


def is_today(campaign: Campaign, day: str, *, is_first: bool) -> bool:
    """Say whether a campaign has anything to say on a business date.

    What is for one day goes later where the server was off on that day, but once.
    """
    match campaign.trigger:
        case OnDay(day=wanted):
            return is_first and wanted <= day
        case Weekly(weekday=weekday):
            return date.fromisoformat(day).weekday() == weekday
        case Monthly(day_of_month=day_of_month):
            return date.fromisoformat(day).day == day_of_month
        case _:
            return True


def end_once(access: Access, campaign: Campaign) -> None:
    """End a campaign of one day once it was planned and nothing of it waits any more."""
    with access.database.write() as connection:
        kept = messages.campaign(connection, access.tenant, campaign.id)
        states = {state for state, _ in outgoing.tally(connection, access.tenant, campaign.id)}
        _, planned = messages.planned_days(connection, access.tenant, campaign.id)
        is_over = isinstance(campaign.trigger, OnDay) and planned >= campaign.trigger.day
        if kept and kept.state == RUNNING and is_over and not states & {PLANNED, SENDING}:
            ended = replace(kept, state=DONE, version=kept.version + 1)
            messages.save(connection, access.tenant, ended)


def _condition(access: Access, connection: Connection, campaign: Campaign) -> Condition:
    if not campaign.segment_id:
        return EVERYBODY
    for one in rows.kept(connection, access.tenant):
        if one.segment_id == campaign.segment_id:
            return segments.condition_of(one)
    # The group was deleted after the campaign began: nobody is in it.
    return conditions.AnyOf()


def _prepare(
    access: Access, connection: Connection, campaign: Campaign, now_us: int
) -> Plan | None:
    where, view = candidates(access, connection, campaign, now_us)
    known, _ = messages.planned_days(connection, access.tenant, campaign.id)
    if not is_today(campaign, view.day, is_first=not known):
        return None
    tenant = tenants.read(connection, access.tenant)
    assert tenant is not None
    return Plan(
        campaign=campaign,
        where=where,
        view=view,
        is_first=not known,
        due_us=max(quiet.at(view.day, campaign.minute, tenant.zone), now_us),
        now_us=now_us,
    )


def _page(access: Access, connection: Connection, plan: Plan, after: str) -> tuple[str | None, int]:
    """Plan one page of members; give where the next begins, None after the last."""
    tenant = access.tenant
    page = rows.page(connection, tenant, plan.where, after, segments.PAGE)
    view = plan.view
    terms = Terms(programme=view.programme, day=view.day)
    belong = segments.judged(access, connection, plan.where, terms, page)
    found = occasions.find(access, connection, view, belong)
    made = [_outgoing(plan, one, found[one.member_id]) for one in belong if one.member_id in found]
    outgoing.plan(connection, tenant, made)
    return (page[-1].member_id if len(page) == segments.PAGE else None), len(made)


def _outgoing(plan: Plan, found: Found, occasion: Occasion) -> Outgoing:
    campaign = plan.campaign
    state = PLANNED
    if campaign.leaves_out and is_left_out(campaign.id, found.member_id):
        state = LEFT_OUT
    reason = ""
    if plan.is_first and isinstance(campaign.trigger, TierReached):
        state, reason = SKIPPED, BEFORE  # they had it before the campaign began
    may_look = bool(found.flags & MAY_PROFILE)
    return Outgoing(
        campaign_id=campaign.id,
        occasion=occasion.name,
        member_id=found.member_id,
        state=state,
        reason=reason,
        facts=_facts(occasion.facts),
        due_us=plan.due_us,
        planned_us=plan.now_us,
        visits_before=found.visits if may_look else UNMEASURED,
        spend_before_minor=found.spend_minor if may_look else UNMEASURED,
    )


def _facts(facts: Mapping[str, str | int]) -> str:
    return msgspec.json.encode(facts).decode() if facts else ""

"""What happened to a member that a campaign is about: one name for each time it happens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from loyalty import accounts, lots
from loyalty.accounts import POINTS
from loyalty.basket import Basket
from loyalty.benefits.levels import tier_on
from loyalty.programme import Programme
from loyalty.rewards.offers import next_reward
from loyalty.scene import Facts, Scene
from loyalty.standing import Standing
from server import people
from server.access import Access
from server.messages import watching
from server.messages.triggers import (
    AfterVisit,
    Asleep,
    Birthday,
    Expiring,
    OnDay,
    TierReached,
    Trigger,
    Welcome,
    WithinReach,
)
from storage.server import purses
from storage.server.database import Connection
from storage.server.segments import Between, Found, Nay, Where

WELCOME = "welcome"
JOINED_LATELY_DAYS = 3
"""A server that was off for a while still says hello, but not to whoever joined long ago."""
_WHOLE = 100
_MONTH_DAY = slice(-5, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One trigger on one business date."""

    trigger: Trigger
    programme: Programme
    day: str

    def later(self, days: int) -> str:
        """Give the date so many days after."""
        return (date.fromisoformat(self.day) + timedelta(days=days)).isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What happened: the same name means the same occasion. `facts` fill the text in."""

    name: str
    facts: Mapping[str, str | int] = field(default_factory=dict)


def narrowed(view: View) -> list[Where]:
    """Say what the database can already tell of who may have an occasion."""
    match view.trigger:
        case Welcome(after_days=after):
            imported = Between(column="joined_by", low=watching.IMPORTED, high=watching.IMPORTED)
            low, high = view.later(-after - JOINED_LATELY_DAYS), view.later(-after)
            return [Between(column="joined_day", low=low, high=high), Nay(part=imported)]
        case AfterVisit(after_days=after):
            on = date.fromisoformat(view.day).toordinal() - after
            return [Between(column="last_on", low=on, high=on)]
        case Expiring() | WithinReach():
            return [Between(column="points", low=1)]
        case _:
            return []


def find(
    access: Access, connection: Connection, view: View, page: Sequence[Found]
) -> dict[str, Occasion]:
    """Give the occasions of a page of members, by member; whoever has none is left out."""
    match view.trigger:
        case Welcome():
            return {one.member_id: Occasion(name=WELCOME) for one in page}
        case Asleep():
            return {one.member_id: Occasion(name=str(one.last_on)) for one in page}
        case AfterVisit(every_days=every):
            # Within one stretch of so many days there is one occasion, whatever the visits.
            return {one.member_id: Occasion(name=str(one.last_on // every)) for one in page}
        case Expiring(ahead_days=ahead):
            return _expiring(access, connection, view, page, view.later(ahead))
        case WithinReach() | TierReached():
            return _standing(access, connection, view, page)
        case OnDay(day=wanted):
            return {one.member_id: Occasion(name=wanted) for one in page}
        case Birthday(ahead_days=ahead):
            return _birthdays(access, connection, page, view.later(ahead))
        case _:
            return {one.member_id: Occasion(name=view.day) for one in page}


def _expiring(
    access: Access, connection: Connection, view: View, page: Sequence[Found], through: str
) -> dict[str, Occasion]:
    ending: dict[str, dict[str, int]] = {}
    for right in purses.rights(connection, access.tenant, {one.account for one in page}):
        last = lots.last_day(right.lot)
        if right.unit == POINTS and view.day <= last <= through and right.amount > 0:
            days = ending.setdefault(right.account, {})
            days[last] = days.get(last, 0) + right.amount
    found = {}
    for one in page:
        if one.account in ending:
            last = min(ending[one.account])
            facts: dict[str, str | int] = {
                "expiring": ending[one.account][last],
                "last_day": last,
            }
            found[one.member_id] = Occasion(name=last, facts=facts)
    return found


def _standing(
    access: Access, connection: Connection, view: View, page: Sequence[Found]
) -> dict[str, Occasion]:
    balance: dict[str, dict[str, int]] = {one.account: {} for one in page}
    counters: dict[str, dict[str, int]] = {one.account: {} for one in page}
    for row in purses.balances(connection, access.tenant, balance):
        side = balance if accounts.is_value(row.unit) else counters
        side[row.account][row.unit] = row.balance
    found = {}
    for one in page:
        standing = Standing(
            account=one.account, balance=balance[one.account], counters=counters[one.account]
        )
        occasion = _reached(view, one, standing)
        if occasion is not None:
            found[one.member_id] = occasion
    return found


def _reached(view: View, one: Found, standing: Standing) -> Occasion | None:
    if isinstance(view.trigger, TierReached):
        tier = tier_on(view.programme, standing.counters, view.day)
        return Occasion(name=tier.id) if tier else None
    assert isinstance(view.trigger, WithinReach)
    facts = Facts(member=one.member_id, joined_day=one.joined_day)
    scene = Scene(programme=view.programme, standing=standing, facts=facts, day=view.day)
    offer = next_reward(scene, Basket())
    if offer is None or offer.missing * _WHOLE > offer.cost_amount * (
        _WHOLE - view.trigger.percent
    ):
        return None
    return Occasion(
        name=f"{offer.reward_id}/{view.day[:7]}",
        facts={"reward": offer.reward_id, "missing": offer.missing},
    )


def _birthdays(
    access: Access, connection: Connection, page: Sequence[Found], on: str
) -> dict[str, Occasion]:
    wanted = {on[_MONTH_DAY]}
    if on.endswith("02-28") and not _is_leap(int(on[:4])):
        wanted.add("02-29")
    ids = [one.member_id for one in page]
    opened = people.rows(connection, access.tenant, access.sealed_by, ids)
    return {
        row.person_id: Occasion(name=on[:4])
        for row in opened
        if row.fields.get("birthday", "")[_MONTH_DAY] in wanted
    }


def _is_leap(year: int) -> bool:
    return (date(year, 3, 1) - timedelta(days=1)).day == 29  # noqa: PLR2004 - the leap day

"""Segments: kept, counted live, and walked through a page at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import msgspec

from loyalty import accounts
from loyalty.benefits.levels import tier_on
from loyalty.errors import Refusal
from loyalty.programme import Programme, in_force
from server import people
from server import terms as programmes
from server.access import Access
from server.messages import asking, conditions, cycle, watching
from server.messages.conditions import NAME_MAX, Condition, Segment
from server.messages.cycle import Cycle
from server.messages.words import mark
from storage.server import purses, tenants
from storage.server import segments as rows
from storage.server.database import Connection
from storage.server.segments import Asked, Every, Found, Kept, Where

PAGE = 2_000
_MONTH = slice(-5, -3)
"""Where the month stands in a birthday, MM-DD with or without a year."""


class _Body(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    condition: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many a segment has now; `left_out` are active members whose purchases nobody may use."""

    members: int
    left_out: int
    cycle: Cycle


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The programme on one business date."""

    programme: Programme
    day: str


class Segments:
    """The segments of a shop."""

    def __init__(self, access: Access) -> None:
        self._access = access

    def all(self) -> list[Segment]:
        """Give every segment, by name."""
        with self._access.database.read() as connection:
            kept = rows.kept(connection, self._access.tenant)
        return sorted(map(_segment, kept), key=lambda one: (one.name.casefold(), one.segment_id))

    def get(self, segment_id: str) -> Segment:
        """Give one. Raises Refusal `segment_unknown`."""
        found = [one for one in self.all() if one.segment_id == segment_id]
        if not found:
            raise Refusal(
                "segment_unknown", mark("this group is not there any more: choose another")
            )
        return found[0]

    def save(self, segment: Segment) -> Segment:
        """Keep a segment, a new one where its id is empty, and give it with its new version.

        Raises Refusal `segment_broken`, and `changed_meanwhile` (with what stands there now)
        where somebody else changed it since `segment.version`.
        """
        name = segment.name.strip()
        if not name or len(name) > NAME_MAX:
            raise Refusal("segment_broken", mark("give the group a name of 1 to 80 letters"))
        conditions.check(segment.condition)
        made = segment.segment_id or self._access.randomness(8).hex()
        with self._access.database.write() as connection:
            known = {one.segment_id: one for one in rows.kept(connection, self._access.tenant)}
            stands = known[made].version if made in known else 0
            if stands != segment.version:
                raise Refusal(
                    "changed_meanwhile",
                    mark("somebody else changed this meanwhile: look at what stands there now"),
                    expected=stands,
                    got=segment.version,
                )
            body = msgspec.json.encode(_Body(name=name, condition=segment.condition))
            kept = Kept(segment_id=made, version=stands + 1, body=body)
            rows.save(connection, self._access.tenant, kept)
        return _segment(kept)

    def remove(self, segment_id: str) -> None:
        """Delete one. Messages that were planned for it still go."""
        with self._access.database.write() as connection:
            rows.drop(connection, self._access.tenant, segment_id)

    def count(self, condition: Condition, now_us: int) -> Count:
        """Count who belongs to it now, after bringing the figures up to date."""
        conditions.check(condition)
        watching.follow(self._access)
        with self._access.database.read() as connection:
            day, programme = today(connection, self._access.tenant, now_us)
            found = cycle.of_day(connection, self._access.tenant, day)
            where = asking.where(condition, found)
            if rows.is_exact(where):
                members = rows.count(connection, self._access.tenant, where)
            else:
                walked = walk(self._access, connection, where, Terms(programme=programme, day=day))
                members = sum(len(page) for page in walked)
            left_out = 0
            if conditions.is_profiling(condition):
                may = rows.count(connection, self._access.tenant, asking.MAY_BE_PROFILED)
                left_out = rows.count(connection, self._access.tenant, Every()) - may
        return Count(members=members, left_out=left_out, cycle=found)


def today(connection: Connection, tenant: str, now_us: int) -> tuple[str, Programme]:
    """Give the business date of now and the terms in force. Raises Refusal `programme_none`."""
    kept = tenants.read(connection, tenant)
    assert kept is not None, "the books were made before anything else"
    versions = programmes.versions(connection, tenant)
    day = programmes.today(versions, now_us, kept.zone)
    return day, in_force(versions, day)


def walk(
    access: Access, connection: Connection, where: Where, terms: Terms
) -> Iterator[list[Found]]:
    """Give the members for whom this holds on a business date, page by page."""
    after = ""
    while True:
        page = rows.page(connection, access.tenant, where, after, PAGE)
        if page:
            after = page[-1].member_id
            yield judged(access, connection, where, terms, page)
        if len(page) < PAGE:
            return


def judged(
    access: Access,
    connection: Connection,
    where: Where,
    terms: Terms,
    page: list[Found],
) -> list[Found]:
    """Give those of a page for whom it holds; sealed rows are opened only where they are asked."""
    if rows.is_exact(where):
        return page
    names = _names(where)
    tiers = _tiers(access, connection, terms, page) if asking.TIER in names else {}
    months = _months(access, connection, page) if asking.BIRTHDAY in names else {}

    def asked(one: Asked, found: Found) -> bool:
        if one.name == asking.TIER:
            return tiers.get(found.account, "") == one.value
        return months.get(found.member_id, "") == one.value

    return [found for found in page if rows.holds(where, found, asked)]


def condition_of(kept: Kept) -> Condition:
    """Give the condition of a segment as it is kept."""
    return msgspec.json.decode(kept.body, type=_Body).condition


def _names(where: Where) -> set[str]:
    match where:
        case Asked():
            return {where.name}
        case rows.Every() | rows.Some():
            return set().union(*map(_names, where.parts))
        case rows.Nay():
            return _names(where.part)
        case _:
            return set()


def _tiers(
    access: Access,
    connection: Connection,
    terms: Terms,
    page: Sequence[Found],
) -> dict[str, str]:
    levels = {}
    for account, counters in counters_of(access, connection, page).items():
        tier = tier_on(terms.programme, counters, terms.day)
        levels[account] = tier.id if tier else ""
    return levels


def counters_of(
    access: Access, connection: Connection, page: Sequence[Found]
) -> dict[str, dict[str, int]]:
    """Give what is counted of these members' accounts, by account and unit."""
    found: dict[str, dict[str, int]] = {one.account: {} for one in page}
    for row in purses.balances(connection, access.tenant, found):
        if not accounts.is_value(row.unit):
            found[row.account][row.unit] = row.balance
    return found


def _months(access: Access, connection: Connection, page: Sequence[Found]) -> dict[str, str]:
    ids = [one.member_id for one in page]
    opened = people.rows(connection, access.tenant, access.sealed_by, ids)
    return {row.person_id: row.fields.get("birthday", "")[_MONTH] for row in opened}


def _segment(kept: Kept) -> Segment:
    body = msgspec.json.decode(kept.body, type=_Body)
    return Segment(
        segment_id=kept.segment_id,
        name=body.name,
        condition=body.condition,
        version=kept.version,
    )

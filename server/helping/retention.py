"""Finds who stayed away for so long that their data goes, and erases them at night.

First a list that anybody may look at; once the owner has confirmed, each night lists who is new
on it, lets off who came again, and erases whose notice is over. Amounts stay in the ledger, and
nobody knows any more whose they were.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from loyalty.benefits.gifts import later
from loyalty.errors import Refusal
from server import people, terms
from server.access import Access
from server.commands import erase
from server.helping import keeping_rules
from server.helping.keeping_rules import Ran, Rules, months_before
from server.work import Work
from storage.server import caught_up, histories, keeping, phone, recovering, tenants
from storage.server import people as people_rows
from storage.server.database import Connection
from storage.server.keeping import DUE, HELD, Tag

PAGE = 500
ERASED_AT_ONCE = 50
PASSIVE = frozenset(
    {
        *("expired", "expire", "expired_back", "inactive", "tidied", "benefit", "put_right"),
        *("grant", "taken_back", "home", "home_back", "home_return", "counters_joined"),
        *("adjust", "transfer", "merge", "unmerge", "household", "household_left"),
        *("member_blocked", "member_unblocked", "level_given", "pin_reset", "erased"),
        *("pin_remade", "cards_printed", "cards_issued"),
    }
)
"""What happens to members without their coming: it does not keep their data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """Somebody who stayed away; `country` is that of the phone, else the shop's."""

    member_id: str
    last_day: str
    country: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A part of the list; `after` is where the next begins, empty at the end."""

    away: tuple[Away, ...]
    after: str = ""


def listed(access: Access, rules: Rules, now_us: int, *, after: str = "") -> Listed:
    """Give who would be listed today by these rules, in the order of ids, part by part.

    A part may be empty and yet not the last one. Raises Refusal `keeping_waits` while histories
    are still being read, and `programme_none`.
    """
    with access.database.read() as connection:
        if not caught_up.is_whole(connection, access.tenant):
            raise Refusal(
                "keeping_waits", "the server still reads who came when: look again tomorrow"
            )
        day = _today(access, connection, now_us)
        if not rules.shortest:
            return Listed(away=())
        cut = months_before(day, rules.shortest)
        rows = keeping.joined_until(connection, access.tenant, cut, after=after, limit=PAGE)
        found = _away(access, connection, rules, rows, (day, now_us))
        return Listed(away=tuple(found), after=rows[-1][0] if len(rows) == PAGE else "")


def confirm(work: Work, by: str) -> Rules:
    """Let every night do by itself what the list showed. Raises Refusal `keeping_none`."""
    work.take_turn()
    rules = keeping_rules.read(work.connection, work.tenant.tenant)
    if not rules.months:
        raise Refusal("keeping_none", "say first how long people are kept")
    confirmed = msgspec.structs.replace(rules, confirmed_by=by, confirmed_us=work.now_us)
    keeping_rules.save(work.connection, work.tenant.tenant, confirmed)
    return confirmed


def run(access: Access, now_us: int, stop: Callable[[], bool] = lambda: False) -> Ran:
    """Do one night's work, once a business date, if somebody confirmed; gives what was done."""
    with access.database.read() as connection:
        rules = keeping_rules.read(connection, access.tenant)
        before = keeping_rules.ran(connection, access.tenant)
        if not rules.confirmed_by or recovering.read(connection, access.tenant).active:
            return before
        day = _today(access, connection, now_us)
        if before.day >= day or not caught_up.is_whole(connection, access.tenant):
            return before
    count_listed = _list_new(access, rules, (day, now_us), stop)
    erased, came_again = _erase_due(access, rules, (day, now_us), stop)
    done = Ran(
        day=before.day if stop() else day,
        listed=count_listed,
        came_again=came_again,
        erased=erased,
    )
    with access.database.write() as connection:
        keeping_rules.put_ran(connection, access.tenant, done)
    return done


def _list_new(access: Access, rules: Rules, when: tuple[str, int], stop: Callable[[], bool]) -> int:
    day, now_us = when
    count, after = 0, ""
    due = later(day, rules.notice_days)
    while not stop():
        part = listed(access, rules, now_us, after=after)
        if part.away:
            with access.database.write() as connection:
                ids = [each.member_id for each in part.away]
                known = keeping.read(connection, access.tenant, ids)
                fresh = [
                    Tag(member_id=each, state=DUE, due_day=due, made_us=now_us)
                    for each in ids
                    if each not in known
                ]
                keeping.save(connection, access.tenant, fresh)
                count += len(fresh)
        after = part.after
        if not after:
            break
    return count


def _erase_due(
    access: Access, rules: Rules, when: tuple[str, int], stop: Callable[[], bool]
) -> tuple[int, int]:
    """Erase whose notice is over, a few a transaction; let off who came again."""
    day, now_us = when
    erased, came_again = 0, 0
    while not stop():
        gone: list[str] = []
        with access.database.write() as connection:
            work = access.begin(connection, now_us)
            work.take_turn()
            tags = keeping.due(
                connection, access.tenant, until=day, after=("", ""), limit=ERASED_AT_ONCE
            )
            away = _still_away(access, connection, rules, [tag.member_id for tag in tags], when)
            for tag in tags:
                keeping.drop(connection, access.tenant, tag.member_id)
                if tag.member_id in away:
                    erase.erase_person(work, tag.member_id)
                    gone.append(tag.member_id)
                else:
                    came_again += 1
            work.finish()
        access.sealed_by.keys.forget_all(access.tenant, gone)
        erased += len(gone)
        if len(tags) < ERASED_AT_ONCE:
            break
    return erased, came_again


def _still_away(
    access: Access,
    connection: Connection,
    rules: Rules,
    ids: Sequence[str],
    when: tuple[str, int],
) -> set[str]:
    found = keeping.who_joined(connection, access.tenant, ids)
    return {each.member_id for each in _away(access, connection, rules, found, when)}


def _away(
    access: Access,
    connection: Connection,
    rules: Rules,
    rows: Sequence[tuple[str, str, str]],
    when: tuple[str, int],
) -> list[Away]:
    """Give those of members (id, account, day of joining) who stayed away too long."""
    day, now_us = when
    last = _last_days(connection, access.tenant, rows)
    cut = months_before(day, rules.shortest)
    quiet = [row[0] for row in rows if last[row[0]] <= cut]
    known = people_rows.versions(connection, access.tenant, quiet)
    tags = keeping.read(connection, access.tenant, quiet)
    inside = phone.at_home(connection, access.tenant, quiet, now_us)
    wanted = [
        each
        for each in quiet
        if each in known and each not in inside and (each not in tags or tags[each].state != HELD)
    ]
    tenant = tenants.read(connection, access.tenant)
    assert tenant is not None, "the books made their tenant"
    home = country_of_zone(tenant.zone)
    found = []
    for row in people.rows(connection, access.tenant, access.sealed_by, wanted):
        country = country_of_phone(row.fields.get("phone", "")) or home
        months = rules.of(country)
        if months and last[row.person_id] <= months_before(day, months):
            found.append(
                Away(
                    member_id=row.person_id,
                    last_day=last[row.person_id],
                    country=country,
                    name=row.fields.get("name", ""),
                )
            )
    return sorted(found, key=lambda one: one.member_id)


def _last_days(
    connection: Connection, tenant: str, rows: Sequence[tuple[str, str, str]]
) -> Mapping[str, str]:
    names = sorted({name for row in rows for name in row[:2]})
    came = histories.last_days(connection, tenant, names, without=PASSIVE)
    return {
        member_id: max(joined, came.get(member_id, ""), came.get(account, ""))
        for member_id, account, joined in rows
    }


def country_of_zone(zone: str) -> str:
    """Give the country (ISO 3166) of a time zone; empty when it is no country's."""
    from babel.core import get_global

    return str(get_global("zone_territories").get(zone, ""))


def country_of_phone(phone_e164: str) -> str:
    """Give the country of a phone number; empty when it is none, or no country's."""
    import phonenumbers

    try:
        number = phonenumbers.parse(phone_e164)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.region_code_for_number(number) or ""


def _today(access: Access, connection: Connection, now_us: int) -> str:
    tenant = tenants.read(connection, access.tenant)
    assert tenant is not None, "the books made their tenant"
    return terms.today(terms.versions(connection, access.tenant), now_us, tenant.zone)

"""Reads the events of members: joining, changes, activities, figures, vouchers, accounts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from loyalty.accounts import EARNED, POINTS, SPEND, VISITS, stamps, voucher
from loyalty.book import giving, keeping
from loyalty.book.people import Person
from loyalty.book.shop import Written
from loyalty.errors import Refusal
from loyalty.scene import Facts
from terminal.scenarios.selling import Common
from terminal.scenarios.table import Table
from terminal.scenarios.world import Act, Outcome, World

_BIRTHDAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def facts(table: Table) -> dict[str, Any]:
    """Read what is said of a member, as fields of Facts; what is not said is not there."""
    found: dict[str, Any] = {}
    for key, names in (
        ("joined_day", ("joined", "joined_day")),
        ("birthday_told_day", ("birthday_told", "birthday_told_day")),
    ):
        if table.has(*names):
            found[key] = table.day(*names)
    if table.has("birthday"):
        found["birthday"] = _birthday(table)
    for key in ("segments", "personal"):
        if table.has(key):
            found[key] = frozenset(table.texts(key))
    if table.has("referred_by"):
        found["referred_by"] = table.text("referred_by")
    if table.has("blocked"):
        found["blocked"] = table.flag("blocked")
    return found


def _birthday(table: Table) -> str:
    said = table.text("birthday")
    if not _BIRTHDAY.fullmatch(said):
        table.wrong("birthday", said, "a month and a day such as 03-14")
        return ""
    return said


def figures(table: Table) -> dict[str, int]:
    """Read amounts by unit: points, stamps, vouchers, money spent, visits, other counters."""
    found: dict[str, int] = {}
    for key in (POINTS, VISITS, EARNED):
        if table.has(key):
            found[key] = table.whole(key)
    spend = table.money("spend", "spent")
    if spend is not None:
        found[SPEND] = spend
    found |= table.figures("stamps", unit=stamps)
    found |= table.figures("vouchers", unit=voucher)
    found |= table.figures("counters")
    if table.has("unit", "amount"):
        found[table.text("unit", default=POINTS)] = table.whole("amount")
    return found


def join(table: Table, common: Common) -> Act:
    """Read somebody who joins, whoever brought them and whose account they share."""
    said, shares = facts(table), table.text("shares_with", "account_of")
    if not common.member:
        table.wrong("member", "nothing", "the name of who joins")

    def act(world: World) -> Outcome:
        known = Facts(**_accounts(world, {"joined_day": world.shop.day, **said}))
        host = world.person(shares).account if shares else ""
        before = len(world.shop.journal)
        world.usual_member = world.usual_member or common.member or ""
        person = giving.join(world.shop, common.member or "", known, host, common.till)
        return Outcome(person=person, written=world.shop.journal[before:])

    return act


def change(table: Table, common: Common) -> Act:
    """Read a change of what is known of a member."""
    said = facts(table)
    return _changed(common, said)


def block(_table: Table, common: Common) -> Act:
    """Read that a member may neither earn nor spend from now on."""
    return _changed(common, {"blocked": True})


def unblock(_table: Table, common: Common) -> Act:
    """Read that a member may earn and spend again."""
    return _changed(common, {"blocked": False})


def activity(table: Table, common: Common) -> Act:
    """Read something that a member did and staff recorded."""
    name = table.text("activity", "what")

    def act(world: World) -> Outcome:
        person = world.person(common.member)
        made = giving.record_activity(world.shop, person, name, common.till)
        return _wrote(person, made)

    return act


def adjust(table: Table, common: Common) -> Act:
    """Read a figure that is put right by hand."""
    amounts, reason = figures(table), table.text("reason", "why", default="goodwill")

    def act(world: World) -> Outcome:
        person = world.person(common.member)
        made = [
            giving.adjust(world.shop, person, unit, amount, reason=reason, till=common.till)
            for unit, amount in amounts.items()
        ]
        return _wrote(person, *made)

    return act


def opening(table: Table, common: Common) -> Act:
    """Read what a member had elsewhere and is taken over."""
    amounts = figures(table)
    last, first = table.day("last_day", "until"), table.day("first_day")

    def act(world: World) -> Outcome:
        person = world.person(common.member)
        made = giving.opening(world.shop, person, amounts, last=last, first=first, till=common.till)
        return _wrote(person, made)

    return act


def issue(table: Table, common: Common) -> Act:
    """Read vouchers for a reward that head office gives to one member, a segment or everybody."""
    reward, times = table.text("reward", "voucher"), table.whole("times", default=1)
    to = _to(table)
    last, first = table.day("last_day", "until"), table.day("first_day")

    def act(world: World) -> Outcome:
        made = giving.issue(
            world.shop,
            _those(world, common, to),
            reward,
            times=times,
            first=first,
            last=last,
            till=common.till,
        )
        return _wrote(world.person(common.member), *made)

    return act


def offer(table: Table, common: Common) -> Act:
    """Read a personal rule or reward that head office gives to members by its id."""
    ids, to, away = table.texts("rule", "rules", "reward", "rewards"), _to(table), False
    away = table.flag("take_away")

    def act(world: World) -> Outcome:
        for person in _those(world, common, to):
            has = person.facts.personal
            personal = has - set(ids) if away else has | set(ids)
            _keep(world, person, {"personal": personal})
        return Outcome(person=world.person(common.member))

    return act


def move(table: Table, common: Common) -> Act:
    """Read points or stamps that go from one member to another."""
    source, target = table.text("from"), table.text("to")
    amounts = figures(table)

    def act(world: World) -> Outcome:
        giver = world.person(source or common.member)
        made = [
            keeping.move(
                world.shop, giver, world.person(target), amount, unit=unit, till=common.till
            )
            for unit, amount in amounts.items()
        ]
        return _wrote(giver, *made)

    return act


def merge(table: Table, common: Common) -> Act:
    """Read two members that turn out to be one."""
    keep, drop = table.text("keep"), table.text("drop")

    def act(world: World) -> Outcome:
        kept = world.person(keep or common.member)
        made = keeping.merge(world.shop, kept, world.person(drop), common.till)
        return _wrote(kept, made)

    return act


def household(table: Table, common: Common) -> Act:
    """Read members who share the account of one of them from now on."""
    host, guests = table.text("with", "host"), table.texts("members", "guests")

    def act(world: World) -> Outcome:
        first = world.person(host or common.member or guests[0])
        made = keeping.household(
            world.shop, first, [world.person(each) for each in guests], common.till
        )
        return _wrote(first, *made)

    return act


def leave(_table: Table, common: Common) -> Act:
    """Read a member who leaves a household."""

    def act(world: World) -> Outcome:
        return Outcome(person=keeping.leave(world.shop, world.person(common.member)))

    return act


def _to(table: Table) -> tuple[tuple[str, ...], str, bool]:
    """Read to whom something goes: members, a segment, or everybody."""
    return table.texts("members", "to"), table.text("segment"), table.flag("everybody")


def _those(world: World, common: Common, to: tuple[tuple[str, ...], str, bool]) -> list[Person]:
    names, segment, everybody = to
    all_of_them = [each for each in world.shop.roll.people.values() if not each.merged_into]
    if everybody:
        return all_of_them
    if segment:
        return [each for each in all_of_them if segment in each.facts.segments]
    return [world.person(each) for each in names] or [world.person(common.member)]


def _changed(common: Common, said: Mapping[str, Any]) -> Act:
    def act(world: World) -> Outcome:
        person = world.person(common.member)
        return Outcome(person=_keep(world, person, _accounts(world, said)))

    return act


def _keep(world: World, person: Person, said: Mapping[str, Any]) -> Person:
    if not person.name:
        raise Refusal("unknown_member", "this needs a member")
    changed = replace(person, facts=replace(person.facts, **said))
    world.shop.roll.change(changed)
    return changed


def _accounts(world: World, said: Mapping[str, Any]) -> dict[str, Any]:
    """Turn the name of who brought a member into that member's account."""
    found = dict(said)
    if found.get("referred_by"):
        found["referred_by"] = world.person(found["referred_by"]).account
    return found


def _wrote(person: Person, *written: Written | None) -> Outcome:
    return Outcome(person=person, written=[each for each in written if each is not None])

"""Reads the events of head office: vouchers and offers given, accounts moved, joined and merged."""

from __future__ import annotations

from loyalty.book import giving, keeping
from loyalty.book.people import Person
from terminal.scenarios.facts import figures
from terminal.scenarios.people import keep, wrote
from terminal.scenarios.selling import Common
from terminal.scenarios.table import Table
from terminal.scenarios.world import Act, Outcome, World


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
        return wrote(world.member(common.member), *made)

    return act


def offer(table: Table, common: Common) -> Act:
    """Read a personal rule or reward that head office gives to members by its id."""
    ids, to, away = table.texts("rule", "rules", "reward", "rewards"), _to(table), False
    away = table.flag("take_away")

    def act(world: World) -> Outcome:
        for person in _those(world, common, to):
            has = person.facts.personal
            personal = has - set(ids) if away else has | set(ids)
            keep(world, person, {"personal": personal})
        return Outcome(person=world.member(common.member))

    return act


def move(table: Table, common: Common) -> Act:
    """Read points or stamps that go from one member to another."""
    source, target = table.text("from"), table.text("to")
    amounts = figures(table)

    def act(world: World) -> Outcome:
        giver = world.member(source or common.member)
        made = [
            keeping.move(
                world.shop, giver, world.member(target), amount, unit=unit, till=common.till
            )
            for unit, amount in amounts.items()
        ]
        return wrote(giver, *made)

    return act


def merge(table: Table, common: Common) -> Act:
    """Read two members that turn out to be one."""
    stays, goes = table.text("keep"), table.text("drop")

    def act(world: World) -> Outcome:
        kept = world.member(stays or common.member)
        made = keeping.merge(world.shop, kept, world.member(goes), common.till)
        return wrote(kept, made)

    return act


def household(table: Table, common: Common) -> Act:
    """Read members who share the account of one of them from now on."""
    host, guests = table.text("with", "host"), table.texts("members", "guests")

    def act(world: World) -> Outcome:
        first = world.member(host or common.member or next(iter(guests), None))
        made = keeping.household(
            world.shop, first, [world.member(each) for each in guests], common.till
        )
        return wrote(first, *made)

    return act


def leave(_table: Table, common: Common) -> Act:
    """Read a member who leaves a household."""

    def act(world: World) -> Outcome:
        return Outcome(person=keeping.leave(world.shop, world.member(common.member)))

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
    return [world.member(each) for each in names] or [world.member(common.member)]

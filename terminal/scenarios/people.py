"""Reads the events of members: joining, changes, activities, figures, vouchers, accounts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from loyalty.book import giving
from loyalty.book.people import Person
from loyalty.book.shop import Written
from loyalty.scene import Facts
from terminal.scenarios.facts import facts, figures
from terminal.scenarios.selling import Common
from terminal.scenarios.table import Table
from terminal.scenarios.world import Act, Outcome, World


def join(table: Table, common: Common) -> Act:
    """Read somebody who joins, whoever brought them and whose account they share."""
    said, shares = facts(table), table.text("shares_with", "account_of")
    if not common.member:
        table.wrong("member", "nothing", "the name of who joins")

    def act(world: World) -> Outcome:
        known = Facts(**_accounts(world, {"joined_day": world.shop.day, **said}))
        host = world.member(shares).account if shares else ""
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
        person = world.member(common.member)
        made = giving.record_activity(world.shop, person, name, common.till)
        return wrote(person, made)

    return act


def adjust(table: Table, common: Common) -> Act:
    """Read a figure that is put right by hand."""
    amounts, reason = figures(table), table.text("reason", "why", default="goodwill")

    def act(world: World) -> Outcome:
        person = world.member(common.member)
        made = [
            giving.adjust(world.shop, person, unit, amount, reason=reason, till=common.till)
            for unit, amount in amounts.items()
        ]
        return wrote(person, *made)

    return act


def opening(table: Table, common: Common) -> Act:
    """Read what a member had elsewhere and is taken over."""
    amounts = figures(table)
    last, first = table.day("last_day", "until"), table.day("first_day")

    def act(world: World) -> Outcome:
        person = world.member(common.member)
        made = giving.opening(world.shop, person, amounts, last=last, first=first, till=common.till)
        return wrote(person, made)

    return act


def _changed(common: Common, said: Mapping[str, Any]) -> Act:
    def act(world: World) -> Outcome:
        person = world.member(common.member)
        return Outcome(person=keep(world, person, _accounts(world, said)))

    return act


def keep(world: World, person: Person, said: Mapping[str, Any]) -> Person:
    """Put what is said of a member in place of what was known."""
    changed = replace(person, facts=replace(person.facts, **said))
    world.shop.roll.change(changed)
    return changed


def _accounts(world: World, said: Mapping[str, Any]) -> dict[str, Any]:
    """Turn the name of who brought a member into that member's account."""
    found = dict(said)
    if found.get("referred_by"):
        found["referred_by"] = world.member(found["referred_by"]).account
    return found


def wrote(person: Person, *written: Written | None) -> Outcome:
    """Give the outcome of an event that wrote so many entries."""
    return Outcome(person=person, written=[each for each in written if each is not None])

"""Time in the shop in memory: the clock goes on, every store-day in between does its work."""

from __future__ import annotations

from dataclasses import replace

from msgspec import structs

from loyalty.accounts import HELD
from loyalty.benefits.daily import drafts, missed
from loyalty.benefits.due import due
from loyalty.benefits.gifts import Due
from loyalty.book.giving import enter
from loyalty.book.people import Person
from loyalty.book.shelf import FREE
from loyalty.book.shop import Shop, Written, plain
from loyalty.days import stamp
from loyalty.errors import Refusal

MOST_US = 36_525 * 24 * 3_600_000_000


def pass_to(shop: Shop, at_us: int) -> list[Written]:
    """Let time pass to a moment; every business date that begins is run, in order.

    Raises Refusal `time_back` for a moment before now and `clock_wrong` for one in a century.
    """
    if at_us < shop.at_us:
        raise Refusal("time_back", f"time only goes on, and it is {stamp(shop.at_us)} already")
    if at_us - shop.at_us > MOST_US:
        raise Refusal("clock_wrong", "nobody waits for a century")
    last_run = shop.day
    shop.at_us = at_us
    written: list[Written] = []
    for day in missed(last_run, shop.day):
        written += run_day(shop, day)
    return written


def run_day(shop: Shop, day: str) -> list[Written]:
    """Do what a business date brings every member. Running it twice writes once."""
    written: list[Written] = []
    homes = [each.name for each in shop.tills.values() if each.home and each.line_up]
    for till in (*homes[:1], *(each for each in shop.tills if each not in homes[:1])):
        for person in list(shop.roll.people.values()):
            if not person.merged_into:
                shop.reach(till)
                written += _drafted(shop, person, till, day, is_first=till in homes[:1])
        shop.hand_out()
    for person in list(shop.roll.people.values()):
        if not person.merged_into:
            written += _ended_at_nobody(shop, person, day)
    return written


def sync(shop: Shop, till: str = "") -> list[Written]:
    """Let whoever holds the home right give what is due and was not given yet; twice writes once.

    A till that is named gets its line back first.
    """
    if till:
        shop.tills[till] = replace(shop.till(till), line_up=True)
    shop.hand_out()
    homes = [each.name for each in shop.tills.values() if each.home and each.line_up]
    home = homes[0] if homes else ""
    written: list[Written] = []
    for person in list(shop.roll.people.values()):
        if person.merged_into:
            continue
        scene = shop.scene(person, home)
        if not home:
            standing = structs.replace(scene.standing, home=True)
            scene = structs.replace(scene, standing=standing)
        found: Due = due(scene, scene.standing)
        if found.given or found.counted:
            made = enter(shop, "benefit", person, found.given, found.counted, till=home)
            written += [made] if made else []
    return written


def line(shop: Shop, till: str, *, is_up: bool) -> None:
    """Cut or mend the line of a till; one that is cut keeps what it held."""
    shop.hand_out()
    at = shop.till(till)
    shop.tills[at.name] = replace(at, line_up=is_up)
    shop.hand_out()


def _drafted(shop: Shop, person: Person, till: str, day: str, *, is_first: bool) -> list[Written]:
    written: list[Written] = []
    scene = shop.scene(person, till, day)
    for draft in drafts(scene, scene.standing.held, part=HELD):
        made = shop.write(
            draft.kind,
            postings=draft.postings,
            data={"whys": plain(draft.whys)},
            event_id=draft.id if is_first else f"{draft.id}@{till}",
            person=person,
            till=till,
            day=day,
        )
        written += [made] if made else []
    return written


def _ended_at_nobody(shop: Shop, person: Person, day: str) -> list[Written]:
    """End what no till holds, as a server does while all of them are cut off."""
    free = shop.shelf.standing(person.account, FREE, home=False).held
    if not any(free.values()):
        return []
    scene = shop.scene(person, day=day)
    written = [
        shop.write(
            draft.kind,
            postings=draft.postings,
            data={"whys": plain(draft.whys)},
            event_id=f"{draft.id}@",
            person=person,
            day=day,
        )
        for draft in drafts(scene, free)
        if draft.kind in {"expired", "inactive"}
    ]
    return [each for each in written if each is not None]

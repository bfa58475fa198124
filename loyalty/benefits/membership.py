"""Paid memberships: sold and renewed as a line of the sale, paid back for the days not begun."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from loyalty.accounts import running
from loyalty.basket import MEMBERSHIP, Basket
from loyalty.benefits.gifts import Benefit, due_of, later
from loyalty.benefits.periods import runs_until
from loyalty.entries import Counted, Given
from loyalty.errors import Refusal
from loyalty.programme import Membership, Programme
from loyalty.scene import Scene
from loyalty.why import Why, why


def find(programme: Programme, membership_id: str) -> Membership:
    """Find a paid membership. Raises Refusal `membership_unknown`, which names the known ones."""
    for membership in programme.memberships:
        if membership.id == membership_id:
            return membership
    known = ", ".join(each.id for each in programme.memberships) or "none"
    raise Refusal(
        "membership_unknown",
        f"there is no membership {membership_id!r}; known: {known}",
        membership=membership_id,
        known=[each.id for each in programme.memberships],
    )


def runs(counters: Mapping[str, int], membership_id: str) -> Iterator[tuple[str, str]]:
    """Give the first and last business dates of every sold run of a membership, in any order."""
    prefix = f"pass:{membership_id}/"
    for unit, amount in counters.items():
        if amount > 0 and unit.startswith(prefix):
            first, _, last = unit[len(prefix) :].partition("~")
            yield first, last


def sold(scene: Scene, basket: Basket) -> tuple[tuple[Given, ...], tuple[Counted, ...]]:
    """Give what the memberships in a basket bring: the days they run and the gift of each start.

    A renewal begins the day after the last run ends, and so does its gift. Raises Refusal
    `membership_unknown` and, more than `renew_days_before` before that end,
    `membership_too_early` with the first day on which it can be renewed.
    """
    given: list[Given] = []
    counted: list[Counted] = []
    counters = scene.standing.counters
    for index, line in enumerate(basket.lines):
        if line.kind != MEMBERSHIP:
            continue
        membership = find(scene.programme, line.product)
        for _ in range(line.quantity):
            first, last = _next_run(scene, counters, membership)
            run = Counted(unit=running(membership.id, first, last), delta=1, weights=((index, 1),))
            counters = {**counters, run.unit: counters.get(run.unit, 0) + 1}
            counted.append(run)
            given += _gift(scene, membership, first, index)
    return tuple(given), tuple(counted)


def notes(programme: Programme, counted: tuple[Counted, ...]) -> tuple[Why, ...]:
    """Say through which day each membership runs that a sale counts."""
    said: list[Why] = []
    for membership in programme.memberships:
        for _, last in runs({each.unit: each.delta for each in counted}, membership.id):
            name = programme.text(membership.name, programme.languages[0])
            said.append(why("membership_runs", membership=membership.id, name=name, day=last))
    return tuple(said)


def unused_minor(  # noqa: PLR0917
    programme: Programme, membership_id: str, first: str, last: str, day: str, paid_minor: int
) -> int:
    """Give what is paid back of a membership that runs from `first` through `last`.

    A day that has begun is used, `day` itself too; before the first day all of it is paid back.
    Rounded down to minor units; 0 when the membership does not pay back. Raises Refusal
    `membership_unknown`.
    """
    if not find(programme, membership_id).refund_unused:
        return 0
    begin, end = date.fromisoformat(first), date.fromisoformat(last)
    whole = (end - begin).days + 1
    unused = min(max((end - date.fromisoformat(day)).days, 0), whole)
    return paid_minor * unused // whole


def _next_run(scene: Scene, counters: Mapping[str, int], membership: Membership) -> tuple[str, str]:
    ends = max((last for _, last in runs(counters, membership.id)), default="")
    first = scene.day
    if ends >= scene.day:
        opens = later(ends, -membership.renew_days_before)
        if scene.day < opens:
            name = scene.programme.text(membership.name, scene.programme.languages[0])
            raise Refusal(
                "membership_too_early",
                f"{name} runs until {ends} and can be renewed from {opens}",
                membership=membership.id,
                name=name,
                day=opens,
            )
        first = later(ends, 1)
    return first, runs_until(membership.months, membership.days, first)


def _gift(scene: Scene, membership: Membership, first: str, index: int) -> tuple[Given, ...]:
    if membership.gift is None:
        return ()
    benefit = Benefit(
        id="",
        because="membership",
        rule=membership.id,
        name=membership.name,
        gift=membership.gift,
        day=first,
        everywhere=True,
        weights=((index, 1),),
    )
    return due_of(scene, [benefit]).given

"""Checks the head of a programme: its day, zone, languages, ids, names and its points' life."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo, available_timezones

from loyalty.programme import sense_places as places
from loyalty.programme.scalars import Text
from loyalty.programme.sense_remark import Remark, hint, once, remark
from loyalty.programme.shapes import Programme
from loyalty.programme.terms import Life

SHORTEST_MONTH_DAYS = 28
SOME_YEAR = (date(2025, 1, 1), date(2026, 1, 1))
"""A year without a leap day: its months are the shortest there are."""


def remarks(programme: Programme) -> Iterator[Remark]:
    """Check everything that is said once."""
    if not is_day(programme.from_day):
        yield remark("from", programme.from_day, "a day of the calendar")
    yield from _zone(programme.time_zone)
    yield from once(programme.languages, "languages", "language")
    yield from once(programme.segments, "segments", "segment")
    yield from _ids(programme)
    yield from _personal(programme)
    for path, names in places.names(programme):
        yield from _name(programme, names, path)
    yield from _waits(programme)


def is_day(text: str) -> bool:
    """Say whether a text in the form of a day is one of the calendar."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _zone(zone: str) -> Iterator[Remark]:
    try:
        ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        near = hint(zone, available_timezones())
        yield remark("time_zone", zone, f"a known time zone such as Europe/Amsterdam{near}")


def _ids(programme: Programme) -> Iterator[Remark]:
    """Everything that gives is named by its id alone in a sale, and so is each of the others."""
    ruling = [(path, rule.id) for path, rule in places.rules(programme) if path[:7] != "rewards"]
    groups = (
        [*ruling, *((f"bonuses[{at}]", each.id) for at, each in enumerate(programme.bonuses))],
        [(f"tiers[{at}]", tier.id) for at, tier in enumerate(programme.tiers)],
        [(f"rewards[{at}]", reward.id) for at, reward in enumerate(programme.rewards)],
        [(f"memberships[{at}]", each.id) for at, each in enumerate(programme.memberships)],
    )
    for group in groups:
        first: dict[str, str] = {}
        for place, name in group:
            path = f"{place}.id"
            if name in first:
                yield remark(path, name, f"an id of its own; {first[name]} has this one")
            first.setdefault(name, path)
    for at, rule in enumerate(programme.earn):
        # The day's total of all rules is counted under this word.
        if rule.id == "all":
            yield remark(f"earn[{at}].id", rule.id, "another id: this word means all rules")


def _personal(programme: Programme) -> Iterator[Remark]:
    """Head office gives a rule or a reward to a member by its id, so that must say which."""
    first: dict[str, str] = {}
    for path, rule in places.rules(programme):
        if not rule.personal:
            continue
        other = first.setdefault(rule.id, path)
        if other.partition("[")[0] != path.partition("[")[0]:
            wanted = f"an id of its own among what is personal; {other} has this one"
            yield remark(f"{path}.id", rule.id, wanted)


def _name(programme: Programme, names: Text, path: str) -> Iterator[Remark]:
    if isinstance(names, str):
        if not names.strip():
            yield remark(path, names, "text that is not empty")
        return
    for language, name in names.items():
        if language not in programme.languages:
            listed = ", ".join(programme.languages)
            near = hint(language, programme.languages)
            wanted = f"one of languages: {listed}{near}"
            yield remark(f"{path}.{language}", language, wanted, "languages")
        elif not name.strip():
            yield remark(f"{path}.{language}", name, "text that is not empty")
    main = programme.languages[0]
    if main not in names:
        yield remark(path, names, f"a name in the first language, {main}", "languages")


def _waits(programme: Programme) -> Iterator[Remark]:
    for path, days, life in places.pending(programme):
        # Working out the shortest life is slow, and nearly no wait is longer than that of February.
        at_least = (life.months or 0) * SHORTEST_MONTH_DAYS + (life.days or 0)
        lasting = _shortest_days(life) if days > at_least else None
        if lasting is None or days <= lasting:
            continue
        if path.endswith("pending_days"):
            wanted = f"at most {lasting}: points of one day may last no longer than that"
            yield remark(path, days, wanted, "points*")
        else:
            yield remark(path, lasting, f"{days} days or more: so long points wait", "points*")
    waiting, silence = programme.points.pending_days, programme.points.inactive_days
    if silence is not None and waiting >= silence:
        wanted = f"more than the {waiting} days that points wait"
        yield remark("points.inactive_days", silence, wanted, "points*")


def _shortest_days(life: Life) -> int | None:
    """Give the fewest days that something can last, or None when it never ends."""
    if life.months is None and life.days is None and life.until is None:
        return None
    if life.until is not None and life.months is None and life.days is None:
        return 0
    if life.months is None and life.until is None:
        return life.days
    # Imported here because the periods themselves are built on the terms of a programme.
    from loyalty.benefits.periods import lasts_until

    first, end = SOME_YEAR
    days = (date.fromordinal(each) for each in range(first.toordinal(), end.toordinal()))
    return min((date.fromisoformat(lasts_until(life, str(day))) - day).days for day in days)

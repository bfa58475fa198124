"""Checks what a well-formed programme says: references, ladders, dates, names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from loyalty.accounts import POINTS, stamps
from loyalty.programme.check import Problem, nearest, shown
from loyalty.programme.earn import StampCard
from loyalty.programme.rewards import Reward
from loyalty.programme.scalars import Text
from loyalty.programme.shapes import Programme

Remark = tuple[Problem, str]
"""A mistake and the collection that it is about ("" for none), see `Findings.touches`."""


def remarks(programme: Programme) -> Iterator[Remark]:
    """Give every mistake of meaning in a programme whose shapes are right."""
    yield from _head(programme)
    yield from _ids(programme)
    yield from _names(programme)
    yield from _multipliers(programme)
    yield from _cards(programme)
    yield from _ladder(programme)
    for at, reward in enumerate(programme.rewards):
        yield from _reward(programme, reward, f"rewards[{at}]")


def _problem(path: str, got: object, expected: str, about: str = "") -> Remark:
    return Problem(path, shown(got), expected), about


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _head(programme: Programme) -> Iterator[Remark]:
    if not _is_day(programme.from_day):
        yield _problem("from", programme.from_day, "a day of the calendar")
    try:
        ZoneInfo(programme.time_zone)
    except (KeyError, ValueError, OSError):
        yield _problem(
            "time_zone", programme.time_zone, "a known time zone such as Europe/Amsterdam"
        )
    for at, language in enumerate(programme.languages):
        if language in programme.languages[:at]:
            yield _problem(f"languages[{at}]", language, "each language once")


def _ids(programme: Programme) -> Iterator[Remark]:
    ruling = [
        *((f"earn[{at}].id", rule.id) for at, rule in enumerate(programme.earn)),
        *((f"multipliers[{at}].id", each.id) for at, each in enumerate(programme.multipliers)),
        *((f"stamp_cards[{at}].id", card.id) for at, card in enumerate(programme.stamp_cards)),
    ]
    tiers = [(f"tiers[{at}].id", tier.id) for at, tier in enumerate(programme.tiers)]
    rewards = [(f"rewards[{at}].id", reward.id) for at, reward in enumerate(programme.rewards)]
    for group in (ruling, tiers, rewards):
        first: dict[str, str] = {}
        for path, name in group:
            if name in first:
                yield _problem(path, name, f"an id of its own; {first[name]} has this one")
            first.setdefault(name, path)


def _names(programme: Programme) -> Iterator[Remark]:
    yield from _name(programme, programme.name, "name")
    groups: tuple[tuple[str, Sequence[object]], ...] = (
        ("stamp_cards", programme.stamp_cards),
        ("tiers", programme.tiers),
        ("rewards", programme.rewards),
    )
    for group, items in groups:
        for at, item in enumerate(items):
            yield from _name(programme, item.name, f"{group}[{at}].name")  # type: ignore[attr-defined]


def _name(programme: Programme, names: Text, path: str) -> Iterator[Remark]:
    if isinstance(names, str):
        return
    for language in names:
        if language not in programme.languages:
            near = nearest(language, programme.languages)
            hint = f"; the nearest is {near}" if near else ""
            listed = ", ".join(programme.languages)
            yield _problem(
                f"{path}.{language}", language, f"one of languages: {listed}{hint}", "languages"
            )
    main = programme.languages[0]
    if main not in names:
        yield _problem(path, names, f"a name in the first language, {main}", "languages")


def _multipliers(programme: Programme) -> Iterator[Remark]:
    for at, each in enumerate(programme.multipliers):
        for place, tier in enumerate(each.tiers):
            yield from _known_tier(programme, tier, f"multipliers[{at}].tiers[{place}]")


def _known_tier(programme: Programme, tier: str, path: str) -> Iterator[Remark]:
    known = [each.id for each in programme.tiers]
    if tier not in known:
        near = nearest(tier, known)
        hint = f"; the nearest is {near}" if near else ""
        yield _problem(path, tier, f"the id of a tier{hint}", "tiers")


def _cards(programme: Programme) -> Iterator[Remark]:
    for at, card in enumerate(programme.stamp_cards):
        path = f"stamp_cards[{at}]"
        if (card.per == "amount") != (card.per_minor > 0):
            wanted = "1 or more with per = amount" if card.per == "amount" else "left out here"
            yield _problem(f"{path}.per_minor", card.per_minor, wanted)
        if card.reward is not None:
            yield from _card_reward(programme, card, f"{path}.reward")


def _card_reward(programme: Programme, card: StampCard, path: str) -> Iterator[Remark]:
    known = [reward.id for reward in programme.rewards]
    found = next((reward for reward in programme.rewards if reward.id == card.reward), None)
    if found is None:
        near = nearest(str(card.reward), known)
        hint = f"; the nearest is {near}" if near else ""
        yield _problem(path, card.reward, f"the id of a reward{hint}", "rewards")
    elif found.cost is None or (found.cost.unit, found.cost.amount) != (
        stamps(card.id),
        card.stamps,
    ):
        wanted = f"a reward that costs {card.stamps} of stamp:{card.id}"
        yield _problem(path, card.reward, wanted, "rewards*")


def _ladder(programme: Programme) -> Iterator[Remark]:
    for at, tier in enumerate(programme.tiers[1:], start=1):
        below = programme.tiers[at - 1]
        if tier.from_amount <= below.from_amount:
            yield _problem(
                f"tiers[{at}].from_amount", tier.from_amount, f"more than {below.from_amount}"
            )
        if tier.measure != below.measure:
            yield _problem(f"tiers[{at}].measure", tier.measure, f"{below.measure}, as below it")
        if tier.period != below.period:
            yield _problem(f"tiers[{at}].period", str(tier.period), "the same period as below it")


def _reward(programme: Programme, reward: Reward, path: str) -> Iterator[Remark]:
    if (
        reward.cost is not None
        and reward.cost.unit != POINTS
        and programme.stamp_card(reward.cost.unit) is None
    ):
        known = [POINTS, *(stamps(card.id) for card in programme.stamp_cards)]
        near = nearest(reward.cost.unit, known)
        hint = f"; the nearest is {near}" if near else ""
        yield _problem(
            f"{path}.cost.unit", reward.cost.unit, f"points or a stamp card{hint}", "stamp_cards"
        )
    for name in ("valid_from", "valid_until"):
        day: str | None = getattr(reward, name)
        if day is not None and not _is_day(day):
            yield _problem(f"{path}.{name}", day, "a day of the calendar")
    if reward.valid_from and reward.valid_until and reward.valid_until < reward.valid_from:
        yield _problem(f"{path}.valid_until", reward.valid_until, f"{reward.valid_from} or later")
    if reward.tier is not None:
        yield from _known_tier(programme, reward.tier, f"{path}.tier")

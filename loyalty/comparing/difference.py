"""Says what is different between two versions of a programme: a sentence for each changed rule."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any

from loyalty.comparing.matched import pairs
from loyalty.explaining.summary import check_in, limits
from loyalty.explaining.summary_bonuses import bonus, membership
from loyalty.explaining.summary_earning import card, earning, life_of_points, more
from loyalty.explaining.summary_levels import keeping, milestone, staircase, tier
from loyalty.explaining.summary_rewards import reward
from loyalty.explaining.summary_terms import Reader

_SENTENCES: Mapping[str, Callable[[Any, Reader], str]] = MappingProxyType(
    {
        "earn": earning,
        "multipliers": more,
        "stamp_cards": card,
        "rewards": reward,
        "milestones": milestone,
        "staircases": staircase,
        "tiers": tier,
        "bonuses": bonus,
        "memberships": membership,
    }
)


def difference(was: Reader, now: Reader) -> tuple[str, ...]:
    """Say what is different, as readers of either version read it; nothing where all is the same.

    Both read in one language. A name, an icon or an order that members do not read as a rule is
    told as such, so that nothing that was changed stays unsaid.
    """
    found = [*_rules(was, now), *_head(was, now)]
    if not found and _plain(was) != _plain(now):
        found.append(now.voice.say("Only what members do not read is different."))
    return tuple(found)


def _rules(was: Reader, now: Reader) -> Iterator[str]:
    for pair in pairs(was.programme, now.programme):
        said = _SENTENCES[pair.group]
        before = said(pair.was, was) if pair.was is not None else ""
        after = said(pair.now, now) if pair.now is not None else ""
        if before != after:
            yield changed(before, after, now)
        else:
            text = now.voice.say("Changed in a way that members do not read: {rule}")
            yield text.format(rule=after)


def changed(before: str, after: str, reader: Reader) -> str:
    """Say one change; an empty sentence is a rule that a version does not have."""
    say = reader.voice.say
    if not before:
        return say("New: {rule}").format(rule=after)
    if not after:
        return say("No longer: {rule}").format(rule=before)
    return say("Until now: {was} From then on: {now}").format(was=before, now=after)


def _head(was: Reader, now: Reader) -> Iterator[str]:
    for lines in (_name, life_of_points, keeping, _limits, check_in):
        before, after = lines(was), lines(now)
        gone = [line for line in before if line not in after]
        new = [line for line in after if line not in before]
        if gone or new:
            yield changed(" ".join(gone), " ".join(new), now)


def _name(reader: Reader) -> list[str]:
    return [f"{reader.text(reader.programme.name)}."]


def _limits(reader: Reader) -> list[str]:
    return [limits(reader)]


def _plain(reader: Reader) -> dict[str, object]:
    rules = reader.programme
    names = rules.__struct_fields__
    return {name: getattr(rules, name) for name in names if name not in ("version", "from_day")}

"""Gifts: what a benefit that is due brings, as entries with an id that lets it be given once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from loyalty.accounts import POINTS, issued, voucher
from loyalty.benefits.periods import lasts_until
from loyalty.entries import Counted, Given, Weights
from loyalty.programme.benefits import Gift
from loyalty.programme.scalars import Text
from loyalty.programme.terms import FOR_EVER, Life
from loyalty.scene import Scene
from loyalty.why import Why, why

_NAMED_BY = {"tier_entry": "tier", "membership": "membership"}


class Due(NamedTuple):
    """What is given and counted here now, and what follows from whoever holds the home right."""

    given: tuple[Given, ...] = ()
    counted: tuple[Counted, ...] = ()
    follows: tuple[Why, ...] = ()


NOTHING = Due()


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit:
    """Something a member is to get: the gift, which rule brings it and what else it counts.

    `id` is empty for what may be given every time. `because` is the code of its reason. `day` is
    the first business date on which it can be used when that is later than today, `life` and
    `pending_days` are its own terms. `account` is empty for the member. With `everywhere` it may
    be given without the member's home right. `times` is how often the gift is given at once.
    """

    id: str
    because: str
    rule: str
    name: Text
    gift: Gift
    times: int = 1
    day: str = ""
    life: Life | None = None
    pending_days: int = 0
    account: str = ""
    everywhere: bool = False
    also: tuple[Counted, ...] = ()
    weights: Weights = ()


def due_of(scene: Scene, benefits: Iterable[Benefit]) -> Due:
    """Give what benefits bring here; what needs the home right and is not home only follows."""
    given: list[Given] = []
    counted: list[Counted] = []
    follows: list[Why] = []
    for benefit in benefits:
        brought = list(_brought(scene, benefit))
        if not (benefit.everywhere or scene.standing.home):
            follows += [each.why for each in brought if not each.account]
            continue
        given += brought
        if benefit.id:
            counted.append(Counted(unit=issued(benefit.id), delta=1, weights=benefit.weights))
        counted += benefit.also
    return Due(tuple(given), tuple(counted), tuple(follows))


def later(day: str, days: int) -> str:
    """Give the business date so many days after one."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat() if days else day


def _brought(scene: Scene, benefit: Benefit) -> Iterator[Given]:
    """Give the points and the voucher of a gift as entries, each with its own days."""
    programme, gift = scene.programme, benefit.gift
    day = benefit.day or scene.day
    if gift.points:
        life = benefit.life or programme.points
        first = later(day, benefit.pending_days)
        last = lasts_until(life, day)
        yield _entry(scene, benefit, POINTS, gift.points, first=first, last=last)
    if gift.reward is not None:
        reward = programme.reward(gift.reward)
        life = benefit.life or reward.life or FOR_EVER
        first = later(day, max(reward.after_days, benefit.pending_days))
        last = lasts_until(life, first)
        yield _entry(scene, benefit, voucher(reward.id), 1, first=first, last=last)


def _entry(
    scene: Scene, benefit: Benefit, unit: str, amount: int, *, first: str, last: str
) -> Given:
    amount *= benefit.times
    params: dict[str, int | str] = {
        _NAMED_BY.get(benefit.because, "rule"): benefit.rule,
        "name": scene.programme.text(benefit.name, scene.programme.languages[0]),
        "given": amount,
        "reward": "" if unit == POINTS else benefit.gift.reward or "",
    }
    return Given(
        rule=benefit.rule,
        unit=unit,
        amount=amount,
        first_day=first if first > scene.day else "",
        last_day=max(first, last),
        why=why(benefit.because, **params),
        account=benefit.account,
        benefit=benefit.id,
        weights=benefit.weights,
    )

"""What time alone brings once a store-day: lots end, birthdays come, counters are tidied.

Every draft has an id made of its account and day, and what may be given once is kept in counters:
running a day twice writes once. Days that were missed are run in order, each as its own day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from loyalty import accounts
from loyalty.benefits.due import due
from loyalty.benefits.gifts import later
from loyalty.benefits.periods import Dated
from loyalty.benefits.tidying import stale
from loyalty.days import microseconds
from loyalty.entries import Counted
from loyalty.event import Posting
from loyalty.ids import RANDOM_BYTES, uuid7
from loyalty.lots import HeldLot, last_day, order
from loyalty.postings import of_entries
from loyalty.scene import Scene
from loyalty.why import Why, why

Lots = Mapping[str, tuple[HeldLot, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """One event that a day brings: `kind` is expired, inactive, benefit or tidied."""

    kind: str
    id: str
    account: str
    postings: tuple[Posting, ...]
    whys: tuple[Why, ...] = ()


def drafts(scene: Scene, lots: Lots, *, part: str = accounts.OPEN) -> tuple[Draft, ...]:
    """Give what a business date brings one account, in the order in which it is to be booked.

    `lots` are the lots by unit that the caller may end: those that are free on a server (`part`
    open), or those that a till holds (held). Nothing ends that is not in them, so what is owed
    never grows. Birthdays and whatever else is due come only where the home right is.
    """
    found = (
        _expired(scene, lots, part),
        _inactive(scene, lots, part),
        _benefits(scene),
        _tidied(scene),
    )
    return tuple(draft for draft in found if draft is not None)


def missed(last_run: str, day: str) -> Iterator[str]:
    """Give the business dates after the last one that was run through today, in order."""
    while last_run < day:
        last_run = later(last_run, 1)
        yield last_run


def _draft(
    scene: Scene, kind: str, postings: tuple[Posting, ...], whys: tuple[Why, ...] = ()
) -> Draft:
    account = scene.standing.account
    return Draft(kind=kind, id=_id(scene, kind), account=account, postings=postings, whys=whys)


def _id(scene: Scene, kind: str) -> str:
    # Members of a household share one account, but not their birthdays.
    whose = f"{scene.standing.account}/{scene.facts.member if kind == 'benefit' else ''}"
    named = f"{kind}/{whose}/{scene.day}"
    midnight = datetime.fromisoformat(scene.day).replace(tzinfo=UTC)
    return uuid7(microseconds(midnight), hashlib.sha256(named.encode()).digest()[:RANDOM_BYTES])


def _expired(scene: Scene, lots: Lots, part: str) -> Draft | None:
    gone = {
        unit: [each for each in held if last_day(each.lot) < scene.day]
        for unit, held in sorted(lots.items())
    }
    return _ended(scene, "expired", gone, part)


def _inactive(scene: Scene, lots: Lots, part: str) -> Draft | None:
    """End all points after too long without a sale or visit; a new member's time runs too."""
    days, day = scene.programme.points.inactive_days, scene.day
    if days is None:
        return None
    counters = scene.standing.counters
    latest = max(Dated(counters, accounts.VISITS).latest(day), scene.facts.joined_day)
    if not latest or later(latest, days) >= day:
        return None
    left = [each for each in lots.get(accounts.POINTS, ()) if last_day(each.lot) >= day]
    return _ended(scene, "inactive", {accounts.POINTS: left}, part)


def _ended(scene: Scene, kind: str, gone: Mapping[str, list[HeldLot]], part: str) -> Draft | None:
    """Take lots away that are still here, earliest last day first."""
    account = f"m:{scene.standing.account}:{part}"
    postings: list[Posting] = []
    whys: list[Why] = []
    for unit, lots in gone.items():
        ended = sorted((each for each in lots if each.amount > 0), key=lambda each: order(each.lot))
        if not ended:
            continue
        whys.append(why(kind, unit=unit, given=sum(each.amount for each in ended)))
        postings += [
            Posting(
                debit=account, credit=accounts.EXPIRED, unit=unit, amount=each.amount, lot=each.lot
            )
            for each in ended
        ]
    return _draft(scene, kind, tuple(postings), tuple(whys)) if postings else None


def _benefits(scene: Scene) -> Draft | None:
    found = due(scene, scene.standing)
    postings = of_entries(
        scene.standing.account,
        _id(scene, "benefit"),
        given=found.given,
        counted=found.counted,
    )
    whys = tuple(each.why for each in found.given)
    return _draft(scene, "benefit", postings, whys) if postings else None


def _tidied(scene: Scene) -> Draft | None:
    counters = scene.standing.counters
    steps = [
        Counted(unit=unit, delta=-counters[unit])
        for unit in stale(scene.programme, counters, scene.day)
    ]
    postings = of_entries(scene.standing.account, "", counted=steps)
    return _draft(scene, "tidied", postings) if postings else None

"""What may never become of a shop, whatever happens in it: looked up in its journal and books."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import msgspec

from loyalty.accounts import GIVEN, SHOP_ACCOUNTS, USED, is_known, is_value
from loyalty.benefits.tidying import stale
from loyalty.book.selling import corrections
from loyalty.book.shop import Shop, Written
from loyalty.book.verify import replayed, verified
from loyalty.entries import Given, Spent
from loyalty.lots import first_day, last_day
from loyalty.programme import AccessReward, Programme
from loyalty.refunds.returning import WHOLE, done, lines_of, share


def figures(shop: Shop) -> dict[str, Any]:
    """Give everything that accounts have, whichever till holds it, without what is nothing."""
    found: dict[str, Any] = {}
    for account, units in shop.shelf.rights.items():
        for unit, rights in units.items():
            found[f"{account} {unit} owed"] = rights.owed
            for lot, amount in shop.shelf.lots(account, unit).items():
                found[f"{account} {unit} {lot}"] = amount
    for account, counters in shop.shelf.counters.items():
        for unit, amount in counters.items():
            found[f"{account} {unit}"] = amount
    return {name: amount for name, amount in found.items() if amount}


def broken(shop: Shop, *, since: int = 0, adjusted: frozenset[str] = frozenset()) -> list[str]:
    """Give what is wrong; events before place `since` of the journal were looked at before.

    `adjusted` are counters that somebody changed by hand, which may be anything.
    """
    new = shop.journal[since:]
    return [
        *verified(shop),
        *_replay(shop),
        *_postings(new),
        *_days(new),
        *_counters(shop, adjusted),
        *(each for written in new for each in _limits(shop, written)),
        *_once(shop),
    ]


def _replay(shop: Shop) -> Iterator[str]:
    """What accounts have is what their events say, and there is nothing beside it."""
    values, counters = replayed(shop)
    for account, units in shop.shelf.rights.items():
        for unit, rights in units.items():
            if rights.balance != values.get((account, unit), 0):
                yield f"{account} has {rights.balance} {unit} of {values.get((account, unit))}"
            if rights.balance < 0 and rights.owed < -rights.balance:
                yield f"{account} is below zero in {unit} beyond what is owed"
    for account, found in shop.shelf.counters.items():
        for unit, amount in found.items():
            if amount != counters.get((account, unit), 0):
                yield f"{account} counts {amount} {unit} of {counters.get((account, unit))}"


def _postings(new: list[Written]) -> Iterator[str]:
    for written in new:
        for each in written.event.postings:
            between = {each.debit, each.credit}
            if each.amount <= 0 or not all(is_known(side) for side in between):
                yield f"{written.event.type} posts {each}"
            if is_value(each.unit) != bool(each.lot):
                yield f"{written.event.type} posts {each} with or without a lot"
            if not between & SHOP_ACCOUNTS and written.event.type not in {
                "move",
                "merge",
                "household",
            }:
                yield f"{written.event.type} moves between members: {each}"


def _days(new: list[Written]) -> Iterator[str]:
    """Nothing is spent before its first or after its last day."""
    for written in new:
        for each in written.event.postings:
            is_spent = each.credit == USED and written.event.type == "sale"
            if is_spent and not first_day(each.lot) <= written.event.day <= last_day(each.lot):
                yield f"spent on {written.event.day}: {each}"
            if each.debit == GIVEN and last_day(each.lot) < written.event.day:
                yield f"given on {written.event.day}: {each}"


def ended(shop: Shop) -> list[str]:
    """Give the lots that are still somewhere after their last day.

    What comes back later by a refund ends with the next store-day.
    """
    return [
        f"{unit} of {account} ended and is still at {holder or 'nobody'}: {lot}"
        for account, units in shop.shelf.rights.items()
        for unit, rights in units.items()
        for holder, held in rights.lots.items()
        for lot in held
        if last_day(lot) < shop.day
    ]


def _counters(shop: Shop, adjusted: frozenset[str]) -> Iterator[str]:
    """Only remainders, marks of what was looked at and what is tidied next may be below zero."""
    for account, found in shop.shelf.counters.items():
        below = {unit for unit, amount in found.items() if amount < 0}
        below -= {unit for unit in below if unit.startswith(("carry:", "seen:"))} | adjusted
        below -= set(stale(shop.programme, found, shop.day)) if below else set()
        if below:
            yield f"{account} counts below nothing: {[(unit, found[unit]) for unit in below]}"
        for unit, amount in found.items():
            if unit.startswith("issued:") and amount > 1 and not _is_tally(unit):
                yield f"{account}: {unit} stands {amount} times"


def _is_tally(unit: str) -> bool:
    """Say whether a counter counts all gifts of one milestone in a period."""
    return unit.startswith("issued:milestone/") and unit.count("/") == 2


def _limits(shop: Shop, written: Written) -> Iterator[str]:
    """No use of a reward goes beyond the limits under which it was had."""
    spent = msgspec.convert(written.event.data.get("spent", []), tuple[Spent, ...])
    programme = _version(shop, written)
    for reward_id in {each.reward for each in spent}:
        reward = programme.reward(reward_id)
        in_sale = sum(each.reward == reward_id for each in spent)
        if isinstance(reward, AccessReward):
            continue
        of_member = dict(_uses(shop, reward_id, written.account))
        for name, most, uses in (
            ("sale", reward.most_per_sale, in_sale),
            ("member", reward.most_per_member, sum(of_member.values())),
            ("day", reward.most_per_day, of_member.get(written.event.day, 0)),
            ("stock", reward.stock, sum(_uses(shop, reward_id).values())),
        ):
            if most is not None and uses > most:
                yield f"{reward_id} was used {uses} times, {most} a {name}"


def _uses(shop: Shop, reward_id: str, account: str = "") -> Counter[str]:
    """Count the uses that stand by their days, under versions that count them."""
    uses: Counter[str] = Counter()
    for written in shop.journal:
        if written.event.type != "sale" or (account and written.account != account):
            continue
        entries = [each for each in written.event.data["spent"] if each["reward"] == reward_id]
        for each in msgspec.convert(entries, tuple[Spent, ...]):
            if _returned(shop, written, each) < WHOLE:
                uses[written.event.day] += 1
    return uses


def _returned(shop: Shop, written: Written, entry: Spent | Given) -> Fraction:
    lines = lines_of(written.event.data)
    back = done(len(lines), [each.event.data for each in corrections(shop, written)])
    return share(entry.weights, lines, back)


def _once(shop: Shop) -> Iterator[str]:
    """No benefit with an id stands twice."""
    standing: Counter[tuple[str, str, str]] = Counter()
    for written in shop.journal:
        for each in msgspec.convert(written.event.data.get("given", []), tuple[Given, ...]):
            if each.benefit and _returned(shop, written, each) < WHOLE:
                standing[written.account, each.benefit, each.unit] += 1
    for key, times in standing.items():
        if times > 1:
            yield f"{key} stands {times} times"


def _version(shop: Shop, written: Written) -> Programme:
    return next(each for each in shop.versions if each.version == written.event.programme)

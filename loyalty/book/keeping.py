"""Accounts in the shop in memory: points moved, double members merged, households, days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from loyalty import accounts
from loyalty.accounts import COUNTED, POINTS, is_value
from loyalty.book.people import Person
from loyalty.book.shop import Shop, Written
from loyalty.errors import Refusal
from loyalty.event import Posting
from loyalty.lots import take


def move(
    shop: Shop, source: Person, target: Person, amount: int, *, unit: str = POINTS, till: str = ""
) -> Written | None:
    """Move an amount from one member to another, lot by lot; it keeps its last day.

    Raises Refusal `not_enough` for more than is there, `move_nothing` for an amount of nothing or
    within one account.
    """
    if amount <= 0 or source.account == target.account:
        raise Refusal("move_nothing", "there is nothing to move", got=amount)
    shop.reach(till)
    lots, missing = take(shop.standing(source.account, till).held.get(unit, ()), amount)
    if missing:
        shop.hand_out()
        raise Refusal("not_enough", "there is not so much to move", unit=unit, missing=missing)
    postings = [
        Posting(
            debit=accounts.held(source.account),
            credit=accounts.open_(target.account),
            unit=unit,
            lot=lot.lot,
            amount=lot.amount,
        )
        for lot in lots
    ]
    data = {"to": target.account}
    return shop.write("move", postings=postings, data=data, person=source, till=till)


def merge(shop: Shop, keep: Person, drop: Person, till: str = "") -> Written | None:
    """Make one member of two that are the same: everything goes to who is kept, debts too."""
    if keep.name == drop.name:
        raise Refusal("merge_self", "a member cannot be merged with themselves")
    written = _take_over(shop, keep, drop, "merge", till)
    for each in shop.roll.of_account(drop.account):
        if each.name != drop.name:
            shop.roll.change(replace(each, account=keep.account))
    shop.roll.change(replace(drop, account=keep.account, merged_into=keep.name))
    return written


def household(shop: Shop, host: Person, guests: Iterable[Person], till: str = "") -> list[Written]:
    """Let members share one account from now on; what they had goes there."""
    made = []
    for guest in guests:
        if guest.account != host.account:
            written = _take_over(shop, host, guest, "household", till)
            made += [written] if written else []
            for each in shop.roll.of_account(guest.account):
                shop.roll.change(replace(each, account=host.account))
    return made


def leave(shop: Shop, person: Person) -> Person:
    """Let a member leave a household with an account of their own, in which there is nothing."""
    taken = set(shop.shelf.rights) | set(shop.shelf.counters) | {person.account}
    taken |= {each.account for each in shop.roll.people.values()}
    names = (f"{person.name}-{n}" for n in range(2, len(taken) + 3))
    own = next(each for each in names if each not in taken)
    moved = replace(person, account=own)
    shop.roll.change(moved)
    return moved


def _take_over(shop: Shop, keep: Person, drop: Person, kind: str, till: str) -> Written | None:
    if keep.account == drop.account:
        return None
    shop.reach(till)
    postings = [*_value(shop, keep, drop, till), *_counts(shop, keep, drop)]
    data = {"to": keep.account}
    written = shop.write(kind, postings=postings, data=data, person=drop, till=till)
    shop.roll.renamed[drop.account] = keep.account
    return written


def _value(shop: Shop, keep: Person, drop: Person, till: str) -> Iterator[Posting]:
    standing = shop.standing(drop.account, till)
    for unit, lots in sorted(standing.held.items()):
        for lot in lots:
            yield Posting(
                debit=accounts.held(drop.account),
                credit=accounts.open_(keep.account),
                unit=unit,
                lot=lot.lot,
                amount=lot.amount,
            )
    for unit, owed in sorted(standing.owed.items()):
        yield Posting(
            debit=accounts.open_(keep.account),
            credit=accounts.open_(drop.account),
            unit=unit,
            lot=f"{drop.account}~9999-12-31",
            amount=owed,
        )


def _counts(shop: Shop, keep: Person, drop: Person) -> Iterator[Posting]:
    """Add counters up; what can be given only once stays given once."""
    mine = shop.shelf.counters.get(keep.account, {})
    for unit, amount in sorted(shop.shelf.counters.get(drop.account, {}).items()):
        if not amount or is_value(unit):
            continue
        sides = (accounts.count(drop.account), accounts.count(keep.account))
        if unit.startswith(("issued:", "reached:")) and mine.get(unit, 0) > 0:
            sides = (sides[0], COUNTED)
        debit, credit = sides if amount > 0 else (sides[1], sides[0])
        yield Posting(debit=debit, credit=credit, unit=unit, amount=abs(amount))

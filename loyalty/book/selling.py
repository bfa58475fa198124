"""Sales in the shop in memory: priced, sold, and taken back whole or in parts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from loyalty.accounts import changes
from loyalty.basket import Basket
from loyalty.book.people import Person
from loyalty.book.shop import NOBODY, Shop, Written
from loyalty.entries import Counted
from loyalty.errors import Refusal
from loyalty.event import Posting
from loyalty.programme import Programme
from loyalty.quote import Quote, also_counting, postings, quote, quote_in
from loyalty.refunds.refund import Refund, Refunding, refund
from loyalty.refunds.returning import THE_REST, Part
from loyalty.rewards.offers import Offer, offers

SALE = "sale"
REFUND = "refund"
UNDO = "undo"
# What moves between accounts is put right by moving it back, and not by taking it back.
FINAL = frozenset({"merge", "move", "household"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sold:
    """A sale that was written, and how it was priced."""

    written: Written
    quote: Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Back:
    """Something that was taken back, and what its postings and money are."""

    written: Written
    refund: Refund


def priced(shop: Shop, person: Person, basket: Basket, till: str = "", sale_id: str = "") -> Quote:
    """Price a sale without writing it. Raises Refusal like `quote`."""
    shop.reach(till)
    scene, made_id = shop.scene(person, till), sale_id or shop.new_id()
    if not person.name:
        return quote(scene.programme, None, basket, day=scene.day, sale_id=made_id)
    return quote_in(scene, basket, sale_id=made_id)


def offered(shop: Shop, person: Person, basket: Basket, till: str = "") -> tuple[Offer, ...]:
    """Give every reward as it stands for a sale. Raises Refusal like `offers`."""
    shop.reach(till)
    return offers(shop.scene(person, till), basket)


def sell(
    shop: Shop, person: Person, basket: Basket, till: str = "", *, more: Iterable[Counted] = ()
) -> Sold:
    """Close a sale and write it; `more` is what it counts besides what its programme counts.

    Raises Refusal like `quote`; nothing is written then.
    """
    sale_id = shop.new_id()
    try:
        made = also_counting(priced(shop, person, basket, till, sale_id), more)
    except Refusal:
        shop.hand_out()
        raise
    moved: tuple[Posting, ...] = ()
    if person.name:
        moved = postings(made, person.account, sale_id, shop.programme)
    written = shop.write(
        SALE,
        postings=moved,
        data=made.breakdown(),
        event_id=sale_id,
        person=person,
        till=till,
    )
    assert written is not None, sale_id
    return Sold(written=written, quote=made)


def take_back(shop: Shop, of: Written, part: Part = THE_REST, *, till: str = "", kind: str) -> Back:
    """Take a part of an event back, or all of it. Raises Refusal like `refund`."""
    if of.event.type in FINAL:
        raise Refusal("reversal_final", "move it back instead", type=of.event.type)
    till = till or of.till
    shop.reach(till)
    named = {of.account, *(each.account for each in changes(of.event.postings))}
    today = {shop.roll.account(each) for each in named if each}
    person = shop.roll.person(of.member) if of.member else NOBODY
    about = Refunding(
        programme=_version(shop, of),
        sale=of.event,
        account=of.account,
        standings={each: shop.standing(each, till) for each in today},
        day=shop.day,
        earlier=[each.event.data for each in corrections(shop, of)],
        renamed={each: shop.roll.account(each) for each in named if each},
        expired=shop.shelf.expired,
    )
    try:
        made = refund(about, part)
    except Refusal:
        shop.hand_out()
        raise
    person = replace(person, account=shop.roll.account(of.account) if of.account else "")
    written = shop.write(kind, postings=made.postings, data=made.data, person=person, till=till)
    assert written is not None, kind
    return Back(written=written, refund=made)


def corrections(shop: Shop, of: Written) -> list[Written]:
    """Give the events that took back parts of one."""
    return [each for each in shop.journal if each.event.data.get("corrects") == of.event.id]


def last_standing(shop: Shop, *, member: str = "", kinds: frozenset[str] = frozenset()) -> Written:
    """Find the last event that nobody took back. Raises Refusal `nothing_to_undo`."""
    for each in reversed(shop.journal):
        is_theirs = not member or each.member == member
        is_kind = each.event.type in kinds if kinds else each.event.type not in FINAL
        is_first = "corrects" not in each.event.data and not corrections(shop, each)
        if is_theirs and is_kind and is_first and each.event.postings:
            return each
    raise Refusal("nothing_to_undo", "there is nothing to take back")


def _version(shop: Shop, of: Written) -> Programme:
    return next(each for each in shop.versions if each.version == of.event.programme)

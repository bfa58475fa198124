"""Makes the event of a member who comes from another system, and finds who that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec

from loyalty import accounts, ids
from loyalty import number as numbers
from loyalty.accounts import POINTS
from loyalty.benefits.periods import lasts_until
from loyalty.entries import Counted, Given
from loyalty.errors import Refusal
from loyalty.event import Posting
from loyalty.lots import NEVER, name
from loyalty.postings import of_entries
from loyalty.programme.terms import FOR_EVER
from loyalty.why import why
from storage.records import CARD, LEGACY, PHONE, Credential, Entry, Head, Member, Person, PersonOut
from terminal.till import card_stock, phone, recorder, roll
from terminal.till.desk import Desk
from terminal.till.incoming import Incoming, Lot, RowError
from terminal.till.marking import mark
from terminal.till.refusals import SENTENCES

AGAIN: Final = "taken_over"
"""The event of a member who came before and was sent back; a new one's is an enrolment."""
IMPORT: Final = "import"
MEMBER_SIGN: Final = "@"
"""Stands for the member's id in the name of a counter, in lists that go to another shop."""
STAMP: Final = "stamp:"
VOUCHER: Final = "voucher:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A row with what the shop makes of it: the id it will have, its number and its phone."""

    who: Incoming
    member_id: str
    number: str
    phone_e164: str


def known(desk: Desk, who: Incoming) -> Known:
    """Say who a row is. Raises RowError where nobody could find the member again, or its phone."""
    try:
        phone_e164 = phone.parse(who.phone, desk.shop.region) if who.phone else ""
    except Refusal as error:
        raise RowError(SENTENCES.get(error.code, error.message), "phone") from error
    identity = next(filter(None, _identities(who, phone_e164)), "")
    if not identity:
        raise RowError(mark("no card, phone number, e-mail or name: nobody could be found by this"))
    is_ours = bool(who.number) and numbers.issuer_of(who.number) == desk.shop.issuer
    return Known(
        who=who,
        member_id=ids.taken_over(desk.tenant_key, identity),
        number=who.number if is_ours else "",
        phone_e164=phone_e164,
    )


def _identities(who: Incoming, phone_e164: str) -> tuple[str, ...]:
    """Give what a member may be known by, the surest first."""
    cards = (who.number, *who.old_cards)
    return (
        f"card\0{cards[0] or cards[-1]}" if any(cards) else "",
        f"source\0{who.source}" if who.source else "",
        f"phone\0{phone_e164}" if phone_e164 else "",
        f"email\0{who.email.casefold()}" if who.email else "",
        f"name\0{who.name.casefold()}\0{who.birthday}" if who.name else "",
    )


def whose(desk: Desk, row: Known) -> Member | None:
    """Find the member whom a row is about. Raises RowError where it is about two of them."""
    by_card = [roll.by_old_card(desk, key) for key in row.who.old_cards]
    by_card.append(roll.by_number(desk, row.number) if row.number else None)
    by_card.append(roll.member(desk, row.member_id))
    found = {one.member_id: one for one in by_card if one is not None}
    if len(found) > 1:
        raise RowError(mark("the cards of this row are those of two members here"), "card")
    one = next(iter(found.values()), None)
    called = roll.by_phone(desk, row.phone_e164) if row.phone_e164 else None
    if called is None or (one is not None and called.member_id == one.member_id):
        return one
    has_card = bool(row.number or row.who.old_cards)
    if one is None and not has_card:
        return called
    raise RowError(
        mark("the member with card {card} has this phone number"),
        "phone",
        card=f"\u2022\u2022\u2022\u2022 {called.number[-4:]}",
    )


def check_units(desk: Desk, who: Incoming) -> None:
    """Raise RowError for stamps or vouchers that the programme does not have."""
    programme = recorder.programme(desk)
    cards = {accounts.stamps(card.id) for card in programme.stamp_cards}
    rewards = {accounts.voucher(reward.id) for reward in programme.rewards}
    for unit in [*(lot.unit for lot in who.lots), *(unit for unit, _ in who.owed)]:
        if unit.startswith(STAMP) and unit not in cards:
            sentence = mark("your programme has no stamp card {card}")
            raise RowError(sentence, f"stamps:{unit.removeprefix(STAMP)}", card=unit[len(STAMP) :])
        if unit.startswith(VOUCHER) and unit not in rewards:
            sentence = mark("your programme has no reward {reward}")
            raise RowError(sentence, "lots", reward=unit[len(VOUCHER) :])


def newcomer(
    desk: Desk, head: Head, row: Known, run: str, taken: Mapping[str, str]
) -> tuple[Entry, Member]:
    """Make the event that takes a new member over; nothing is written yet.

    It is an enrolment like every other, with what they had as lots of their own. What joining
    brings is not given: they joined long ago. `taken` are the numbers, and their accounts, of
    entries that still wait; `run` names the import.
    """
    number = row.number or card_stock.fresh(desk)
    while number in taken:
        number = card_stock.fresh(desk)
    account = _account(desk, row.who, number, taken)
    event_id = ids.opening_event(desk.tenant_key, row.member_id)
    joined = row.who.joined_day
    member = Member(
        member_id=row.member_id,
        account=account,
        number=number,
        joined_day=joined if joined and joined <= desk.day() else desk.day(),
    )
    data, postings = _brought(desk, row.who, account, event_id, member.member_id)
    shown = [(CARD, number), *((LEGACY, key) for key in row.who.old_cards)]
    made = recorder.entry(
        desk,
        head,
        kind="enrol",
        event_id=event_id,
        data={
            "member": member.member_id,
            "account": account,
            "number": number,
            "old_cards": list(row.who.old_cards),
            "joined": member.joined_day,
            IMPORT: run,
            **data,
        },
        postings=postings,
        account=account,
        member=member,
        credentials=_credentials(desk, member.member_id, shown, row.phone_e164),
        person=person(desk, row, version=1),
        # A sale that a crash left open is none of this.
        open_sale=desk.ledger.open_sale(),
    )
    return made, member


def again(desk: Desk, head: Head, row: Known, member: Member, run: str) -> Entry:
    """Make the event of somebody whose import was taken back and who comes once more."""
    event_id = recorder.new_id(desk)
    before = roll.person(desk, member.member_id)
    data, postings = _brought(desk, row.who, member.account, event_id, member.member_id)
    return recorder.entry(
        desk,
        head,
        kind=AGAIN,
        event_id=event_id,
        data={"member": member.member_id, "account": member.account, IMPORT: run, **data},
        postings=postings,
        account=member.account,
        credentials=_credentials(desk, member.member_id, [], row.phone_e164),
        person=person(desk, row, version=before.version + 1 if before else 1, of=member.member_id),
        open_sale=desk.ledger.open_sale(),
    )


def person(desk: Desk, row: Known, *, version: int, of: str = "") -> PersonOut | None:
    """Give what a row says of the person; None when it says nothing."""
    who = row.who
    if not (who.name or row.phone_e164 or who.email or who.birthday or who.consents):
        return None
    blind = {}
    if row.phone_e164:
        blind[PHONE] = ids.blind_phone(desk.tenant_key, row.phone_e164)
    known_as = Person(
        person_id=of or row.member_id,
        version=version,
        name=who.name,
        phone=row.phone_e164,
        email=who.email,
        language=who.language,
        birthday=who.birthday,
        consents=dict(who.consents),
    )
    return PersonOut(person=known_as, blind=blind)


def _account(desk: Desk, who: Incoming, number: str, taken: Mapping[str, str]) -> str:
    if not who.shares_with:
        return ids.account_of_number(desk.tenant_key, number)
    host = roll.by_number(desk, who.shares_with)
    account = taken.get(who.shares_with) or (host.account if host else "")
    if not account:
        raise RowError(mark("the member whose points this one shares has to come first"), "shares")
    return account


def _brought(
    desk: Desk, who: Incoming, account: str, event_id: str, member_id: str
) -> tuple[dict[str, Any], tuple[Posting, ...]]:
    """Give what somebody brings with them, as an event's data and postings."""
    given = tuple(_given(desk, lot) for lot in who.lots)
    counted = tuple(
        Counted(unit=unit.replace(MEMBER_SIGN, member_id), delta=amount)
        for unit, amount in who.counters
    )
    owed = tuple(
        Posting(
            debit=accounts.open_(account),
            credit=accounts.GIVEN,
            unit=unit,
            amount=amount,
            lot=name(event_id, NEVER),
        )
        for unit, amount in who.owed
    )
    data = {"given": msgspec.to_builtins(given), "counted": msgspec.to_builtins(counted)}
    return data, (*of_entries(account, event_id, given=given, counted=counted), *owed)


def _given(desk: Desk, lot: Lot) -> Given:
    return Given(
        rule="opening",
        unit=lot.unit,
        amount=lot.amount,
        first_day=lot.first_day,
        last_day=lot.last_day or _last_day(desk, lot.unit),
        why=why("opening", given=lot.amount),
    )


def _last_day(desk: Desk, unit: str) -> str:
    """Say until when it counts by the shop's own rules, as if it were given today."""
    programme = recorder.programme(desk)
    if unit == POINTS:
        return lasts_until(programme.points, desk.day())
    lives = {accounts.stamps(card.id): card.life for card in programme.stamp_cards}
    return lasts_until(lives.get(unit) or FOR_EVER, desk.day())


def _credentials(
    desk: Desk, member_id: str, shown: list[tuple[str, str]], phone_e164: str
) -> tuple[Credential, ...]:
    if phone_e164:
        shown.append((PHONE, ids.blind_phone(desk.tenant_key, phone_e164)))
    return tuple(Credential(kind=kind, key=key, member_id=member_id) for kind, key in shown)

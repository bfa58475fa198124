"""A lost card: a new one takes its place, the old number is blocked, and spending may wait."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from loyalty import days
from loyalty import number as numbers
from loyalty import pin as rules
from loyalty.errors import Refusal
from storage.records import CARD, CARD_LOST, CARD_WAITS, Credential, Member
from terminal.till import pin, recorder, roll, sale, strip
from terminal.till.desk import Desk, Question
from terminal.till.effects import Effect, Sound

KIND: Final = "replace"
EVENT: Final = "card_replaced"
WAITS_S: Final = 24 * 3600
_S: Final = 1_000_000


def is_lost(desk: Desk, number: str) -> bool:
    """Say whether another card has taken the place of this one."""
    return roll.is_lost(desk, number)


def scanned(desk: Desk, number: str) -> list[Effect]:
    """The new card was read on the card's screen: prove who it is for, and replace the old one.

    Raises Refusal `card_anonymous` for a member of whom neither name nor phone is known,
    `card_taken` for a card that somebody has, and what `pin.ask_for_card` raises.
    """
    open_sale = desk.sale
    assert open_sale is not None
    known = roll.person(desk, open_sale.member_id)
    if known is None or not (known.name or known.phone):
        raise Refusal("card_anonymous", "nobody knows whose card this was")
    if roll.by_number(desk, number) is not None:
        raise Refusal("card_taken", "this card belongs to a member already")
    if open_sale.pin_us:
        return _replace(desk, number, proof="pin")
    if _asks_pin(desk):
        return pin.ask_for_card(desk, number)
    if open_sale.name_asked:
        # With the typed phone number the line asked for the first name: it is not asked twice.
        return _replace(desk, number, proof="name")
    return ask_name(desk, number)


def ask_name(desk: Desk, number: str) -> list[Effect]:
    """Ask the cashier to confirm the name, where no PIN proves it."""
    assert desk.sale is not None
    desk.question = Question(kind=KIND, number=number)
    sentence = desk.say(
        "Ask for the first name. Is this {name}? New card {card}",
        name=sale.who(desk, desk.sale),
        card=f"\u2022\u2022\u2022\u2022 {number[-4:]}",
    )
    return strip.ask(desk, desk.say("Lost card"), sentence)


def answered(desk: Desk, number: str, *, yes: bool) -> list[Effect]:
    """The cashier has confirmed the name, or not."""
    if desk.sale is None or not yes:
        return strip.note(desk, desk.say("Lost card"), desk.say("Nothing was changed."))
    return _replace(desk, number, proof="name")


def proven(desk: Desk, number: str) -> list[Effect]:
    """The PIN was right: the new card counts at once."""
    pin.right(desk)
    return _replace(desk, number, proof="pin")


def release(desk: Desk) -> None:
    """Let the card of the open sale spend before its time: a supervisor has said so."""
    sale.change(desk, released=True)


def refuse_waiting(desk: Desk) -> None:
    """Raise Refusal `card_waits` while a card that replaced another may not spend yet."""
    open_sale = desk.sale
    assert open_sale is not None
    if not (open_sale.pin_us or open_sale.released) and waits_until_us(desk) > desk.clock.now_us():
        raise Refusal("card_waits", "the new card spends after a day, or with the PIN")


def waits_until_us(desk: Desk) -> int:
    """Give until when the card of the open sale may not spend; 0 when there is no such moment."""
    assert desk.sale is not None
    number, member_id = desk.sale.number, desk.sale.member_id
    kept = desk.ledger.get(_mark(member_id)) or ""
    told = (one.key for one in desk.directory.credentials_of(member_id) if one.kind == CARD_WAITS)
    found = [int(key.partition(":")[2]) for key in (kept, *told) if key.startswith(f"{number}:")]
    return max(found, default=0) * _S


def _asks_pin(desk: Desk) -> bool:
    assert desk.sale is not None
    known = roll.pin(desk, desk.sale.member_id)
    if not desk.shop.pad or desk.sale.earns_only or known is None or not known.verifier:
        return False
    counters = roll.standing(desk, desk.sale.account).counters
    return not rules.is_locked(counters, known.member_id, known.version)


def _replace(desk: Desk, number: str, *, proof: str) -> list[Effect]:
    open_sale = desk.sale
    assert open_sale is not None
    member = roll.member(desk, open_sale.member_id)
    if member is None:
        raise Refusal("nobody_there")
    if numbers.issuer_of(number) != desk.shop.issuer:
        raise Refusal("other_issuer")
    old, until_s = member.number, 0
    credentials = [Credential(kind=CARD, key=number, member_id=member.member_id)]
    if old:
        credentials.append(Credential(kind=CARD_LOST, key=old, member_id=member.member_id))
    if proof == "name":
        until_s = desk.clock.now_us() // _S + WAITS_S
        waits = f"{number}:{until_s}"
        credentials.append(Credential(kind=CARD_WAITS, key=waits, member_id=member.member_id))
        # A mark without its event would be for a card that nobody has: it stops nothing.
        desk.ledger.put(_mark(member.member_id), waits)
    sale.change(desk, number=number)
    try:
        _record(desk, replace(member, number=number), old, tuple(credentials), proof=proof)
    except BaseException:
        sale.change(desk, number=open_sale.number)
        raise
    desk.mode, desk.typed, desk.chosen = "member", "", 0
    desk.seen_number = number
    card = f"\u2022\u2022\u2022\u2022 {number[-4:]}"
    if until_s:
        sentence = desk.say(
            "{card} is the new card. It collects at once and pays for rewards from {when}.",
            card=card,
            when=_when(desk, until_s * _S),
        )
    else:
        sentence = desk.say("{card} is the new card. The lost one is blocked.", card=card)
    return [*strip.saved(desk, sentence), Sound(name="found")]


def _record(
    desk: Desk, member: Member, old: str, credentials: tuple[Credential, ...], *, proof: str
) -> None:
    recorder.record(
        desk,
        kind=EVENT,
        event_id=recorder.new_id(desk),
        data={
            "member": member.member_id,
            "account": member.account,
            "number": member.number,
            "old": old,
            "proof": proof,
            "waits_until_s": _until_s(credentials),
        },
        account=member.account,
        member=member,
        credentials=credentials,
        keeps_sale=True,
    )


def _until_s(credentials: tuple[Credential, ...]) -> int:
    waits = [one.key for one in credentials if one.kind == CARD_WAITS]
    return int(waits[0].partition(":")[2]) if waits else 0


def _when(desk: Desk, at_us: int) -> str:
    local = days.local(at_us, desk.shop.time_zone)
    return f"{desk.words.day(local.date().isoformat())} {desk.words.time(at_us)}"


def _mark(member_id: str) -> str:
    return f"card_waits/{member_id}"

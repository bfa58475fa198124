"""A paper stamp card is taken over: its stamps are given once, and F8 takes them back."""

from __future__ import annotations

from typing import Final

import msgspec

from loyalty import accounts, event
from loyalty.benefits.periods import lasts_until
from loyalty.entries import Given
from loyalty.errors import Refusal
from loyalty.postings import of_entries
from loyalty.programme import Programme
from loyalty.programme.earn import StampCard
from loyalty.programme.terms import FOR_EVER
from loyalty.refunds.refund import reverse
from loyalty.why import why
from terminal.till import digits, recorder, roll, strip
from terminal.till.desk import Desk
from terminal.till.effects import Effect

EVENT: Final = "paper_card"
UNDONE: Final = "paper_card_undo"
LAST: Final = "paper_card_last"
TAKEN: Final = "paper_cards_taken"


def card_of(programme: Programme) -> StampCard | None:
    """Give the stamp card that paper ones are taken over into: the first of the programme."""
    return programme.stamp_cards[0] if programme.stamp_cards else None


def take(desk: Desk) -> list[Effect]:
    """Give the typed stamps to the member of the open sale, which stays open.

    Raises Refusal `stamps_none` without a stamp card, `paper_too_many` above the card's size,
    `paper_day` above the owner's number a day, and what `digits.amount_minor` raises.
    """
    open_sale, card = desk.sale, card_of(recorder.programme(desk))
    assert open_sale is not None
    if card is None:
        raise Refusal("stamps_unknown", "this programme has no stamp card")
    stamps = digits.amount_minor(desk.typed, 0)
    if not 0 < stamps <= card.stamps:
        raise Refusal("paper_too_many", f"the card has {card.stamps} stamps", most=card.stamps)
    taken = _taken(desk)
    if taken >= desk.limits.paper_cards:
        raise Refusal("paper_day", "no more paper cards today", most=desk.limits.paper_cards)
    # Counted before it is written: one too many is counted where the disk then says no.
    desk.ledger.put(TAKEN, f"{desk.day()}:{taken + 1}")
    event_id = recorder.new_id(desk)
    reason = why("opening", given=stamps)
    unit, ends = accounts.stamps(card.id), lasts_until(card.life or FOR_EVER, desk.day())
    given = (Given(rule=card.id, unit=unit, amount=stamps, last_day=ends, why=reason),)
    recorder.record(
        desk,
        kind=EVENT,
        event_id=event_id,
        data={
            "member": open_sale.member_id,
            "account": open_sale.account,
            "card": card.id,
            "stamps": stamps,
            "taken_in_by": desk.actor,
            "given": msgspec.to_builtins(given),
        },
        postings=of_entries(open_sale.account, event_id, given=given),
        account=open_sale.account,
        keeps_sale=True,
    )
    desk.ledger.put(LAST, event_id)
    desk.mode, desk.typed = "member", ""
    sentence = desk.words.plural(
        "{n} stamp of a paper card taken over by {who}. Keep the card; F8 undoes it.",
        "{n} stamps of a paper card taken over by {who}. Keep the card; F8 undoes it.",
        stamps,
        who=_who(desk),
    )
    return strip.saved(desk, sentence)


def undo(desk: Desk) -> list[Effect] | None:
    """F8: take the last paper card back; None when a sale came after it or there is none."""
    event_id = desk.ledger.get(LAST) or ""
    stored = desk.ledger.event(event_id) if event_id else None
    newest = desk.ledger.recent_sales(1)
    # Ids carry the time that they were made at, so that they stand in its order.
    if stored is None or (newest and newest[0].sale > event_id):
        return None
    if desk.ledger.corrected_by(event_id):
        return None
    made = event.decode(stored.raw)
    account = str(made.data["account"])
    standing = roll.standing(desk, account)
    recorder.record(
        desk,
        kind=UNDONE,
        event_id=recorder.new_id(desk),
        data={"account": account, "corrects": event_id, "stamps": made.data["stamps"]},
        postings=reverse(
            made.postings, standing=standing, day=desk.day(), account=standing.account
        ),
        account=account,
        corrects=event_id,
    )
    desk.ledger.put(LAST, "")
    return strip.saved(desk, desk.say("The paper card was taken back."))


def _taken(desk: Desk) -> int:
    day, _, count = (desk.ledger.get(TAKEN) or "").partition(":")
    return int(count) if day == desk.day() else 0


def _who(desk: Desk) -> str:
    role, _, name = desk.actor.partition(":")
    return desk.say("this till") if name == "default" else f"{role} {name[-4:]}"

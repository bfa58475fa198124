"""F10 with a member: a stamp or some points as goodwill, with a reason, within limits."""

from __future__ import annotations

from loyalty import event, goodwill, staff
from loyalty.errors import Refusal
from loyalty.goodwill import Gift
from storage.records import StoredEvent
from terminal.till import day, override, recorder, roll, sale, strip
from terminal.till.desk import Desk
from terminal.till.effects import Effect

MODE = "goodwill"
KIND, BACK = "goodwill", "goodwill_back"


def open_list(desk: Desk) -> list[Effect]:
    """Show what can be given. Raises Refusal `goodwill_none` where the owner allows nothing."""
    if not gifts(desk):
        raise Refusal("goodwill_none")
    desk.mode, desk.chosen, desk.crew.gift = MODE, 0, None
    return strip.note(desk, desk.say("Goodwill"), desk.say("Choose what, then why."))


def gifts(desk: Desk) -> tuple[Gift, ...]:
    """Give what can be given here."""
    return goodwill.gifts(recorder.programme(desk), desk.limits.counter)


def last(desk: Desk) -> StoredEvent | None:
    """Find what this member was given here since the last close, if it still stands."""
    account = desk.sale.account if desk.sale is not None else ""
    for epoch, seq, made in reversed(day.since(desk)):
        is_gift = made.type == KIND and made.data.get("account") == account
        if is_gift and desk.ledger.corrected_by(made.id) is None:
            return next(iter(desk.ledger.events(epoch, seq, 1)), None)
    return None


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a named key on this screen."""
    if name in ("Up", "Down"):
        most = count(desk) - 1
        desk.chosen = min(max(desk.chosen + (1 if name == "Down" else -1), 0), most)
        return []
    if name == "Enter":
        return pick(desk, desk.chosen)
    if name == "F8":
        return take_back(desk)
    if name in ("Esc", "F10"):
        return _leave(desk)
    return []


def typed(desk: Desk, text: str) -> list[Effect]:
    """A digit chooses."""
    return pick(desk, int(text) - 1) if text in tuple("123456789") else []


def count(desk: Desk) -> int:
    """Count the rows that can be chosen now."""
    return len(gifts(desk)) if desk.crew.gift is None else len(goodwill.REASONS)


def pick(desk: Desk, at: int) -> list[Effect]:
    """Choose what is given, and then why: the second choice gives it."""
    if not 0 <= at < count(desk):
        return []
    if desk.crew.gift is None:
        desk.crew.gift, desk.chosen = gifts(desk)[at], 0
        return []
    return _give(desk, desk.crew.gift, goodwill.REASONS[at])


def _give(desk: Desk, gift: Gift, reason: str) -> list[Effect]:
    assert desk.sale is not None
    counters = roll.standing(desk, desk.sale.account).counters
    given_minor = sum(
        int(made.data.get("worth_minor", 0))
        for _, _, made in day.since(desk)
        if made.type == KIND and made.actor == desk.actor
    )
    limits = desk.limits.counter

    def allow(here: Desk, by: dict[str, str]) -> list[Effect]:
        return _write(here, gift, reason, by)

    if not goodwill.is_over(counters, desk.day(), given_minor, gift, limits):
        return allow(desk, {})
    if not override.needed(desk, staff.GOODWILL_MORE):
        return allow(desk, {"by": desk.actor, "how": "self", "reason": reason})
    title = desk.say("More goodwill")
    return override.ask(desk, staff.GOODWILL_MORE, title, allow, reason=reason)


def _write(desk: Desk, gift: Gift, reason: str, by: dict[str, str]) -> list[Effect]:
    open_sale = desk.sale
    if open_sale is None:
        return []
    event_id = recorder.new_id(desk)
    programme = recorder.programme(desk)
    data: dict[str, object] = {
        "member": open_sale.member_id,
        "account": open_sale.account,
        "unit": gift.unit,
        "amount": gift.amount,
        "worth_minor": gift.worth_minor,
        "reason": reason,
    }
    recorder.record(
        desk,
        keeps_sale=True,
        kind=KIND,
        event_id=event_id,
        data=data | ({"override": by} if by else {}),
        postings=goodwill.postings(programme, open_sale.account, event_id, gift, desk.day()),
        account=open_sale.account,
    )
    _leave(desk)
    return strip.saved(
        desk,
        desk.say(
            "{gift} to {member}, as goodwill. F10, F8 takes it back.",
            gift=title(desk, gift),
            member=sale.who(desk, open_sale),
        ),
    )


def take_back(desk: Desk) -> list[Effect]:
    """F8: take back what this member was given last. Raises Refusal `nothing_to_undo`."""
    stored = last(desk)
    if stored is None or desk.sale is None:
        raise Refusal("nothing_to_undo")
    made = event.decode(stored.raw)
    recorder.record(
        desk,
        keeps_sale=True,
        kind=BACK,
        event_id=recorder.new_id(desk),
        data={"account": desk.sale.account, "gift": made.id},
        postings=goodwill.back(made.postings),
        account=desk.sale.account,
        corrects=made.id,
    )
    _leave(desk)
    return strip.saved(desk, desk.say("The goodwill is taken back."))


def title(desk: Desk, gift: Gift) -> str:
    """Say what a gift is."""
    programme, words = recorder.programme(desk), desk.words
    card = programme.stamp_card(gift.unit)
    if card is None:
        return words.plural("{n} point", "{n} points", gift.amount)
    name = programme.text(card.name, words.language)
    return words.plural("{n} stamp: {card}", "{n} stamps: {card}", gift.amount, card=name)


def _leave(desk: Desk) -> list[Effect]:
    desk.mode, desk.chosen, desk.crew.gift = "member", 0, None
    desk.strip = None
    return []

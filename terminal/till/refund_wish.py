"""Taking back a sale that this till may not take back: wished for here, decided where it was made.

The right to refund a sale is that of the till, in the epoch, that recorded it. A slip of another
till becomes a wish, which posts nothing; the points follow when that till, or the server in its
place, has decided (docs/adr/0016).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cards import salecode
from cards.salecode import SignedTerms, Terms
from loyalty import event
from loyalty.errors import Refusal
from storage.records import RefundAnswer
from sync.sign import verify
from terminal.till import recorder, strip
from terminal.till.desk import Desk, Question
from terminal.till.effects import Effect

KIND = "refund_wanted"
SLIP = "slip"
OPEN = "refunds_wished"
"""The wishes of this till whose answer nobody was told of: a server tells them again and again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A sale that somebody wants back, and who recorded it; `slip` is the code that proves it.

    `amount_minor` is what is handed back; `part_minor` is it where that is not all that is left.
    """

    sale: str
    device: str
    epoch: int
    amount_minor: int
    slip: str = ""
    part_minor: int = 0


def check(desk: Desk, signed: SignedTerms) -> None:
    """Raise Refusal `slip_unknown` unless a till of this shop signed a slip."""
    printed = desk.directory.device(signed.terms.device)
    if desk.ledger.event(signed.terms.sale) is not None:
        return  # it is in this till's own books, whatever the directory knows
    if printed is None or not salecode.verify(
        signed, lambda signature, message: verify(printed.public, message, signature)
    ):
        raise Refusal("slip_unknown")


def ask(desk: Desk, text: str, terms: Terms) -> list[Effect]:
    """Ask whether the sale of a slip is to be taken back."""
    if desk.sale is not None:
        raise Refusal("slip_in_sale")
    desk.question = Question(kind=SLIP, number=text)
    sentence = desk.say(
        "Sale of {amount} on {date} at {till}. Enter = take back, Esc = no",
        amount=desk.words.money(terms.amount_minor),
        date=desk.words.date(terms.day),
        till=_till(desk, terms.device),
    )
    return strip.ask(desk, desk.say("Take back"), sentence)


def of_slip(terms: Terms, text: str) -> Asked:
    """Say what a slip asks for."""
    return Asked(
        sale=terms.sale,
        device=terms.device,
        epoch=terms.epoch,
        amount_minor=terms.amount_minor,
        slip=text,
    )


def wish(desk: Desk, asked: Asked, by: Mapping[str, str] | None = None) -> list[Effect]:
    """Record that a sale is wanted back; `by` says who allowed it. It posts nothing.

    Raises Refusal `already_reversed` or what the answer was to an earlier wish, and
    `refund_waits` while there is none.
    """
    for stored in desk.ledger.corrections(asked.sale):
        made = event.decode(stored.raw)
        answer = desk.directory.refund_answer(made.id)
        if made.type != KIND and asked.part_minor:
            continue  # who decides knows how much of it is left
        if answer and answer.state == "done" and made.data.get("amount_minor"):
            continue
        if made.type != KIND or (answer and answer.state == "done"):
            raise Refusal("already_reversed")
        raise Refusal(answer.reason if answer else "refund_waits")
    wish_id = recorder.new_id(desk)
    # Before the event: a crash in between leaves a name that nothing ever answers.
    desk.ledger.put(OPEN, " ".join([*_open(desk), wish_id]))
    recorder.record(
        desk,
        kind=KIND,
        event_id=wish_id,
        data={
            "sale": asked.sale,
            "device": asked.device,
            "epoch": asked.epoch,
            "slip": asked.slip,
            **({"amount_minor": asked.part_minor} if asked.part_minor else {}),
            **({"override": by} if by else {}),
        },
        sale=asked.sale,
        corrects=asked.sale,
    )
    return strip.saved(
        desk,
        desk.say(
            "Hand back {amount}. The points follow, as soon as {till} has heard of it.",
            amount=desk.words.money(asked.amount_minor),
            till=_till(desk, asked.device),
        ),
    )


def told(desk: Desk, answers: tuple[RefundAnswer, ...]) -> None:
    """Say what became of wishes of this till, once, where the strip is free.

    A new feed, or a copy of the directory, brings old answers again.
    """
    waiting = _open(desk)
    news = [answer for answer in answers if answer.wish in waiting]
    if not news:
        return
    done = {answer.wish for answer in news}
    desk.ledger.put(OPEN, " ".join(wish for wish in waiting if wish not in done))
    for answer in news:
        if desk.sale is not None or desk.question is not None:
            return
        if answer.state == "done":
            sentence = desk.say("Taken back where the sale was made. The points are right now.")
            strip.put(desk, "note", desk.say("Taken back"), sentence)
        else:
            strip.refused(desk, Refusal(answer.reason))


def _open(desk: Desk) -> list[str]:
    return (desk.ledger.get(OPEN) or "").split()


def _till(desk: Desk, device: str) -> str:
    if device == desk.ledger.head().device:
        return desk.shop.till
    known = desk.directory.device(device)
    return known.name if known else desk.say("another till")

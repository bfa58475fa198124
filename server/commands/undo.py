"""Taking a correction or a transfer back: a counter event, once; nothing is ever deleted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from loyalty import accounts, lots
from loyalty.benefits.periods import lasts_until
from loyalty.errors import Refusal
from loyalty.event import Event, Posting, decode
from loyalty.programme import in_force
from server import terms
from server.commands.adjust import life
from server.commands.asking import Answer
from server.judge import touched
from server.work import SERVER, VALUE_ACTS, Work

UNDOES = "undoes"
REASON = "undone"
_SUFFIX = ".undo"


def id_of(event_id: str) -> str:
    """Name the event that takes another back: there can be one only."""
    return f"{event_id}{_SUFFIX}"


def can_be(made: Event, device: str) -> bool:
    """Say whether an event is one that can be taken back here, if it was not yet."""
    return device == SERVER and made.type in VALUE_ACTS and UNDOES not in made.data


def undo(work: Work, event_id: str) -> Answer:
    """Move back what an adjustment or a transfer moved; what was spent meanwhile is owed.

    Raises Refusal `undo_unknown` for another kind of event, `undo_of_undo`, `undo_done` when it
    was taken back before, and `undo_nothing` when both accounts are one by now.
    """
    raw = work.raw_of(event_id, SERVER)
    made = decode(raw) if raw is not None else None
    if made is None or made.type not in VALUE_ACTS:
        raise Refusal("undo_unknown", "only an adjustment or a transfer from here is taken back")
    if UNDOES in made.data:
        raise Refusal("undo_of_undo", "this took another one back: make a new adjustment instead")
    name = id_of(event_id)
    if work.raw_of(name) is not None:
        raise Refusal("undo_done", "this was taken back already")
    named = touched(made.postings)
    work.shelf.fetch(sorted(named))
    book = work.shelf.book
    if made.type == "transfer" and len({book.root(each) for each in named}) == 1:
        raise Refusal("undo_nothing", "both cards are one account by now: there is nothing to move")
    data = {**made.data, "reason": REASON, UNDOES: event_id}
    work.act(made.type, list(_back(work, made.postings, name)), data, event_id=name)
    owed = {book.root(each): book.purse(book.root(each), _unit(made)).owed for each in named}
    return {
        "member": made.data["member"],
        "undone": event_id,
        "unit": _unit(made),
        "amount": sum(each.amount for each in made.postings),
        "owed": max(owed.values(), default=0),
    }


def _unit(made: Event) -> str:
    return made.postings[0].unit if made.postings else accounts.POINTS


def _back(work: Work, postings: Iterable[Posting], name: str) -> Iterator[Posting]:
    """Turn postings round; what was taken without a lot comes back in one of its own."""
    for each in postings:
        lot = each.lot
        if not lot:
            programme = in_force(terms.known(work), work.day)
            lot = lots.name(name, lasts_until(life(programme, each.unit), work.day))
        yield Posting(
            debit=each.credit, credit=each.debit, unit=each.unit, amount=each.amount, lot=lot
        )

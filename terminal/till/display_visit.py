"""A visit as the member's side lives through it: what it brought, one question, thanks, nobody."""

from __future__ import annotations

from dataclasses import replace

from loyalty.programme import Programme
from loyalty.programme.rewards import MysteryReward
from loyalty.quote import Quote
from terminal.till import display_question, recorder
from terminal.till.desk import Desk, Sale
from terminal.till.display_state import Step, Visit

EARNED_MS, EARNED_SHORT_MS, THANKS_MS = 5_000, 4_000, 3_000
"""Earned and thanks are eight seconds together: then nothing of a member stands there."""
SCRATCH_MS, QUESTION_MS = 8_000, 10_000


def begin(desk: Desk, sale: Sale, quote: Quote) -> None:
    """A sale was closed: its member may see what it brought, where they have a screen."""
    guest = desk.guest
    guest.choosing_until_ms, guest.joining, guest.visit = 0, None, None
    if not guest.live:
        return
    now_ms, drew = desk.clock.monotonic_ms(), _drew(recorder.programme(desk), quote)
    visit = Visit(
        member_id=sale.member_id,
        account=sale.account,
        quote=quote,
        step="thanks",
        until_ms=0,
        whole_ms=0,
        asks=display_question.is_due(desk, sale.account),
        drew=drew,
    )
    if drew:
        guest.visit = _at(visit, "scratch", now_ms, SCRATCH_MS)
    else:
        guest.visit = _earned(visit, now_ms)


def tick(desk: Desk) -> None:
    """Let time pass: one step follows the other until nobody is there.

    Raises what storage.ports.Ledger.commit raises when an unanswered question is kept.
    """
    guest = desk.guest
    now_ms = desk.clock.monotonic_ms()
    if guest.choosing_until_ms and now_ms >= guest.choosing_until_ms:
        guest.choosing_until_ms = 0
    # A step begins when the one before it ended, however late this machine looks at it.
    while guest.visit is not None and now_ms >= guest.visit.until_ms:
        visit = guest.visit
        guest.visit = _next(visit)
        if visit.step == "question":
            display_question.answered(desk, visit, "")


def _next(visit: Visit) -> Visit | None:
    match visit.step:
        case "scratch":
            return _earned(visit, visit.until_ms)
        case "earned" if visit.asks:
            return _at(visit, "question", visit.until_ms, QUESTION_MS)
        case "earned":
            return _at(visit, "thanks", visit.until_ms, THANKS_MS)
        case "question" | "thanks":
            return None


def scratched(desk: Desk) -> None:
    """The member scratched, or touched Show: now they may look at it."""
    visit = desk.guest.visit
    if visit is not None and visit.step == "scratch" and not visit.is_open:
        opened = replace(visit, is_open=True)
        now_ms = desk.clock.monotonic_ms()
        desk.guest.visit = _at(opened, "scratch", now_ms, EARNED_MS)


def thanked(desk: Desk, answer: str) -> None:
    """The member answered the question. Raises what storage.ports.Ledger.commit raises."""
    visit = desk.guest.visit
    if visit is None or visit.step != "question":
        return
    desk.guest.visit = _at(visit, "thanks", desk.clock.monotonic_ms(), THANKS_MS)
    display_question.answered(desk, visit, answer)


def _earned(visit: Visit, from_ms: int) -> Visit:
    return _at(visit, "earned", from_ms, EARNED_SHORT_MS if visit.asks else EARNED_MS)


def _at(visit: Visit, step: Step, from_ms: int, whole_ms: int) -> Visit:
    return replace(visit, step=step, until_ms=from_ms + whole_ms, whole_ms=whole_ms)


def _drew(programme: Programme, quote: Quote) -> str:
    """Name the mystery that a sale drew; empty without one."""
    mysteries = {one.id for one in programme.rewards if isinstance(one, MysteryReward)}
    names = [name for one in quote.spent for name in (one.choice, one.reward) if name in mysteries]
    return names[0] if names else ""

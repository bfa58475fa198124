"""How much of taking back, moving and adding late one may do alone; beyond it somebody is asked."""

from __future__ import annotations

from collections.abc import Callable

from loyalty import staff
from loyalty.errors import Refusal
from loyalty.shift import NOTHING, Tally
from terminal.till import day, override, staff_books
from terminal.till.desk import Desk
from terminal.till.effects import Effect

Act = Callable[[Desk, dict[str, str]], list[Effect]]
"""Does it; it gets what the event keeps of who allowed it, nothing where nobody was asked."""


def taking_back(desk: Desk, amount_minor: int, act: Act) -> list[Effect]:
    """Take money's worth back, above the owner's limit only with somebody who may."""
    if amount_minor <= desk.limits.counter.take_back_minor:
        return act(desk, {})
    title = desk.say("Take back {amount}", amount=desk.words.money(amount_minor))
    return override.ask(desk, staff.TAKE_BACK_MORE, title, act)


def moving(desk: Desk, act: Act, *, is_in_time: bool) -> list[Effect]:
    """Move a sale to another member: so many a shift, and not long after it was sold.

    Raises Refusal `move_late` where one person works alone: there nobody else can say yes.
    """
    title = desk.say("Move")
    if not is_in_time:
        if not staff_books.are_several(desk):
            raise Refusal("move_late", "a sale is moved within a quarter of an hour")
        return override.ask(desk, staff.MOVE_LATE, title, act)
    if not staff_books.are_several(desk) or _mine(desk).moved < desk.limits.counter.moves:
        return act(desk, {})
    return override.ask(desk, staff.MOVE_MORE, title, act)


def adding_late(desk: Desk, act: Act) -> list[Effect]:
    """Give a sale of nobody to a member: so many a shift."""
    if not staff_books.are_several(desk) or _mine(desk).late < desk.limits.counter.late_additions:
        return act(desk, {})
    return override.ask(desk, staff.LATE_MORE, desk.say("Late card"), act)


def _mine(desk: Desk) -> Tally:
    found, _ = day.now(desk)
    return found.by_actor.get(desk.actor, NOTHING)

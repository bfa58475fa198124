"""F10, Z: what was done so far today, and the close of the day with the register's own totals."""

from __future__ import annotations

import msgspec
from msgspec import to_builtins

from loyalty import event, shift, staff
from loyalty.errors import Refusal
from loyalty.event import Event
from loyalty.shift import Shift
from terminal.till import (
    boost_now,
    day_report,
    digits,
    override,
    recorder,
    second_place,
    strip,
)
from terminal.till.desk import Desk
from terminal.till.effects import Effect, Print

MODE = "day"
FROM = "shift_from"
RECEIPTS_DIGITS = 6
PAGE = 500


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """Where a shift begins in the till's chain; a mark that only saves reading further back."""

    number: int
    epoch: int
    seq: int


def begin(desk: Desk) -> None:
    """Count from here on at a till that has never closed a day."""
    if desk.ledger.get(FROM) is None:
        head = desk.ledger.head()
        _put(desk, Start(number=1, epoch=head.epoch, seq=head.seq + 1))


def open_day(desk: Desk) -> list[Effect]:
    """Show so far today, with its close on Enter."""
    desk.mode, desk.typed, desk.chosen = MODE, "", 0
    desk.crew.receipts, desk.crew.asks_turnover = None, False
    desk.crew.shift, _ = now(desk)
    sentence = desk.say("Look at any time. Closing opens the next day.")
    return strip.note(desk, desk.say("So far today"), sentence)


def now(desk: Desk) -> tuple[Shift, Start]:
    """Add up what stands since the last close, and say where that begins in the chain."""
    start = _start(desk)
    found, place = Shift(number=start.number), start
    before = start
    for epoch, seq, made in _events(desk, start):
        found = shift.fold(found, (made,))
        if made.type == shift.CLOSED:
            before, place = place, Start(number=found.number, epoch=epoch, seq=seq + 1)
        elif made.type == shift.REOPENED:
            place = before
    return found, place


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a named key on the screen of the day."""
    if name == "Enter":
        return _enter(desk)
    if name == "Backspace":
        desk.typed = desk.typed[:-1]
    elif name == "F5":
        slip = day_report.slip(desk, desk.crew.shift, is_closed=False)
        strip.put(desk, "note", desk.say("Slip"), desk.say("So far today, printed."))
        return [Print(slip=slip)]
    elif name == "F8":
        return reopen(desk)
    elif name in ("Esc", "F10"):
        return _back(desk)
    return []


def typed(desk: Desk, text: str) -> list[Effect]:
    """Take the digits of the register's own totals."""
    if digits.is_figure(text) or text in (".", ","):
        most = digits.AMOUNT_DIGITS_MAX if desk.crew.asks_turnover else RECEIPTS_DIGITS
        desk.typed = (desk.typed + text)[: most + 1]
    return []


def _enter(desk: Desk) -> list[Effect]:
    crew = desk.crew
    if not crew.asks_turnover and desk.typed:
        crew.receipts, crew.asks_turnover = digits.amount_minor(desk.typed, 0), True
        desk.typed = ""
        return []
    till_minor = digits.amount_minor(desk.typed, desk.shop.scale) if desk.typed else None
    return close(desk, crew.receipts, till_minor)


def close(desk: Desk, receipts: int | None, till_minor: int | None) -> list[Effect]:
    """Close the day: one event, then slip and file. Raises Refusal `day_empty`, Outage.

    `receipts` and `till_minor` are what the register's own slip says, where somebody typed it.
    """
    found, start = now(desk)
    if not found.by_actor:
        raise Refusal("day_empty")
    data: dict[str, object] = {
        "number": found.number,
        "figures": to_builtins(found.total()),
        "by_actor": {who: to_builtins(each) for who, each in found.by_actor.items()},
    }
    said = {"receipts": receipts, "till_minor": till_minor}
    data |= {name: value for name, value in said.items() if value is not None}
    made = recorder.record(
        desk, kind=shift.CLOSED, event_id=recorder.new_id(desk), data=data, keeps_sale=True
    )
    _put(desk, start)
    if not desk.shop.several_tills:
        # Until closing is until this; where there are others, they may still be open.
        boost_now.stop(desk)
    closed = shift.fold(found, (made,)).before
    assert closed is not None
    desk.mode, desk.typed = "idle", ""
    sentence = desk.say("Day {number} is closed.", number=desk.words.points(closed.number))
    effects = strip.saved(desk, sentence)
    if desk.keep_report is not None:
        desk.keep_report(day_report.file_name(desk, closed), day_report.table(desk, closed))
    slip = day_report.slip(desk, closed, is_closed=True)
    # Whoever closes may switch the machine off: the day goes to the second place now.
    return [*effects, Print(slip=slip), *second_place.make_now(desk)]


def reopen(desk: Desk) -> list[Effect]:
    """F8: open again what was closed last, until something is sold.

    Raises Refusal `day_open` when there is nothing to open again.
    """
    found, _ = now(desk)
    if found.before is None:
        raise Refusal("day_open")
    return override.ask(desk, staff.REOPEN, desk.say("Open the day again"), _reopened)


def _reopened(desk: Desk, by: dict[str, str]) -> list[Effect]:
    found, _ = now(desk)
    if found.before is None:
        raise Refusal("day_open")
    data: dict[str, object] = {"number": found.before.number}
    recorder.record(
        desk,
        kind=shift.REOPENED,
        event_id=recorder.new_id(desk),
        data=data | ({"override": by} if by else {}),
        keeps_sale=True,
    )
    effects = open_day(desk)
    sentence = desk.say("Day {number} goes on.", number=desk.words.points(desk.crew.shift.number))
    strip.put(desk, "saved", desk.say("Opened again"), sentence)
    return effects


def _back(desk: Desk) -> list[Effect]:
    if desk.typed:
        desk.typed = ""
    elif desk.crew.asks_turnover:
        desk.crew.asks_turnover, desk.crew.receipts = False, None
    else:
        desk.mode, desk.strip = "idle", None
    return []


def since(desk: Desk) -> list[tuple[int, int, Event]]:
    """Give the events since the last close with their places, oldest first."""
    _, start = now(desk)
    return _events(desk, start)


def _events(desk: Desk, start: Start) -> list[tuple[int, int, Event]]:
    found = []
    for epoch in sorted(each for each in desk.ledger.ends() if each >= start.epoch):
        seq = start.seq if epoch == start.epoch else 1
        while rows := desk.ledger.events(epoch, seq, PAGE):
            found += [(row.epoch, row.seq, event.decode(row.raw)) for row in rows]
            seq = rows[-1].seq + 1
    return found


def _start(desk: Desk) -> Start:
    text = desk.ledger.get(FROM)
    return msgspec.json.decode(text, type=Start) if text else Start(number=1, epoch=1, seq=1)


def _put(desk: Desk, start: Start) -> None:
    desk.ledger.put(FROM, msgspec.json.encode(start).decode())


def is_empty(desk: Desk) -> bool:
    """Say whether nothing was done since the last close."""
    return not desk.crew.shift.by_actor

"""When a copy of this till is due at its second place, and which lines are not there yet.

Nothing here touches that place: a worker makes copies and writes lines, and says what came of it.
One that is gone, slow or full is a state that is shown; no sale waits for it.
"""

from __future__ import annotations

from dataclasses import replace

from loyalty import days
from storage.later import Erased, Line
from storage.ports import Ledger
from storage.records import Position
from terminal.till.clock import DAY_US
from terminal.till.desk import Desk
from terminal.till.effects import Effect, FindPlaces, KeepLines, LookAtPlace, MakeCopy
from terminal.till.messages import Copied, CopyMade, LinesKept, PlaceSeen, PlacesFound
from terminal.till.second_state import Lines, Second

SETTING = "backup_place"
MADE = "backup_made_us"
HERE = "here"
"""The setting's value for a folder of this computer, where the shop wants no second place."""
LOOK_MS = 10_000
SILENT_MS = 60_000
AGAIN_MS = 10 * 60_000
OLD_US = 2 * DAY_US
LINES_MAX = 200
ERASED_MAX = 2_000


def kept(ledger: Ledger) -> Second:
    """Give what this till was told and did before it was started."""
    return Second(place=ledger.get(SETTING) or "", made_us=int(ledger.get(MADE) or 0))


def choose(desk: Desk, place: str) -> list[Effect]:
    """Let copies go somewhere from now on; raises Outage when that cannot be kept."""
    desk.ledger.put(SETTING, place)
    desk.second = Second(place=place, begins=True)
    return due(desk)


def due(desk: Desk) -> list[Effect]:
    """Say what is to be done now: look at the place, make a copy, write lines there."""
    if not desk.second.place or desk.later_rows is None or not desk.ledger.head().epoch:
        return []
    return [*_look(desk), *_copy(desk), *_lines(desk)]


def make_now(desk: Desk) -> list[Effect]:
    """Make a copy at once, because somebody wants one."""
    if desk.second.making or not is_present(desk):
        return []
    return [_make(desk)]


def heard(desk: Desk, message: Copied) -> list[Effect]:
    """Take what the worker says. Of another place than that of now it counts no more."""
    if isinstance(message, PlacesFound):
        desk.second = replace(desk.second, found=message.places)
        return []
    if message.place == desk.second.place:
        match message:
            case PlaceSeen():
                _seen(desk, message)
            case CopyMade():
                _made(desk, message)
            case LinesKept():
                _lines_kept(desk, message)
    return []


def find(desk: Desk) -> list[Effect]:
    """Look which places there are to choose from."""
    desk.second = replace(desk.second, found=())
    return [FindPlaces()]


def erased(desk: Desk) -> None:
    """Somebody was erased: that goes to the second place as well."""
    desk.second = replace(desk.second, lines=replace(desk.second.lines, erased=None))


def erased_lately(desk: Desk) -> list[str]:
    """Name people who were erased, the newest: a server that was put back may not know it."""
    rows = desk.later_rows
    return list(rows.erased().person_ids[-ERASED_MAX:]) if rows is not None else []


def is_present(desk: Desk) -> bool:
    """Say whether the place answers: a stick that hangs counts as gone."""
    seen = desk.second.seen
    if seen is None or not seen.present:
        return False
    return desk.clock.monotonic_ms() - desk.second.seen_ms < SILENT_MS


def is_gone(desk: Desk) -> bool:
    """Say whether the place was looked for and is not there, or does not answer."""
    second = desk.second
    waited_ms = desk.clock.monotonic_ms() - second.seen_ms
    return not is_present(desk) and (second.seen is not None or waited_ms > SILENT_MS)


def is_old(desk: Desk) -> bool:
    """Say whether the newest copy is older than two days, or there is none."""
    return desk.clock.now_us() - desk.second.made_us > OLD_US


def has_more(desk: Desk) -> bool:
    """Say whether anything was recorded that the newest copy does not have."""
    seen, head = desk.second.seen, desk.ledger.head()
    return seen is not None and seen.present and (seen.epoch, seen.seq) != (head.epoch, head.seq)


def _look(desk: Desk) -> list[Effect]:
    second, now_ms = desk.second, desk.clock.monotonic_ms()
    if second.asked_ms is not None and now_ms - second.asked_ms < LOOK_MS:
        return []
    first_ms = now_ms if second.asked_ms is None and second.seen is None else second.seen_ms
    desk.second = replace(second, asked_ms=now_ms, seen_ms=first_ms)
    device = desk.ledger.head().device
    return [LookAtPlace(place=second.place, device=device, begins=second.begins)]


def _seen(desk: Desk, message: PlaceSeen) -> None:
    before, now_ms = desk.second, desk.clock.monotonic_ms()
    is_back = message.present and not is_present(desk)
    desk.second = replace(before, seen=message, seen_ms=now_ms)
    if message.present:
        made_us = moment_us(message.made) if message.made else 0
        desk.second = replace(desk.second, begins=False, made_us=made_us)
    if is_back or not message.present:
        # It gets everything that it missed, and perhaps it is another stick.
        problem = before.lines.problem if message.present else ""
        desk.second = replace(desk.second, lines=Lines(problem=problem))
    if is_back and before.seen is not None:
        desk.second = replace(desk.second, tried_ms=None, problem="")


def _copy(desk: Desk) -> list[Effect]:
    second, now_ms = desk.second, desk.clock.monotonic_ms()
    waits = second.tried_ms is not None and now_ms - second.tried_ms < AGAIN_MS
    if second.making or waits or not is_present(desk) or not _is_due(desk):
        return []
    return [_make(desk)]


def _make(desk: Desk) -> MakeCopy:
    desk.second = replace(desk.second, making=True, tried_ms=desk.clock.monotonic_ms())
    return MakeCopy(place=desk.second.place, device=desk.ledger.head().device)


def _is_due(desk: Desk) -> bool:
    """A copy is due on each business date, in each new epoch, and where there is none."""
    seen = desk.second.seen
    if seen is None or not seen.made or seen.epoch != desk.ledger.head().epoch:
        return True
    shop = desk.shop
    made = days.business_date(moment_us(seen.made), shop.time_zone, shop.day_start_minutes)
    is_new_day = made.isoformat() != desk.day() and not desk.mark.suspect()
    return is_new_day or seen.is_long


def _made(desk: Desk, message: CopyMade) -> None:
    desk.second = replace(desk.second, making=False, problem=message.problem, asked_ms=None)
    if not message.problem:
        desk.second = replace(desk.second, made_us=message.at_us)
        desk.ledger.put(MADE, str(message.at_us))


def _lines(desk: Desk) -> list[Effect]:
    """Hand over what was recorded after the newest copy there, in its order."""
    second, rows = desk.second, desk.later_rows
    seen, lines = second.seen, second.lines
    if lines.writing or rows is None or seen is None or not seen.made or not is_present(desk):
        return []
    begins = lines.of != seen.made
    begin = Position(epoch=seen.epoch, seq=seen.seq) if begins else lines.to
    head = desk.ledger.head()
    if not begins and lines.erased is not None and begin == _at(head.epoch, head.seq):
        return []
    found = rows.after(begin, LINES_MAX)
    gone = lines.erased if lines.erased is not None and not begins else rows.erased()
    parts: tuple[Erased | Line, ...] = (*(() if gone is lines.erased else (gone,)), *found)
    to = _at(found[-1].epoch, found[-1].seq) if found else begin
    now = Lines(of=seen.made, to=to, erased=gone, writing=True, problem=lines.problem)
    desk.second = replace(second, lines=now)
    return [
        KeepLines(place=second.place, device=head.device, of=seen.made, begins=begins, parts=parts)
    ]


def _lines_kept(desk: Desk, message: LinesKept) -> None:
    second = desk.second
    if message.of != second.lines.of:
        return
    lines = replace(second.lines, writing=False, problem=message.problem)
    if message.problem:
        # What is there may be another stick, or half of what was written: it is looked at anew.
        desk.second = replace(second, lines=Lines(problem=message.problem), seen=None)
    else:
        desk.second = replace(second, lines=lines)


def _at(epoch: int, seq: int) -> Position:
    return Position(epoch=epoch, seq=seq)


def moment_us(made: str) -> int:
    """Read the moment that stands in a copy's name (2026-11-22T101500), in microseconds.

    A name that somebody changed counts as very old.
    """
    day, _, time = made.partition("T")
    try:
        return days.read(f"{day}T{time[:2]}:{time[2:4]}:{time[4:6]}+00:00")
    except ValueError:
        return 0

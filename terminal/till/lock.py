"""The lock behind F12: a badge or a PIN opens it; scans go on and show nobody while it is shut."""

from __future__ import annotations

from loyalty import number as numbers
from loyalty import staff
from loyalty.errors import LoyaltyError
from loyalty.staff import StaffRow
from storage.records import Member
from terminal.till import sale, staff_books, staff_pin, strip
from terminal.till.desk import Desk
from terminal.till.display_state import forget
from terminal.till.effects import Effect, Sound
from terminal.till.secret import NO_DIGITS

MINUTE_MS = 60_000
WARN_MS = 20_000


def lock(desk: Desk) -> list[Effect]:
    """F12: lock, with an open sale kept; where one person works it only says so."""
    if not staff_books.are_several(desk):
        sentence = desk.say("One person works here, so nothing is locked. F10 adds somebody.")
        return strip.note(desk, desk.say("Lock"), sentence)
    shut(desk)
    return []


def shut(desk: Desk) -> None:
    """Lock, and forget who was here and what they were setting up."""
    crew = desk.crew
    crew.is_locked, crew.at, crew.typed = True, None, NO_DIGITS
    crew.note, crew.is_wrong = "", False
    crew.draft = crew.wanted = None
    if desk.sale is None and desk.mode != "idle":
        sale.clear(desk)
    forget(desk.guest)
    desk.strip = None


def begin(desk: Desk) -> None:
    """Where several work, a till that starts waits for somebody to sign in."""
    if staff_books.are_several(desk):
        shut(desk)


def tick(desk: Desk) -> None:
    """Lock after minutes in which nobody touched anything, and when a second person came."""
    crew, minutes = desk.crew, desk.limits.counter.lock_minutes
    if crew.is_locked or not staff_books.are_several(desk):
        if crew.is_locked and not staff_books.are_several(desk):
            crew.is_locked, desk.actor = False, staff.ALONE
        return
    idle_ms = desk.clock.monotonic_ms() - desk.touched_ms
    is_busy = desk.question is not None or crew.draft is not None or desk.asking is not None
    is_late = bool(minutes) and idle_ms >= minutes * MINUTE_MS
    if not is_busy and (crew.at is None or is_late):
        shut(desk)
        return
    _warn(desk, minutes * MINUTE_MS - idle_ms if minutes and not is_busy else WARN_MS + 1)


def _warn(desk: Desk, left_ms: int) -> None:
    """Say so for the last seconds before it locks by itself; any key keeps it open."""
    word = desk.say("Locks soon")
    if left_ms <= WARN_MS:
        strip.note(
            desk, word, desk.say("Any key keeps this till open for {name}.", name=_name(desk))
        )
    elif desk.strip is not None and desk.strip.word == word:
        desk.strip = None


def _name(desk: Desk) -> str:
    return desk.crew.at.name if desk.crew.at is not None else ""


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a named key while locked, and F12 always; None when the counter's meaning stands."""
    crew = desk.crew
    if name == "F12":
        return [] if crew.is_locked else lock(desk)
    if not crew.is_locked:
        return None
    if name == "Backspace":
        crew.typed = crew.typed.shorter()
    elif name == "Esc":
        crew.typed, crew.note, crew.is_wrong = NO_DIGITS, "", False
    elif name == "Enter" and not crew.typed and desk.sale is not None and desk.question is None:
        return None  # what is read while locked counts like any other
    return []


def typed(desk: Desk, text: str) -> list[Effect] | None:
    """Digits are a PIN while locked; None when nothing is."""
    crew = desk.crew
    if not crew.is_locked:
        return None
    effects: list[Effect] = []
    for digit in text:
        if not (digit.isascii() and digit.isdecimal()) or crew.trying is not None:
            continue
        staff_pin.refuse_waiting(desk)
        crew.typed, crew.note, crew.is_wrong = crew.typed.plus(digit), "", False
        if len(crew.typed) == staff.PIN_DIGITS:
            whole, crew.typed = crew.typed, NO_DIGITS
            effects += staff_pin.find(desk, whole, right=opened, wrong=_wrong)
    return effects


def badge(desk: Desk, text: str) -> list[Effect] | None:
    """A badge signs in whoever it belongs to; None for every other code."""
    row = holder(desk, text)
    return None if row is None else opened(desk, row)


def holder(desk: Desk, text: str) -> StaffRow | None:
    """Say whose badge a code is."""
    try:
        number = numbers.parse(text)
    except LoyaltyError:
        return None
    return staff.by_badge(staff_books.people(desk), number)


def opened(desk: Desk, row: StaffRow) -> list[Effect]:
    """Let somebody stand at the counter: what they do from now on is in their name."""
    crew = desk.crew
    crew.is_locked, crew.typed, crew.wrong = False, NO_DIGITS, 0
    crew.note, crew.is_wrong = "", False
    desk.touched_ms = desk.clock.monotonic_ms()
    if not staff_books.are_several(desk):
        return strip.note(desk, desk.say("Hello"), desk.say("{name} is here.", name=row.name))
    crew.at, desk.actor = row, staff.actor(row)
    strip.note(desk, desk.say("Hello"), desk.say("{name} is here.", name=row.name))
    return [Sound(name="found")]


def is_own(desk: Desk, member: Member) -> bool:
    """Say whether a member is the very person who stands at the counter."""
    at = desk.crew.at
    return at is not None and bool(at.own) and at.own == member.member_id


def _wrong(desk: Desk) -> list[Effect]:
    staff_pin.count_wrong(desk)
    desk.crew.is_wrong = True
    desk.crew.note = desk.say("This PIN is nobody's. Type it again, or scan your badge.")
    return [Sound(name="refused")]

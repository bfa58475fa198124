"""Somebody who may allows what a cashier may not, in place: badge, PIN, or six digits from afar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from loyalty import authenticator, staff
from loyalty.goodwill import REASONS
from loyalty.staff import StaffRow
from terminal.till import lock, staff_books, staff_pin, strip
from terminal.till.crew import Wanted
from terminal.till.desk import Desk
from terminal.till.effects import Effect, Sound
from terminal.till.secret import NO_DIGITS

BADGE, PIN, CODE = "badge", "pin", "code"


def needed(desk: Desk, act: str) -> bool:
    """Say whether whoever stands here may not do this alone; one person alone may do all."""
    at = desk.crew.at
    if not staff_books.are_several(desk):
        return False
    return at is None or not staff.may(at.role, act)


def ask(
    desk: Desk,
    act: str,
    title: str,
    allow: Callable[[Desk, dict[str, str]], list[Effect]],
    *,
    reason: str = "",
) -> list[Effect]:
    """Do something at once where it may be done, else ask for somebody who may.

    `allow` gets what the event's data keeps as `override`: who (`by`), `how` and the `reason`; or
    nothing where nobody had to be asked. Without `reason` a digit is asked for afterwards.
    """
    if not needed(desk, act):
        return allow(desk, {})
    desk.crew.typed, desk.crew.note, desk.crew.is_wrong = NO_DIGITS, "", False
    desk.crew.wanted = Wanted(act=act, title=title, allow=allow, reason=reason)
    return strip.ask(desk, desk.say("Supervisor"), sentence(desk))


def sentence(desk: Desk) -> str:
    """Say what to do now."""
    return desk.say("Scan a badge or type a PIN. From afar: six digits. Esc = no")


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a named key while somebody is asked for; None when nobody is."""
    crew = desk.crew
    if crew.wanted is None:
        return None
    if name == "Esc":
        crew.wanted, crew.typed = None, NO_DIGITS
        return strip.note(desk, desk.say("Supervisor"), desk.say("Nothing was done."))
    if name == "Backspace":
        crew.typed = crew.typed.shorter()
    elif name == "Enter" and len(crew.typed) == staff.PIN_DIGITS and crew.trying is None:
        return _refuse(desk)
    return []


def typed(desk: Desk, text: str) -> list[Effect] | None:
    """Take digits: a PIN counts at its fourth, an authenticator's code at its sixth."""
    crew = desk.crew
    if crew.wanted is None:
        return None
    effects: list[Effect] = []
    for digit in filter(_is_digit, text):
        wanted = desk.crew.wanted
        if wanted is None:
            break
        if wanted.by:
            effects += _reason(desk, wanted, digit)
        else:
            staff_pin.refuse_waiting(desk)
            effects += _digit(desk, digit)
    return effects


def _is_digit(character: str) -> bool:
    return character.isascii() and character.isdecimal()


def badge(desk: Desk, text: str) -> list[Effect] | None:
    """A badge of somebody who may; None while nobody is asked for."""
    wanted, row = desk.crew.wanted, lock.holder(desk, text)
    if wanted is None or row is None:
        return None
    return _known(desk, row, BADGE) if staff.may(row.role, wanted.act) else _refuse(desk)


def _digit(desk: Desk, digit: str) -> list[Effect]:
    crew = desk.crew
    assert crew.wanted is not None
    if len(crew.typed) >= authenticator.DIGITS:
        return []
    crew.typed, crew.note = crew.typed.plus(digit), ""
    if len(crew.typed) == authenticator.DIGITS:
        return _code(desk)
    if len(crew.typed) != staff.PIN_DIGITS or crew.trying is not None:
        return []
    # Two more digits may come: only Enter or a sixth digit says that these four are nobody's.
    return staff_pin.find(
        desk,
        crew.typed,
        right=lambda here, row: _known(here, row, PIN),
        wrong=lambda _: [],
        among=_who_may(desk),
    )


def _code(desk: Desk) -> list[Effect]:
    text, desk.crew.typed = desk.crew.typed.reveal(), NO_DIGITS
    now_us = desk.clock.now_us()
    for row in _who_may(desk):
        pepper = desk.peppers.of(row.pepper)
        if not row.authenticator or pepper is None:
            continue
        key = authenticator.secret(pepper, row.staff_id, row.authenticator)
        used = desk.crew.steps.get(row.staff_id, 0)
        step = authenticator.fits(key, text, now_us, used)
        if step is not None:
            desk.crew.steps[row.staff_id] = step
            return _known(desk, row, CODE)
    return _refuse(desk)


def _who_may(desk: Desk) -> list[StaffRow]:
    assert desk.crew.wanted is not None
    act = desk.crew.wanted.act
    return [row for row in staff_books.people(desk) if staff.may(row.role, act)]


def _known(desk: Desk, row: StaffRow, how: str) -> list[Effect]:
    wanted = desk.crew.wanted
    if wanted is None:
        return []
    desk.crew.typed, desk.crew.wrong = NO_DIGITS, 0
    wanted = replace(wanted, by=staff.actor(row), how=how)
    if wanted.reason:
        return _allow(desk, wanted)
    desk.crew.wanted = wanted
    return strip.ask(desk, row.name, desk.say("Why? {reasons}", reasons=reasons(desk)))


def reasons(desk: Desk) -> str:
    """List the reasons with their digits."""
    named = zip(REASONS, reason_names(desk), strict=True)
    return ", ".join(f"{digit} = {words}" for digit, words in named)


def reason_names(desk: Desk) -> tuple[str, ...]:
    """Give the reasons in words, in the order of their digits."""
    say = desk.say
    return (say("complaint"), say("long wait"), say("our mistake"), say("something else"))


def _reason(desk: Desk, wanted: Wanted, digit: str) -> list[Effect]:
    return _allow(desk, replace(wanted, reason=digit)) if digit in REASONS else []


def _allow(desk: Desk, wanted: Wanted) -> list[Effect]:
    desk.crew.wanted = None
    return wanted.allow(desk, {"by": wanted.by, "how": wanted.how, "reason": wanted.reason})


def _refuse(desk: Desk) -> list[Effect]:
    staff_pin.count_wrong(desk)
    desk.crew.typed, desk.crew.is_wrong = NO_DIGITS, True
    desk.crew.note = desk.say("This is nobody who may allow it. Once more, or Esc.")
    return [Sound(name="refused")]

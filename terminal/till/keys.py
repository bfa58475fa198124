"""What each key does, screen by screen (COUNTER.md section 2, Keys)."""

from __future__ import annotations

from collections.abc import Callable

from loyalty.errors import Refusal
from terminal.till import (
    camera_set_up,
    check_in,
    digits,
    enrol,
    find,
    gun,
    identify,
    journal,
    lock,
    move,
    overlay,
    override,
    pad,
    pad_keys,
    reward,
    sale,
    set_up,
    strip,
    without_member,
)
from terminal.till.desk import Desk
from terminal.till.effects import Effect, Print
from terminal.till.line import Line
from terminal.till.slips import copy_slip

ROW_DIGITS = tuple("123456789")
Handler = Callable[[Desk, Line], list[Effect]]


def pressed(desk: Desk, line: Line, name: str) -> list[Effect]:
    """Do what a named key does on this screen; a key that means nothing here does nothing."""
    desk.touched_ms = desk.clock.monotonic_ms()
    taking = (
        lock.pressed,
        override.pressed,
        overlay.pressed,
        pad_keys.pressed,
        set_up.pressed,
    )
    for others in taking:
        taken = others(desk, name)
        if taken is not None:
            return taken
    handler = _KEYS.get(name)
    return handler(desk, line) if handler else []


def typed(desk: Desk, line: Line, text: str) -> list[Effect]:
    """Take typed characters; digits never spend and nothing is written here."""
    desk.touched_ms = desk.clock.monotonic_ms()
    clean = digits.clean(text)
    if not clean or desk.stopped is not None:
        return []
    overlay.close(desk)
    for others in (lock.typed, override.typed, pad_keys.typed, set_up.typed):
        taken = others(desk, clean)
        if taken is not None:
            return taken
    if desk.mode in ("member", "redeem"):
        return _typed_in_sale(desk, line, clean)
    if desk.mode == "refund":
        return journal.typed(desk, clean)
    if desk.mode == gun.MODE:
        return []
    if desk.mode == "idle" and any(char.isalpha() for char in clean):
        effects = find.open_empty(desk)
        desk.typed = clean
        find.search(desk)
        return effects
    if desk.mode == "find" and clean in ROW_DIGITS and find.picks_by_digit(desk):
        return find.pick(desk, int(clean) - 1)
    desk.typed = (desk.typed + clean)[: digits.TYPED_MAX]
    if desk.mode == "find":
        find.search(desk)
    return []


def picked(desk: Desk, line: Line, row: int) -> list[Effect]:
    """A row of the open list was touched."""
    del line
    taken = [] if desk.crew.is_locked else set_up.picked(desk, row)
    if taken is not None:
        return taken
    if desk.mode == "find":
        return find.pick(desk, row)
    if desk.mode == "refund":
        journal.choose(desk, row)
    return []


def used(desk: Desk, line: Line, row: int) -> list[Effect]:
    """The button of a reward was touched."""
    if desk.sale is None or desk.crew.is_locked:
        return []
    taken = pad_keys.pressed(desk, "F4")
    return reward.use(desk, line, row) if taken is None else taken


def _typed_in_sale(desk: Desk, line: Line, text: str) -> list[Effect]:
    assert desk.sale is not None
    open_sale = desk.sale
    first = desk.mode == "redeem" and not open_sale.picked
    picks = first and len(text) == 1 and text in "123456789"
    if picks and int(text) < len(reward.listed(desk)):
        return reward.use(desk, line, int(text))
    if open_sale.linked:
        return strip.refused(desk, Refusal("register_amount"))
    if not all(char.isdecimal() or char in ".,-" for char in text):
        return strip.refused(desk, Refusal("amount_broken"))
    sale.change(desk, typed=(open_sale.typed + text)[: digits.TYPED_MAX], picked=True)
    return []


def _enter(desk: Desk, line: Line) -> list[Effect]:
    if desk.question is not None:
        return identify.answer(desk, line, yes=True)
    if desk.mode in ("member", "redeem"):
        return _close(desk)
    if desk.mode == "find":
        return find.pick(desk, desk.chosen)
    if desk.mode == "enrol":
        return enrol.finish(desk)
    if desk.mode == "refund":
        return journal.refund(desk)
    if desk.mode == gun.MODE:
        return gun.save(desk)
    return _enter_idle(desk, line)


def _close(desk: Desk) -> list[Effect]:
    assert desk.sale is not None
    if desk.waiting is not None:
        return []
    if desk.sale.linked:
        raise Refusal("register_closes")
    if digits.digit_count(desk.sale.typed) >= digits.LIKE_PHONE_DIGITS:
        raise Refusal("like_phone")
    if desk.clock.monotonic_ms() < desk.quiet_until_ms:
        return []  # the Enter that many people press behind their PIN
    return reward.close(desk)


def _enter_idle(desk: Desk, line: Line) -> list[Effect]:
    if not desk.typed:
        return []
    if desk.typed.startswith("-"):
        raise Refusal("amount_negative")
    if identify.is_number(desk.typed):
        return identify.typed_number(desk, line)
    if digits.is_phone(desk.typed):
        return find.by_phone(desk)
    return without_member.entered(desk)


def _escape(desk: Desk, line: Line) -> list[Effect]:
    if desk.question is not None:
        return identify.answer(desk, line, yes=False)
    if desk.mode == gun.MODE:
        return gun.leave(desk)
    if desk.mode == "redeem":
        return reward.release(desk)
    if desk.mode == "member":
        assert desk.sale is not None
        if desk.sale.typed:
            sale.change(desk, typed="")
            return []
        name = sale.who(desk, desk.sale)
        sale.drop(desk)
        return strip.note(
            desk, desk.say("Let go"), desk.say("{name} is no longer attached.", name=name)
        )
    if check_in.is_open(desk):
        return check_in.shut(desk)
    if desk.mode in ("find", "refund") and desk.typed:
        desk.typed = ""
        if desk.mode == "find":
            find.search(desk)
        return []
    sale.clear(desk)
    return []


def _backspace(desk: Desk, line: Line) -> list[Effect]:
    del line
    if desk.sale is not None:
        sale.change(desk, typed=desk.sale.typed[:-1])
    elif desk.mode == gun.MODE:
        gun.again(desk)
    else:
        desk.typed = desk.typed[:-1]
        if desk.mode == "find":
            find.search(desk)
    return []


def _find(desk: Desk, line: Line) -> list[Effect]:
    del line
    if desk.sale is not None:
        return overlay.history(desk)
    row = journal.chosen(desk) if desk.mode == "refund" else None
    effects = find.open_empty(desk)
    if row is not None:
        move.wait_for_member(desk, row)
    return effects


def _new(desk: Desk, line: Line) -> list[Effect]:
    del line
    return enrol.open_for(desk) if desk.sale is None else []


def _reward(desk: Desk, line: Line) -> list[Effect]:
    return reward.use(desk, line, 0) if desk.sale is not None else []


def _reprint(desk: Desk, line: Line) -> list[Effect]:
    del line
    slip = copy_slip(desk, desk.sale.account if desk.sale else "")
    if slip is None:
        raise Refusal("nothing_to_print")
    strip.put(desk, "note", desk.say("Slip"), desk.say("Printed again, marked as a copy."))
    return [Print(slip=slip)]


def _take_back(desk: Desk, line: Line) -> list[Effect]:
    if desk.question is not None and desk.question.kind == "other":
        return identify.switch(desk, line)
    if desk.sale is None:
        return journal.open_list(desk)
    is_free = desk.mode == "member" and not desk.sale.typed and desk.asking is None
    # The journal of whoever is attached: their sales of this till, and nobody else's.
    return journal.open_list(desk, desk.sale.account) if is_free else []


def _undo(desk: Desk, line: Line) -> list[Effect]:
    del line
    return move.undo(desk) if desk.sale is None and desk.mode == "idle" else []


def _before_discount(desk: Desk, line: Line) -> list[Effect]:
    del line
    if desk.sale is None:
        return camera_set_up.next_camera(desk) if desk.mode == "idle" else []
    if desk.sale.reward and not desk.sale.linked:
        sale.change(desk, gross=not desk.sale.gross)
    return []


def _pin(desk: Desk, line: Line) -> list[Effect]:
    del line
    return pad.choose(desk) if desk.mode == "member" else []


def _up(desk: Desk, line: Line) -> list[Effect]:
    del line
    return _move(desk, -1)


def _down(desk: Desk, line: Line) -> list[Effect]:
    del line
    return _move(desk, 1)


def _move(desk: Desk, step: int) -> list[Effect]:
    if desk.mode == "find":
        find.move(desk, step)
    elif desk.mode == "refund":
        journal.choose(desk, desk.chosen + step)
    return []


_KEYS: dict[str, Handler] = {
    "Enter": _enter,
    "Esc": _escape,
    "Backspace": _backspace,
    "Up": _up,
    "Down": _down,
    "F2": _find,
    "F3": _new,
    "F4": _reward,
    "F5": _reprint,
    "F6": _pin,
    "F7": _take_back,
    "F8": _undo,
    "F9": _before_discount,
}

"""What each key does, screen by screen (COUNTER.md section 2, Keys)."""

from __future__ import annotations

from collections.abc import Callable

from loyalty.errors import Refusal
from terminal.till import (
    boost_now,
    camera_set_up,
    card_sheet,
    check_in,
    digits,
    enrol,
    find,
    gun,
    identify,
    items,
    journal,
    large,
    lock,
    move,
    often,
    overlay,
    override,
    pad,
    pad_keys,
    paper_card,
    paying_part,
    quick_keys,
    recorder,
    reward,
    sale,
    set_up,
    strip,
    without_member,
)
from terminal.till.desk import Desk, Sale
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
    for others in (lock.typed, override.typed, pad_keys.typed, set_up.typed, _rung):
        taken = others(desk, clean)
        if taken is not None:
            return taken
    if desk.mode in ("member", "redeem"):
        return _typed_in_sale(desk, line, clean)
    if desk.mode == "refund":
        return journal.typed(desk, clean)
    return [] if desk.mode == gun.MODE else _typed_with_nobody(desk, clean)


def _rung(desk: Desk, clean: str) -> list[Effect] | None:
    """Take the key of an item; None when it is none."""
    rung = quick_keys.typed(desk, clean)
    if rung is not None:
        large.forget(desk)
    return rung


def _typed_with_nobody(desk: Desk, clean: str) -> list[Effect]:
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
    if desk.mode in ("member", "redeem"):
        large.forget(desk)
        return quick_keys.press(desk, row)
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
    large.forget(desk)
    if paying_part.is_typed(open_sale, recorder.programme(desk)):
        sale.change(desk, part=(open_sale.part + text)[: digits.TYPED_MAX], picked=True)
        return []
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
        asked = often.ask(desk)
        if asked is None:
            raise Refusal("register_closes")
        return asked
    if digits.digit_count(desk.sale.typed) >= digits.LIKE_PHONE_DIGITS:
        raise Refusal("like_phone")
    if desk.clock.monotonic_ms() < desk.quiet_until_ms:
        return []  # the Enter that many people press behind their PIN
    return often.close(desk)


def _enter_idle(desk: Desk, line: Line) -> list[Effect]:
    if not desk.typed:
        if desk.items:
            strip.note(desk, desk.say("Items"), items.waiting(desk))
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
        if desk.sale.typed or desk.sale.items:
            sale.change(desk, **({"typed": ""} if desk.sale.typed else {"items": ()}))
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
    large.forget(desk)
    if desk.sale is not None:
        _shorten(desk, desk.sale)
    elif desk.mode == "idle" and not desk.typed and items.take_off(desk):
        desk.strip = None
    elif desk.mode == gun.MODE:
        gun.again(desk)
    else:
        desk.typed = desk.typed[:-1]
        if desk.mode == "find":
            find.search(desk)
    return []


def _shorten(desk: Desk, open_sale: Sale) -> None:
    """Take the last digit off; with none left, the last item."""
    if paying_part.is_typed(open_sale, recorder.programme(desk)) and open_sale.part:
        sale.change(desk, part=open_sale.part[:-1])
    elif open_sale.typed:
        sale.change(desk, typed=open_sale.typed[:-1])
    else:
        items.take_off(desk)


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
    if desk.sale is None:
        is_free = desk.mode == "idle" and not (desk.typed or desk.items)
        return boost_now.open_list(desk) if is_free else []
    if desk.mode == "redeem" and paying_part.takes(desk.sale, recorder.programme(desk)):
        # Pressed again: the next digit is the amount to pay, not the row of another reward.
        sale.change(desk, picked=True)
        return []
    return reward.use(desk, line, 0)


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
    if desk.sale is not None or desk.mode != "idle":
        return []
    undone = paper_card.undo(desk)
    return move.undo(desk) if undone is None else undone


def _before_discount(desk: Desk, line: Line) -> list[Effect]:
    del line
    if desk.sale is None:
        return camera_set_up.next_camera(desk) if desk.mode == "idle" else []
    if desk.sale.linked:
        return []
    if paying_part.takes(desk.sale, recorder.programme(desk)):
        sale.change(desk, of_sale=not desk.sale.of_sale, gross=True, picked=True)
    elif desk.sale.reward:
        sale.change(desk, gross=not desk.sale.gross)
    return []


def _card(desk: Desk, line: Line) -> list[Effect]:
    del line
    if desk.mode != "member":
        return []
    if desk.question is not None and desk.question.kind == pad.WHICH:
        return pad.choose(desk)
    return card_sheet.open_sheet(desk)


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
    "F6": _card,
    "F7": _take_back,
    "F8": _undo,
    "F9": _before_discount,
}

"""Paper forms are entered one after the other: scan its code, type one line, Enter, next."""

from __future__ import annotations

from datetime import date, timedelta

from loyalty import number as numbers
from loyalty.errors import Refusal
from terminal.till import (
    display_joining,
    enrol,
    form_line,
    listing,
    phone,
    roll,
    strip,
)
from terminal.till.camera_values import MenuRow
from terminal.till.desk import Desk
from terminal.till.effects import Effect, Sound
from terminal.till.enrol import Told
from terminal.till.form_line import FormLine

MODE = "forms"
LINE_MAX = 120
KEYS = tuple(str(at) for at, _ in enumerate(display_joining.CONSENTS, 1))
_BOXES_FROM = 3
"""The row of the first box: above it stand name, phone and birthday."""


def open_forms(desk: Desk) -> list[Effect]:
    """Begin to enter forms, or go on with those that were begun."""
    desk.mode, desk.chosen, desk.typed = MODE, -1, ""
    state = desk.kit
    if not state.entered:
        state.began_ms = desk.clock.monotonic_ms()
    state.day = state.day or desk.day()
    if state.number:
        # A guest came between: the form goes on where it was left.
        desk.typed, state.kept = state.kept, ""
        return _found(desk)
    return strip.note(desk, desk.say("Joining forms"), desk.say("Scan the code of the first form."))


def scan(desk: Desk, text: str) -> list[Effect] | None:
    """Take the code of a form; None where it is no blank card, or no form is waited for."""
    if desk.mode != MODE or desk.crew.is_locked:
        return None
    if text in desk.kit.entered:
        return strip.refused(desk, Refusal("form_entered"))
    is_ours = numbers.is_valid(text) and numbers.issuer_of(text) == desk.shop.issuer
    if not is_ours or roll.by_number(desk, text) is not None or roll.is_lost(desk, text):
        # A guest came to the counter, or something else was read: the form waits as it is.
        desk.kit.kept = desk.typed
        return None
    return _take(desk, text)


def rows(desk: Desk) -> tuple[MenuRow, ...]:
    """Show how the line is understood; a touch ticks a box."""
    if not desk.kit.number:
        return ()
    line, say = _read(desk), desk.say
    shop = desk.shop.name
    boxes = tuple(
        MenuRow(
            key=key,
            icon="check-square" if key in line.boxes else "square",
            title=say("Yes") if key in line.boxes else say("No"),
            caption=display_joining.sentence(each, shop, desk.words),
        )
        for key, each in zip(KEYS, display_joining.CONSENTS, strict=True)
    )
    birthday = desk.words.day_of_month(f"2024-{line.birthday}") if line.birthday else ""
    empty = "\u2013"
    return (
        MenuRow(key="", icon="user", title=line.name or empty, caption=say("Name")),
        MenuRow(key="", icon="phone", title=line.phone or empty, caption=say("Phone")),
        MenuRow(key="", icon="cake", title=birthday or empty, caption=say("Birthday")),
        *boxes,
    )


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a named key; None when it means nothing special here."""
    match name:
        case "Enter":
            return _enter(desk)
        case "Backspace":
            desk.typed = desk.typed[:-1]
        case "Up" | "Down":
            _other_day(desk, 1 if name == "Up" else -1)
        case "Esc" if desk.typed:
            desk.typed = ""
        case "Esc" | "F10":
            desk.kit.number = ""
            listing.leave(desk)
        case _:
            return None
    return []


def typed(desk: Desk, text: str) -> list[Effect]:
    """Add to the line."""
    desk.typed = (desk.typed + text)[:LINE_MAX]
    return []


def pick(desk: Desk, row: int) -> list[Effect]:
    """Tick a box by touch, or take the tick away. Raises as `form_line.read`."""
    at = row - _BOXES_FROM
    if desk.kit.number and 0 <= at < len(KEYS):
        desk.typed = form_line.switched(desk.typed, KEYS[at], KEYS)
    return []


def _take(desk: Desk, number: str) -> list[Effect]:
    if desk.typed and desk.kit.number:
        raise Refusal("form_open")
    desk.kit.number, desk.typed = number, ""
    return _found(desk)


def _found(desk: Desk) -> list[Effect]:
    card = f"\u2022\u2022\u2022\u2022 {desk.kit.number[-4:]}"
    sentence = desk.say("Form {card}. Type its line, then Enter.", card=card)
    strip.note(desk, desk.say("Joining forms"), sentence)
    return [Sound(name="found")]


def _enter(desk: Desk) -> list[Effect]:
    """Keep the form, or take the number that was typed because its code cannot be read.

    Raises Refusal `form_none`, `form_entered`, `phone_taken`, what `form_line.read` and
    `phone.parse` raise, and what storage.ports.Ledger.commit raises; the line then stays.
    """
    state = desk.kit
    if not state.number:
        if not desk.typed:
            raise Refusal("form_none")
        number = numbers.parse(desk.typed)
        return _take_typed(desk, number)
    line = form_line.read(desk.typed, KEYS)
    phone_e164 = phone.parse(line.phone, desk.shop.region) if line.phone else ""
    if phone_e164 and roll.by_phone(desk, phone_e164):
        raise Refusal("phone_taken")
    if roll.by_number(desk, state.number) is not None:
        raise Refusal("form_entered")
    enrol.make(desk, state.number, phone_e164, told=_told(desk, line))
    state.entered = (*state.entered, state.number)
    state.number, desk.typed = "", ""
    return strip.saved(desk, _counted(desk))


def _take_typed(desk: Desk, number: str) -> list[Effect]:
    if numbers.issuer_of(number) != desk.shop.issuer:
        raise Refusal("other_issuer")
    if roll.by_number(desk, number) is not None or number in desk.kit.entered:
        raise Refusal("form_entered")
    return _take(desk, number)


def _told(desk: Desk, line: FormLine) -> Told:
    """Give what the form says; what was not ticked was asked and not agreed to."""
    agreed = [
        each for key, each in zip(KEYS, display_joining.CONSENTS, strict=True) if key in line.boxes
    ]
    return Told(
        name=line.name,
        birthday=line.birthday,
        consents=dict.fromkeys(agreed, desk.kit.day),
        asked=display_joining.CONSENTS,
        form_day=desk.kit.day,
    )


def _read(desk: Desk) -> FormLine:
    """Read what can be read of a line that is still being typed."""
    try:
        return form_line.read(desk.typed, KEYS)
    except Refusal:
        return FormLine()


def _other_day(desk: Desk, days: int) -> None:
    """Let the forms have been signed a day later or earlier, but not after today."""
    moved = date.fromisoformat(desk.kit.day or desk.day()) + timedelta(days=days)
    desk.kit.day = min(moved.isoformat(), desk.day())


def _counted(desk: Desk) -> str:
    minutes = (desk.clock.monotonic_ms() - desk.kit.began_ms) // 60_000
    forms = desk.words.plural("{n} form entered", "{n} forms entered", len(desk.kit.entered))
    since = desk.words.plural("{n} minute", "{n} minutes", minutes)
    return f"{forms}, {since}" if minutes else forms

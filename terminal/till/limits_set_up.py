"""The owner's limits behind F10: what is asked about, and what needs a supervisor."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from loyalty import counter_limits, owner_set, staff
from loyalty.errors import Refusal
from terminal.till import (
    digits,
    house_rules,
    listing,
    override,
    strip,
)
from terminal.till.camera_values import MenuRow
from terminal.till.desk import Desk
from terminal.till.effects import Effect
from terminal.till.marking import mark

MODE, EDITING = "limits", "limit"
ICON = "sliders-horizontal"
KEYS = "1234567890"
OWN_WISH = "4"
DIGITS_MAX = 7
COUNT, MINUTES, MONEY, TIMES = "count", "minutes", "money", "times"


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: its name in CounterLimits, what it counts, and what it says."""

    name: str
    kind: str
    title: str


LISTED = (
    Limit("earning_visits", COUNT, mark("Visits of a member that earn in a day")),
    Limit("stamp_minutes", MINUTES, mark("Between two stamps of a member")),
    Limit("large_times", TIMES, mark("A large amount is asked about")),
    Limit("late_additions", COUNT, mark("Late cards in a shift")),
    Limit("moves", COUNT, mark("Sales moved in a shift")),
    Limit("take_back_minor", MONEY, mark("Taken back at once up to")),
    Limit("goodwill_stamps", COUNT, mark("Goodwill stamps for a member in a month")),
    Limit("goodwill_minor", MONEY, mark("Goodwill for a member in a month")),
    Limit("goodwill_shift_minor", MONEY, mark("Goodwill in a shift")),
    Limit("lock_minutes", MINUTES, mark("Locks itself after")),
)
ENDLESS = frozenset({"earning_visits", "stamp_minutes", "large_times", "lock_minutes"})
"""The limits that mean nothing is asked when they are 0."""


def open_list(desk: Desk) -> list[Effect]:
    """Show the limits, once somebody who may change them is here."""
    return override.ask(desk, staff.SETTINGS, desk.say("Change limits"), _opened, reason=OWN_WISH)


def _opened(desk: Desk, by: dict[str, str]) -> list[Effect]:
    del by
    desk.mode, desk.chosen, desk.typed = MODE, 0, ""
    sentence = desk.say("Choose with a digit, or with the arrows.")
    return strip.note(desk, desk.say("Limits"), sentence)


def rows(desk: Desk) -> tuple[MenuRow, ...]:
    """Give the limits with how they stand."""
    return tuple(
        MenuRow(key=key, icon=_icon(limit), title=desk.say(limit.title), caption=_said(desk, limit))
        for key, limit in zip(KEYS, LISTED, strict=True)
    )


def chosen(desk: Desk) -> Limit:
    """Give the limit that is being changed."""
    return LISTED[desk.chosen]


def meaning(desk: Desk) -> str:
    """Say what the typed digits mean; empty while there are none."""
    return _words(desk, chosen(desk), _value(desk)) if desk.typed else ""


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a named key; None when it means nothing special here."""
    if name in ("Esc", "F10"):
        is_done = desk.mode == MODE or name == "F10"
        desk.mode, desk.typed = "idle" if is_done else MODE, ""
        desk.chosen, desk.strip = 0 if is_done else desk.chosen, None
        return []
    if desk.mode == EDITING:
        if name == "Backspace":
            desk.typed = desk.typed[:-1]
        return _save(desk) if name == "Enter" and desk.typed else []
    if listing.step(desk, name, len(LISTED)):
        return []
    return pick(desk, desk.chosen) if name == "Enter" else None


def typed(desk: Desk, text: str) -> list[Effect]:
    """Digits choose a limit, and then say what it is to be."""
    if desk.mode == EDITING:
        if digits.is_figure(text) or (text in ".," and chosen(desk).kind == MONEY):
            desk.typed = (desk.typed + text)[:DIGITS_MAX]
        return []
    return pick(desk, KEYS.index(text)) if len(text) == 1 and text in KEYS else []


def pick(desk: Desk, row: int) -> list[Effect]:
    """Change the limit of a row."""
    if desk.mode == MODE and 0 <= row < len(LISTED):
        desk.mode, desk.chosen, desk.typed = EDITING, row, ""
        return strip.note(desk, desk.say("Limits"), desk.say("Type the new limit, then Enter."))
    return []


def _save(desk: Desk) -> list[Effect]:
    limit = chosen(desk)
    new = msgspec.structs.replace(desk.limits.counter, **{limit.name: _value(desk)})
    if not counter_limits.is_right(new):
        raise Refusal("amount_broken")
    house_rules.put(desk, owner_set.COUNTER, new, {})
    desk.mode, desk.typed = MODE, ""
    return strip.saved(desk, f"{desk.say(limit.title)}: {_said(desk, limit)}")


def _value(desk: Desk) -> int:
    scale = desk.shop.scale if chosen(desk).kind == MONEY else 0
    return digits.amount_minor(desk.typed, scale)


def _said(desk: Desk, limit: Limit) -> str:
    return _words(desk, limit, getattr(desk.limits.counter, limit.name))


def _words(desk: Desk, limit: Limit, value: int) -> str:
    words = desk.words
    if not value and limit.name in ENDLESS:
        return (
            desk.say("Never")
            if limit.name in ("large_times", "lock_minutes")
            else desk.say("No limit")
        )
    match limit.kind:
        case "minutes":
            return words.plural("{n} minute", "{n} minutes", value)
        case "money":
            return words.money(value)
        case "times":
            return desk.say("from {n} times the usual", n=words.points(value))
        case _:
            return words.points(value)


def _icon(limit: Limit) -> str:
    icons = {COUNT: "hash", MINUTES: "clock", MONEY: "coins", TIMES: "question"}
    return icons[limit.kind]

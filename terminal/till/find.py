"""Finding a member without a code: phone, name, last four or all sixteen digits."""

from __future__ import annotations

from loyalty import number as numbers
from loyalty.errors import Refusal
from terminal.till import identify, phone, roll, sale, strip
from terminal.till.desk import Desk
from terminal.till.effects import Effect

LAST_DIGITS = 4


def open_empty(desk: Desk) -> list[Effect]:
    """F2: look for somebody; what was typed goes along."""
    typed = desk.typed if desk.mode == "idle" else ""
    sale.clear(desk)
    desk.mode = "find"
    desk.typed = typed
    search(desk)
    sentence = desk.say("Numbers stay masked. Ask for the first name.")
    return strip.note(desk, desk.say("Find"), sentence)


def by_phone(desk: Desk) -> list[Effect]:
    """Enter on a phone number at the idle screen: attach at once, the name is confirmed aloud."""
    member = roll.by_phone(desk, phone.parse(desk.typed, desk.shop.region))
    if member is None:
        sentence = desk.say("Nobody has this number. F3 makes a new member with it.")
        return strip.note(desk, desk.say("Not found"), sentence)
    desk.typed = ""
    effects = identify.attach(desk, member, "phone_by_name")
    if desk.sale is not None:
        strip.put(
            desk,
            "found",
            desk.say("Ask for the first name"),
            desk.say("This is {name}. Esc when it is not.", name=sale.who(desk, desk.sale)),
        )
    return effects


def search(desk: Desk) -> None:
    """Look up what is typed so far; only complete phone numbers are looked up."""
    typed = desk.typed.strip()
    desk.chosen = 0
    desk.found = ()
    if not typed:
        return
    digits = typed.replace(" ", "")
    if digits.isdecimal() and len(digits) == LAST_DIGITS:
        desk.found = roll.ending(desk, digits)
    elif numbers.is_valid(digits):
        member = roll.by_number(desk, digits)
        desk.found = (member.member_id,) if member else ()
    elif phone.could_be(typed):
        desk.found = _phone_matches(desk, typed)
    elif any(char.isalpha() for char in typed):
        desk.found = roll.named(desk, typed)


def pick(desk: Desk, row: int) -> list[Effect]:
    """Attach one of the found members."""
    if row >= len(desk.found):
        raise Refusal("nobody_there")
    member = roll.member(desk, desk.found[row])
    if member is None:
        raise Refusal("nobody_there")
    desk.typed = ""
    desk.mode = "find"
    return identify.attach(desk, member, "phone_by_name")


def move(desk: Desk, step: int) -> None:
    """Up and Down in the list."""
    if desk.found:
        desk.chosen = min(max(desk.chosen + step, 0), len(desk.found) - 1)


def _phone_matches(desk: Desk, typed: str) -> tuple[str, ...]:
    try:
        member = roll.by_phone(desk, phone.parse(typed, desk.shop.region))
    except Refusal:
        return ()
    return (member.member_id,) if member else ()

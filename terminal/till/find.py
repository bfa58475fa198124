"""Finding a member without a code: phone, name, last four or all sixteen digits."""

from __future__ import annotations

from loyalty import number as numbers
from loyalty.errors import Refusal
from terminal.till import digits, enrol, identify, phone, roll, sale, strip
from terminal.till import move as moving
from terminal.till.desk import Desk
from terminal.till.effects import Effect

LAST_DIGITS = 4


def open_empty(desk: Desk) -> list[Effect]:
    """F2: look for somebody; what was typed goes along."""
    typed = desk.typed if desk.mode in ("idle", "enrol") else ""
    asked = desk.question
    sale.clear(desk)
    desk.mode = "find"
    desk.typed = typed
    search(desk)
    if asked is not None and asked.kind == enrol.NEAR:
        desk.found = roll.near_phone(desk, asked.number)
    sentence = desk.say("Numbers stay masked. Ask for the first name.")
    return strip.note(desk, desk.say("Find"), sentence)


def by_phone(desk: Desk) -> list[Effect]:
    """Enter on a phone number at the idle screen: attach at once, the name is confirmed aloud."""
    found = roll.all_by_phone(desk, phone.parse(desk.typed, desk.shop.region))
    if not found:
        sentence = desk.say("Nobody has this number. F3 makes a new member with it.")
        return strip.note(desk, desk.say("Not found"), sentence)
    if len(found) > 1:
        open_empty(desk)
        sentence = desk.say("Several members have this number. Ask for the first name.")
        return strip.note(desk, desk.say("Find"), sentence)
    member = roll.member(desk, found[0])
    if member is None:
        raise Refusal("nobody_there")
    desk.typed = ""
    effects = identify.attach(desk, member, "phone_by_name")
    if desk.sale is not None:
        sale.change(desk, name_asked=True)
        strip.put(
            desk,
            "found",
            desk.say("Ask for the first name"),
            desk.say("This is {name}. Esc when it is not.", name=sale.who(desk, desk.sale)),
        )
    return effects


def search(desk: Desk) -> None:
    """Look up what is typed so far: a whole number first, then how numbers end, then names."""
    typed = desk.typed.strip()
    bare = digits.bare(typed)
    desk.chosen = 0
    desk.found = ()
    if numbers.is_valid(bare) and roll.is_lost(desk, bare):
        return
    if numbers.is_valid(bare):
        member = roll.by_number(desk, bare)
        desk.found = (member.member_id,) if member else ()
    elif bare.isascii() and bare.isdecimal():
        desk.found = _by_digits(desk, typed, bare)
    elif any(char.isalpha() for char in typed):
        by_keypad = _whole_phone(desk, typed) if typed[0].isdecimal() else ()
        desk.found = by_keypad or roll.named(desk, typed)


def _by_digits(desk: Desk, typed: str, bare: str) -> tuple[str, ...]:
    """Find by a whole phone number, or by how the numbers of cards and phones end."""
    found = _whole_phone(desk, typed) if phone.could_be(typed) else ()
    if found or len(bare) < LAST_DIGITS or typed.startswith("+"):
        return found
    both = (*roll.ending(desk, bare), *roll.phoned(desk, bare))
    return tuple(dict.fromkeys(both))[: roll.FOUND_MAX]


def pick(desk: Desk, row: int) -> list[Effect]:
    """Attach one of the found members."""
    if row >= len(desk.found):
        raise Refusal("nobody_there")
    member = roll.member(desk, desk.found[row])
    if member is None:
        raise Refusal("nobody_there")
    if desk.moving:
        return moving.found(desk, member)
    desk.typed = ""
    desk.mode = "find"
    return identify.attach(desk, member, "phone_by_name")


def picks_by_digit(desk: Desk) -> bool:
    """Say whether a digit chooses a row: behind a name it means nothing else."""
    return bool(desk.found) and desk.typed.strip()[:1].isalpha()


def move(desk: Desk, step: int) -> None:
    """Up and Down in the list."""
    if desk.found:
        desk.chosen = min(max(desk.chosen + step, 0), len(desk.found) - 1)


def _whole_phone(desk: Desk, typed: str) -> tuple[str, ...]:
    try:
        return roll.all_by_phone(desk, phone.parse(typed, desk.shop.region))
    except Refusal:
        return ()

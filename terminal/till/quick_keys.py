"""Quick keys: up to twelve named items, kept at this till, each added to a sale by one press."""

from __future__ import annotations

from typing import Final

import msgspec

from loyalty.errors import Refusal
from storage.ports import Ledger
from terminal.till import items, strip
from terminal.till.desk import Desk
from terminal.till.effects import Effect
from terminal.till.quick_values import QuickKey

KEPT: Final = "quick_keys"
MOST: Final = 12
SIGNS: Final = "/*-"
"""The first three keys are these signs of the number pad; a plus begins a phone number."""
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"


def kept(ledger: Ledger) -> tuple[QuickKey, ...]:
    """Read the keys of this till; none where nobody named any."""
    raw = ledger.get(KEPT)
    return msgspec.json.decode(raw, type=tuple[QuickKey, ...])[:MOST] if raw else ()


def keep(desk: Desk, keys: tuple[QuickKey, ...]) -> None:
    """Keep the keys from now on. Raises Outage when the disk says no."""
    desk.ledger.put(KEPT, msgspec.json.encode(keys).decode())
    desk.quick = keys


def letters(keys: tuple[QuickKey, ...]) -> tuple[str, ...]:
    """Give each key a letter: the first of its name that is free, or any that is."""
    taken: list[str] = []
    for key in keys:
        wanted = [one for one in key.name.casefold() if one in _LETTERS]
        free = (one for one in (*wanted, *_LETTERS) if one not in taken)
        taken.append(next(free))
    return tuple(taken)


def caps(keys: tuple[QuickKey, ...]) -> tuple[str, ...]:
    """Say which key presses each of them: a sign of the number pad for the first, and a letter."""
    found = letters(keys)
    signs = SIGNS.ljust(len(found))
    return tuple(
        f"{sign} {letter.upper()}".strip() for sign, letter in zip(signs, found, strict=False)
    )


def typed(desk: Desk, text: str) -> list[Effect] | None:
    """Take a sign or a letter that stands for a quick key; None when it means something else."""
    if not desk.quick or len(text) != 1:
        return None
    at = SIGNS.find(text)
    if desk.sale is None:
        is_open = desk.mode == "idle" and not desk.typed
        return press(desk, at) if is_open and 0 <= at < len(desk.quick) else None
    if at < 0:
        known = letters(desk.quick)
        at = known.index(text.casefold()) if text.casefold() in known else -1
    return press(desk, at) if 0 <= at < len(desk.quick) else None


def press(desk: Desk, at: int) -> list[Effect]:
    """Add one item, to the sale or to what waits for a card. Raises Refusal `items_many`."""
    if not 0 <= at < len(desk.quick):
        return []
    have = items.rung(desk)
    if len(have) >= items.MOST:
        raise Refusal("items_many", f"a sale has at most {items.MOST} of these", most=items.MOST)
    items.put(desk, (*have, desk.quick[at]))
    if desk.sale is None:
        return strip.note(desk, desk.say("Items"), items.waiting(desk))
    return []

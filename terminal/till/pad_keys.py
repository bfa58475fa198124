"""Keys and digits of the till while they are for the pad on the member's side."""

from __future__ import annotations

from terminal.till import check_in, pad, pad_open, strip
from terminal.till.desk import Desk
from terminal.till.effects import Effect

_NAMES = {"Backspace": "Delete", "Esc": "Cancel", "Enter": "Enter"}


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a named key; None when the counter's own meaning stands."""
    if desk.asking is None:
        return None
    if check_in.is_asked(desk):
        return _while_coming(desk, name)
    if name in ("Esc", "Backspace"):
        return pad.pressed(desk, _NAMES[name]) if name == "Backspace" else pad.cancel(desk)
    # Enter as well: a PIN submits itself, and the sale must not close behind the member's back.
    return strip.note(desk, desk.say("PIN"), pad_open.sentence(desk))


def typed(desk: Desk, text: str) -> list[Effect] | None:
    """Take typed digits where the pad has no keys of its own; None when they are the till's."""
    if desk.shop.pad_keys or not (text.isascii() and text.isdecimal()):
        return None
    if desk.asking is None and not check_in.is_open(desk):
        return None
    effects: list[Effect] = []
    for digit in text:
        effects += pad.pressed(desk, digit)
    return effects


def _while_coming(desk: Desk, name: str) -> list[Effect] | None:
    """Somebody types to come in: the till's own keys go on, and close the pad for the moment."""
    if desk.shop.pad_keys or name not in _NAMES:
        pad_open.shut(desk)
        return None
    return check_in.shut(desk) if name == "Esc" else pad.pressed(desk, _NAMES[name])

"""The cashier's language is chosen behind F10: it counts at once on every screen, and is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from terminal.till import (
    listing,
    strip,
)
from terminal.till.camera_values import MenuRow
from terminal.till.wording import LANGUAGES, SPOKEN, Wording

if TYPE_CHECKING:
    from storage.ports import Ledger
    from terminal.till.desk import Desk
    from terminal.till.effects import Effect

MODE: Final = "language"
ICON: Final = "translate"
KEPT: Final = "language"


def kept(ledger: Ledger) -> str:
    """Give the language that somebody chose at this till; empty where nobody has."""
    found = ledger.get(KEPT) or ""
    return found if found in LANGUAGES else ""


def open_list(desk: Desk) -> list[Effect]:
    """Show the languages, the one that is spoken now chosen."""
    desk.mode, desk.typed = MODE, ""
    desk.chosen = LANGUAGES.index(desk.words.language)
    sentence = desk.say("Choose with a digit, or with the arrows.")
    return strip.note(desk, desk.say("Language"), sentence)


def rows(desk: Desk) -> tuple[MenuRow, ...]:
    """Give the languages, each by its own name."""
    return tuple(
        MenuRow(
            key=digit,
            icon=ICON,
            title=SPOKEN[language],
            caption=desk.say("In use") if language == desk.words.language else "",
        )
        for digit, language in zip(listing.DIGITS, LANGUAGES, strict=False)
    )


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a named key; None when it means nothing special here."""
    return listing.pressed(desk, name, len(LANGUAGES), pick)


def typed(desk: Desk, text: str) -> list[Effect]:
    """A digit picks its row; nothing else is typed here."""
    return listing.typed(desk, text, len(LANGUAGES), pick)


def pick(desk: Desk, row: int) -> list[Effect]:
    """Speak the language of a row, counted from 0, from now on. Raises Outage as Ledger.put."""
    if not 0 <= row < len(LANGUAGES):
        return []
    desk.ledger.put(KEPT, LANGUAGES[row])
    speak(desk, LANGUAGES[row])
    desk.mode, desk.chosen = "idle", 0
    sentence = desk.say("The screens speak English now. Members keep their own language.")
    return strip.saved(desk, sentence)


def speak(desk: Desk, language: str) -> None:
    """Say everything in a language from now on; members are spoken to in theirs as before."""
    shop = desk.shop
    desk.words = Wording(
        language, currency=shop.currency, scale=shop.scale, time_zone=shop.time_zone
    )

"""The rest of a job that the printer left in the middle, behind F10, C, T.

Cards that lie on paper already are not made again: the last good one is scanned, or the good ones
are counted.
"""

from __future__ import annotations

from typing import Final

from loyalty.errors import Refusal
from terminal.till import card_jobs, strip
from terminal.till.camera_values import MenuRow
from terminal.till.card_values import REST_STAGE
from terminal.till.desk import Desk
from terminal.till.effects import Effect

KEY: Final = "T"
_DIGITS: Final = 5


def look(desk: Desk) -> None:
    """Find the cards that were made last; asked for once, not with every picture."""
    made = card_jobs.last_made(desk)
    desk.making.last = made.numbers if made else ()


def row(desk: Desk) -> MenuRow | None:
    """Give the row that opens this, where a job of several cards was made here."""
    many = len(desk.making.last)
    if many <= 1:
        return None
    caption = desk.words.plural("The rest of {n} card", "The rest of {n} cards", many)
    title = desk.say("The printer stopped halfway")
    return MenuRow(key=KEY, icon="printer", title=title, caption=caption)


def open_stage(desk: Desk) -> None:
    """Ask for the last good card."""
    desk.making.stage, desk.typed, desk.chosen = REST_STAGE, "", 0


def typed(desk: Desk, text: str) -> None:
    """Digits are how many came out well."""
    if text.isascii() and text.isdecimal():
        desk.typed = (desk.typed + text)[:_DIGITS]


def scan(desk: Desk, text: str) -> list[Effect] | None:
    """A card that is scanned is the last good one; None where nobody asked for it."""
    if desk.making.stage != REST_STAGE or desk.mode != "cards":
        return None
    good = card_jobs.good_of(desk.making.last, text)
    desk.typed = str(good)
    sentence = desk.words.plural("{n} card is left", "{n} cards are left", left(desk))
    return strip.note(desk, desk.say("The last good card"), sentence)


def left(desk: Desk) -> int:
    """Give how many cards are still to be made."""
    return max(0, len(desk.making.last) - int(desk.typed or 0))


def begin(desk: Desk) -> card_jobs.Job:
    """Keep the job of the rest. Raises Refusal `cards_rest` where nothing is left."""
    if not desk.typed:
        raise Refusal("cards_rest")
    job = card_jobs.rest(desk, int(desk.typed))
    desk.making.stage, desk.typed = "", ""
    return job

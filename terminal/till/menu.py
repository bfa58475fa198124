"""The menu behind F10: what can be set up at this till, nothing dangerous first."""

from __future__ import annotations

from collections.abc import Callable

from terminal.till import (
    backup_set_up,
    backup_words,
    camera_set_up,
    day,
    gun,
    language_set_up,
    overlay,
    quick_set_up,
    register_set_up,
    slips_set_up,
    staff_books,
    staff_set_up,
    strip,
    without_line,
)
from terminal.till.camera_values import MenuRow
from terminal.till.desk import Desk
from terminal.till.effects import Effect
from terminal.till.wording import SPOKEN

MODE = "menu"
DIGITS = "123456789"
CLOSE_KEYS = ("z", "Z", "x", "X")
LANGUAGE_KEY = "L"
LETTERED = 2
"""So many rows at the end are opened by a letter."""


def open_list(desk: Desk) -> list[Effect]:
    """F10: show the menu, with its first row chosen."""
    desk.mode, desk.chosen, desk.typed = MODE, 0, ""
    return strip.note(desk, desk.say("Menu"), desk.say("Choose with a digit, or with the arrows."))


def rows(desk: Desk) -> tuple[MenuRow, ...]:
    """Give the rows in their order; each opens what stands at the same place in `OPENERS`."""
    say = desk.say
    titles: tuple[tuple[str, str, str], ...] = (
        ("camera", say("Camera"), say("Which one is used, its picture, when it rests")),
        ("barcode", say("Scanner gun"), say("Measures how the gun types, with three codes")),
        (backup_words.ICON, say("Backup"), _backup(desk)),
        ("users", say("Staff"), _staff(desk)),
        ("squares-four", say("Quick keys"), say("Items that one press adds to a sale")),
        ("receipt", say("Slips"), slips_set_up.state(desk)),
        (register_set_up.ICON, say("Cash register"), register_set_up.state(desk)),
    )
    titles = (*titles, ("question", say("Keys"), say("What each key does; F1 on any screen")))
    if desk.shop.several_tills:
        last = ("cloud-slash", say("Without internet"), without_line.sentence(desk))
        titles = (*titles, last)
    listed = tuple(
        MenuRow(key=digit, icon=icon, title=title, caption=caption)
        for digit, (icon, title, caption) in zip(DIGITS, titles, strict=False)
    )
    language = MenuRow(
        key=LANGUAGE_KEY,
        icon=language_set_up.ICON,
        title=say("Language"),
        caption=SPOKEN[desk.words.language],
    )
    title, caption = say("Close the day"), say("So far today, and the report of the whole day")
    return (*listed, language, MenuRow(key="Z", icon="moon", title=title, caption=caption))


def _staff(desk: Desk) -> str:
    many = len(staff_books.people(desk))
    if many:
        return desk.words.plural("{n} person", "{n} people", many)
    return desk.say("One person works here. Add somebody, and everybody signs in.")


def _backup(desk: Desk) -> str:
    what = backup_words.notice(desk)
    if not desk.second.place:
        return desk.say("Where copies go every day, by themselves")
    return what.word if what is not None else backup_words.age(desk)


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a named key; None when it means nothing special here."""
    if name in ("Up", "Down"):
        step = 1 if name == "Down" else -1
        desk.chosen = min(max(desk.chosen + step, 0), len(_openers(desk)) - 1)
        return []
    if name == "Enter":
        return pick(desk, desk.chosen)
    if name in ("Esc", "F10"):
        desk.mode, desk.chosen, desk.strip = "idle", 0, None
        return []
    return None


def typed(desk: Desk, text: str) -> list[Effect]:
    """A digit opens its row, L the language, Z and X the day; nothing else is typed here."""
    if text in CLOSE_KEYS:
        return day.open_day(desk)
    if text.upper() == LANGUAGE_KEY:
        return language_set_up.open_list(desk)
    if len(text) == 1 and text in DIGITS[: len(_openers(desk)) - LETTERED]:
        return pick(desk, DIGITS.index(text))
    return []


def pick(desk: Desk, row: int) -> list[Effect]:
    """Open a row, counted from 0."""
    openers = _openers(desk)
    return openers[row](desk) if 0 <= row < len(openers) else []


def _openers(desk: Desk) -> tuple[Callable[[Desk], list[Effect]], ...]:
    known = (*OPENERS, without_line.tell) if desk.shop.several_tills else OPENERS
    return (*known, language_set_up.open_list, day.open_day)


OPENERS: tuple[Callable[[Desk], list[Effect]], ...] = (
    camera_set_up.open_set_up,
    gun.open_set_up,
    backup_set_up.open_set_up,
    staff_set_up.open_list,
    quick_set_up.open_set_up,
    slips_set_up.open_set_up,
    register_set_up.open_set_up,
    overlay.help_sheet,
)

"""The menu behind F10: what can be set up at this till, nothing dangerous first."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from loyalty.errors import Refusal
from terminal.till import (
    backup_set_up,
    backup_words,
    boost_now,
    bring_set_up,
    camera_set_up,
    cards_set_up,
    day,
    display_set_up,
    gun,
    kit_set_up,
    language_set_up,
    limits_set_up,
    listing,
    overlay,
    quick_set_up,
    register_set_up,
    slips_set_up,
    sounds,
    staff_books,
    staff_set_up,
    strip,
    tablet_set_up,
    training,
    without_line,
)
from terminal.till.camera_values import MenuRow
from terminal.till.desk import Desk
from terminal.till.effects import Effect
from terminal.till.wording import SPOKEN

MODE = "menu"
CLOSE_KEYS = ("z", "Z", "x", "X")


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
        for digit, (icon, title, caption) in zip(listing.DIGITS, titles, strict=False)
    )
    title, caption = say("Close the day"), say("So far today, and the report of the whole day")
    lettered = tuple(
        MenuRow(key=each.key, icon=each.icon, title=each.title, caption=each.caption)
        for each in _lettered(desk)
    )
    return (*listed, *lettered, MenuRow(key="Z", icon="moon", title=title, caption=caption))


class _Lettered(NamedTuple):
    """A row that a letter opens, because the digits are used up."""

    key: str
    icon: str
    title: str
    caption: str
    opens: Callable[[Desk], list[Effect]]


def _lettered(desk: Desk) -> tuple[_Lettered, ...]:
    say = desk.say
    about_limits = say("What is asked about, and what needs a supervisor")
    found = [
        _Lettered(
            "B", boost_now.ICON, say("Boost now"), boost_now.state(desk), boost_now.open_list
        ),
        _Lettered(
            "C",
            cards_set_up.ICON,
            say("Cards"),
            cards_set_up.state(desk),
            cards_set_up.open_set_up,
        ),
        _Lettered(
            "D",
            display_set_up.ICON,
            say("Customer screen"),
            display_set_up.state(desk),
            display_set_up.open_set_up,
        ),
        _Lettered(
            "G",
            tablet_set_up.ICON,
            say("Tablet for guests"),
            tablet_set_up.state(desk),
            tablet_set_up.open_set_up,
        ),
        _Lettered(
            "K",
            kit_set_up.ICON,
            say("Launch kit"),
            say("Posters, forms and texts of your programme"),
            kit_set_up.open_list,
        ),
        _Lettered(
            "L",
            language_set_up.ICON,
            say("Language"),
            SPOKEN[desk.words.language],
            language_set_up.open_list,
        ),
        _Lettered(
            "M",
            "users-three",
            say("Bring members in"),
            say("A list from another system, CSV or Excel"),
            bring_set_up.open_set_up,
        ),
        _Lettered("P", limits_set_up.ICON, say("Limits"), about_limits, limits_set_up.open_list),
        _Lettered("S", sounds.icon(desk), say("Sounds"), sounds.state(desk), sounds.switch),
        _Lettered(
            "T", training.ICON, training.title(desk), training.caption(desk), training.switch
        ),
    ]
    if desk.shop.training:
        title, caption = say("Begin training anew"), say("Deletes everything done in training")
        found.append(_Lettered("W", training.ANEW, title, caption, training.wipe))
    return tuple(found)


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
    return listing.pressed(desk, name, len(_openers(desk)), pick)


def typed(desk: Desk, text: str) -> list[Effect]:
    """A digit or letter opens its row, X the day as Z does; nothing else is typed here."""
    if text in CLOSE_KEYS:
        return day.open_day(desk)
    keys = [row.key for row in rows(desk)]
    return pick(desk, keys.index(text.upper())) if text.upper() in keys else []


def pick(desk: Desk, row: int) -> list[Effect]:
    """Open a row, counted from 0. Raises Refusal `not_in_training` for what practises nothing."""
    openers = _openers(desk)
    if not 0 <= row < len(openers):
        return []
    if desk.shop.training and openers[row] in REAL_ONLY:
        raise Refusal("not_in_training", "this is about the real till")
    return openers[row](desk)


def _openers(desk: Desk) -> tuple[Callable[[Desk], list[Effect]], ...]:
    known = (*OPENERS, without_line.tell) if desk.shop.several_tills else OPENERS
    return (*known, *(each.opens for each in _lettered(desk)), day.open_day)


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
REAL_ONLY: tuple[Callable[[Desk], list[Effect]], ...] = (
    backup_set_up.open_set_up,
    staff_set_up.open_list,
    register_set_up.open_set_up,
    cards_set_up.open_set_up,
)

"""The copies are set up behind F10: one is made now, or another place is chosen for them."""

from __future__ import annotations

from typing import Final

from terminal.till import (
    backup_words,
    listing,
    second_place,
    strip,
)
from terminal.till.camera_values import MenuRow
from terminal.till.desk import Desk
from terminal.till.effects import Effect
from terminal.till.second_place import HERE

MODE: Final = "backup"
NOW: Final = "now"
GIGABYTE: Final = 10**9


def open_set_up(desk: Desk) -> list[Effect]:
    """Show where copies go, and look where else they could."""
    desk.mode, desk.chosen, desk.typed = MODE, 0, ""
    strip.note(desk, desk.say("Backup"), desk.say("Choose with a digit, or with the arrows."))
    return second_place.find(desk)


def rows(desk: Desk) -> tuple[MenuRow, ...]:
    """Give what can be chosen: a copy now, the places that are there, and this computer."""
    return tuple(
        MenuRow(key=digit, icon=icon, title=title, caption=caption)
        for digit, (_, icon, title, caption) in zip(listing.DIGITS, _choices(desk), strict=False)
    )


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a named key; None when it means nothing special here."""
    effects = listing.pressed(desk, name, len(rows(desk)), pick)
    if name in listing.ENDS:
        return strip.note(desk, desk.say("Backup"), backup_words.state(desk))
    return effects


def typed(desk: Desk, text: str) -> list[Effect]:
    """A digit picks its row; nothing else is typed here."""
    return listing.typed(desk, text, len(rows(desk)), pick)


def pick(desk: Desk, row: int) -> list[Effect]:
    """Do what stands in a row, counted from 0."""
    choices = _choices(desk)[: len(listing.DIGITS)]
    if not 0 <= row < len(choices):
        return []
    place = choices[row][0]
    desk.chosen = row
    if place == NOW:
        effects = second_place.make_now(desk)
        strip.note(desk, desk.say("Backup"), backup_words.state(desk))
        return effects
    if place == desk.second.place and second_place.is_present(desk):
        return []
    if place != HERE and place not in {one.path for one in desk.second.found}:
        # It is not plugged in: perhaps it is by now.
        return second_place.find(desk)
    effects = second_place.choose(desk, place)
    desk.mode, desk.chosen = "idle", 0
    where = backup_words.name(desk, place)
    sentence = desk.say("Copies go to {place} from now on, every day.", place=where)
    return [*strip.saved(desk, sentence), *effects]


def _choices(desk: Desk) -> list[tuple[str, str, str, str]]:
    """Give what each row is for, with its icon, title and caption."""
    say, second = desk.say, desk.second
    listed: list[tuple[str, str, str, str]] = []
    if second.place and second_place.is_present(desk):
        listed.append((NOW, "floppy-disk", say("Make a backup now"), backup_words.age(desk)))
    known = {one.path for one in second.found}
    if second.place not in ("", HERE, *known):
        listed.append(_place(desk, second.place, ""))
    for one in second.found:
        free = say("{n} GB free", n=desk.words.points(one.free_bytes // GIGABYTE))
        listed.append(_place(desk, one.path, free))
    used = say("In use") if second.place == HERE else say("If its disk dies, they die with it")
    return [*listed, (HERE, "desktop", say("This computer only"), used)]


def _place(desk: Desk, path: str, free: str) -> tuple[str, str, str, str]:
    used = ""
    if path == desk.second.place:
        is_gone = second_place.is_gone(desk)
        used = desk.say("Not found") if is_gone else desk.say("In use")
    caption = " \u00b7 ".join(part for part in (used, free, path) if part)
    return path, "hard-drive", backup_words.name(desk, path), caption

"""The shop's logo, behind F10: found on a stick or by its path, looked at, used or taken away."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final

from loyalty import staff
from loyalty.errors import Refusal
from terminal.till import card_stock, listing, recorder, staff_books, strip
from terminal.till.camera_values import MenuRow
from terminal.till.card_values import FindDesigns
from terminal.till.desk import Desk
from terminal.till.effects import Effect
from terminal.till.kit_values import MakeKit
from terminal.till.logo_values import (
    DropLogo,
    FindLogos,
    LogoKept,
    LogoSaid,
    LogoSeen,
    LogosFound,
    LookAtLogo,
    UseLogo,
)

MODE: Final = "logo"
ICON: Final = "image"
AGAIN, TYPE, DROP = "A", "P", "X"
PATH_MAX: Final = 400


def open_set_up(desk: Desk) -> list[Effect]:
    """Show which pictures there are. Raises Refusal `staff_manager` for whoever may not."""
    at = desk.crew.at
    if staff_books.are_several(desk) and (at is None or not staff.may(at.role, staff.SETTINGS)):
        raise Refusal("staff_manager")
    desk.logo.opened_by = desk.mode
    desk.mode, desk.strip = MODE, None
    return _list(desk)


def heard(desk: Desk, message: LogoSaid) -> list[Effect]:
    """Pictures were found, one was looked at, or it is the logo now."""
    state = desk.logo
    match message:
        case LogosFound():
            state.files, state.pictures = message.files[: len(listing.DIGITS)], message.pictures
            return []
        case LogoSeen():
            return _seen(desk, message)
        case LogoKept():
            return _kept(desk, message)


def rows(desk: Desk) -> tuple[MenuRow, ...]:
    """Give the pictures, and what else can be done."""
    say, state = desk.say, desk.logo
    if state.stage != "files":
        return ()
    found = [
        MenuRow(
            key=digit,
            icon=ICON,
            title=each.name,
            caption=f"{each.place} \u00b7 {desk.words.date(each.day)}",
        )
        for digit, each in zip(listing.DIGITS, state.files, strict=False)
    ]
    look, put_in = say("Look again"), say("Put a stick in first, or save it in your downloads")
    found.append(MenuRow(key=AGAIN, icon="arrows-clockwise", title=look, caption=put_in))
    where = say("Such as /media/stick/logo.png")
    found.append(MenuRow(key=TYPE, icon="keyboard", title=say("Type where it is"), caption=where))
    if state.pictures or desk.making.logo:
        plain = say("Cards, slips and posters show the shop's name")
        gone = say("Take the logo away")
        found.append(MenuRow(key=DROP, icon="prohibit", title=gone, caption=plain))
    return tuple(found)


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a named key; None when it means nothing special here."""
    stage = desk.logo.stage
    if name in listing.ENDS:
        return _list(desk) if stage != "files" else _leave(desk)
    if name == "Backspace" and stage == "typing":
        desk.typed = desk.typed[:-1]
        return []
    if name == "Enter":
        return _enter(desk)
    return [] if listing.step(desk, name, len(rows(desk))) else None


def typed(desk: Desk, text: str) -> list[Effect]:
    """A digit or letter is its row; where a path is typed it goes there."""
    if desk.logo.stage == "typing":
        desk.typed = (desk.typed + text)[:PATH_MAX]
        return []
    keys = [each.key for each in rows(desk)]
    return pick(desk, keys.index(text.upper())) if text.upper() in keys else []


def pick(desk: Desk, row: int) -> list[Effect]:
    """Do what stands in a row, counted from 0."""
    found = rows(desk)
    if not 0 <= row < len(found):
        return []
    desk.chosen = row
    match found[row].key:
        case "A":
            return _list(desk)
        case "P":
            desk.logo.stage, desk.typed = "typing", ""
            return []
        case "X":
            return [DropLogo()]
        case _:
            return _look(desk, desk.logo.files[row].path)


def _enter(desk: Desk) -> list[Effect]:
    state = desk.logo
    if state.stage == "typing":
        return _look(desk, desk.typed.strip()) if desk.typed.strip() else []
    if state.stage == "seen" and state.seen is not None:
        return [UseLogo(path=state.seen.path)]
    return pick(desk, desk.chosen) if state.stage == "files" else []


def _list(desk: Desk) -> list[Effect]:
    desk.logo.stage, desk.logo.seen, desk.chosen, desk.typed = "files", None, 0, ""
    number, design = card_stock.example(desk), desk.making.design
    return [FindLogos(kit=_kit(desk), number=number, design=design)]


def _look(desk: Desk, path: str) -> list[Effect]:
    desk.logo.stage = "reading"
    number, design = card_stock.example(desk), desk.making.design
    return [LookAtLogo(path=path, kit=_kit(desk), number=number, design=design)]


def _kit(desk: Desk) -> MakeKit:
    """Give what the poster of the picture says."""
    return MakeKit(
        programme=recorder.programme(desk),
        language=desk.words.language,
        day=desk.day(),
        shop=desk.shop.name,
        region=desk.shop.region,
    )


def _seen(desk: Desk, message: LogoSeen) -> list[Effect]:
    state = desk.logo
    if state.stage != "reading" or desk.mode != MODE:
        return []
    if message.problem:
        state.stage = "typing" if desk.typed else "files"
        return strip.refused(desk, Refusal(message.problem))
    state.seen, state.stage, desk.strip = message, "seen", None
    return []


def _kept(desk: Desk, message: LogoKept) -> list[Effect]:
    if message.problem:
        return strip.refused(desk, Refusal(message.problem))
    desk.making.logo = message.logo
    if desk.mode != MODE:
        return []
    effects = _list(desk)
    if message.logo:
        sentence = desk.say("Cards, slips and posters show it from now on")
    else:
        sentence = desk.say("The logo was taken away")
    return [*effects, *strip.saved(desk, sentence)]


def _leave(desk: Desk) -> list[Effect]:
    desk.mode, desk.chosen, desk.typed, desk.strip = desk.logo.opened_by, 0, "", None
    return [FindDesigns()]


def name(desk: Desk) -> str:
    """Name the picture that is looked at."""
    seen = desk.logo.seen
    return PurePath(seen.path).name if seen else ""

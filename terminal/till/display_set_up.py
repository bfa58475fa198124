"""The customer screen is set up behind F10: where it stands, what it shows between customers."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from loyalty.errors import Refusal
from storage.ports import Ledger
from terminal.till import (
    listing,
    strip,
)
from terminal.till.camera_values import MenuRow
from terminal.till.desk import Desk
from terminal.till.display_state import AUTO, BROWSER, NOWHERE, TURNED, DisplaySettings, forget
from terminal.till.effects import Effect, UseDisplay

MODE: Final = "display"
FOLDER: Final = "display_folder"
LINES: Final = "display_lines"
KEPT: Final = "display"
ICON: Final = "monitor"
PICTURES: Final = (".png", ".jpg", ".jpeg", ".webp")
PICTURES_MAX: Final = 20
SCREENS_MAX: Final = 2
LINES_MAX: Final = 6
LINE_MAX: Final = 60
PATH_MAX: Final = 240
ASKS, CELEBRATES = "asks", "celebrates"


def begin(desk: Desk) -> None:
    """Read what the owner chose, when the till starts."""
    desk.guest.had_pad, desk.guest.had_keys = desk.shop.pad, desk.shop.pad_keys
    desk.guest.settings = kept(desk.ledger)
    follow(desk)


def kept(ledger: Ledger) -> DisplaySettings:
    """Read what the owner chose; a second screen by itself where nobody has said."""
    raw = ledger.get(KEPT)
    return msgspec.json.decode(raw, type=DisplaySettings) if raw else DisplaySettings()


def due(desk: Desk) -> list[Effect]:
    """Give what whoever draws the member's side has to hear, once."""
    guest, settings = desk.guest, desk.guest.settings
    if (guest.told.where, guest.told.folder) == (settings.where, settings.folder):
        return []
    guest.told = settings
    return [UseDisplay(where=settings.where, folder=settings.folder)]


def pictures(folder: str) -> tuple[str, ...]:
    """Name the pictures of a folder, in the order of their names; none where it is not there."""
    try:
        names = sorted(
            each.name
            for each in Path(folder).iterdir()
            if each.suffix.lower() in PICTURES and not each.name.startswith(".")
        )
    except (OSError, ValueError):
        return ()
    return tuple(names[:PICTURES_MAX])


def open_set_up(desk: Desk) -> list[Effect]:
    """Show what can be chosen."""
    desk.mode, desk.typed = MODE, ""
    places = _places(desk)
    where = desk.guest.settings.where
    desk.chosen = places.index(where) if where in places else 0
    sentence = desk.say("Choose with a digit, or with the arrows.")
    return strip.note(desk, desk.say("Customer screen"), sentence)


def state(desk: Desk) -> str:
    """Say where the member's side stands now."""
    return _place(desk, desk.guest.settings.where)


def rows(desk: Desk) -> tuple[MenuRow, ...]:
    """Give what can be chosen here; in the list of texts each row takes its text away."""
    if desk.mode == LINES:
        found = [("trash", line, desk.say("Takes it away")) for line in desk.guest.settings.lines]
    elif desk.mode == FOLDER:
        found = [("image", name, "") for name in desk.guest.pictures]
    else:
        found = _all(desk)
    return tuple(
        MenuRow(key=digit, icon=icon, title=title, caption=caption)
        for digit, (icon, title, caption) in zip(listing.DIGITS, found, strict=False)
    )


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a named key; None when it means nothing special here."""
    types = desk.mode != MODE
    match name:
        case "Up" | "Down":
            listing.step(desk, name, len(rows(desk)), least=-1 if types else 0)
        case "Enter" if types and desk.chosen < 0:
            return _keep_folder(desk) if desk.mode == FOLDER else _keep_line(desk)
        case "Enter":
            return pick(desk, desk.chosen)
        case "Backspace" if types:
            desk.typed = desk.typed[:-1]
        case "Esc" | "F10" if types:
            return open_set_up(desk)
        case "Esc" | "F10":
            desk.mode, desk.chosen, desk.strip = "idle", 0, None
        case _:
            return None
    return []


def typed(desk: Desk, text: str) -> list[Effect]:
    """A digit picks its row; where a text is wanted it goes into the field."""
    if desk.mode == MODE:
        return listing.typed(desk, text, len(rows(desk)), pick)
    desk.chosen = -1
    desk.typed = (desk.typed + text)[: PATH_MAX if desk.mode == FOLDER else LINE_MAX]
    return []


def pick(desk: Desk, row: int) -> list[Effect]:
    """Do what stands in a row, counted from 0. Raises Outage when the disk says no."""
    if not 0 <= row < len(rows(desk)) or desk.mode == FOLDER:
        return []
    settings = desk.guest.settings
    if desk.mode == LINES:
        left = tuple(each for at, each in enumerate(settings.lines) if at != row)
        _keep(desk, msgspec.structs.replace(settings, lines=left))
        desk.chosen = -1
        return strip.saved(desk, desk.say("Removed."))
    places = _places(desk)
    if row < len(places):
        _keep(desk, msgspec.structs.replace(settings, where=places[row]))
        desk.mode, desk.chosen = "idle", 0
        return strip.saved(desk, state(desk))
    desk.chosen = row
    return _other(desk, row - len(places))


def _other(desk: Desk, at: int) -> list[Effect]:
    """Do what stands in a row under the places."""
    settings = desk.guest.settings
    if at in (0, 1):
        name = (ASKS, CELEBRATES)[at]
        changed = {name: not getattr(settings, name)}
        _keep(desk, msgspec.structs.replace(settings, **changed))
        return strip.saved(desk, _on(desk, is_on=changed[name]))
    desk.mode, desk.chosen = (FOLDER, LINES)[at - 2], -1
    desk.typed = settings.folder if desk.mode == FOLDER else ""
    return []


def _keep_folder(desk: Desk) -> list[Effect]:
    """Keep the typed folder; nothing typed takes the pictures away. Raises `folder_pictures`."""
    folder = desk.typed.strip()
    if folder and not pictures(folder):
        raise Refusal("folder_pictures", "no pictures in this folder")
    _keep(desk, msgspec.structs.replace(desk.guest.settings, folder=folder))
    open_set_up(desk)
    return strip.saved(desk, _folder(desk))


def _keep_line(desk: Desk) -> list[Effect]:
    line, settings = desk.typed.strip(), desk.guest.settings
    if not line:
        return open_set_up(desk)
    lines = (*settings.lines, line)[-LINES_MAX:]
    _keep(desk, msgspec.structs.replace(settings, lines=lines))
    desk.typed, desk.chosen = "", -1
    return strip.saved(desk, line)


def _keep(desk: Desk, settings: DisplaySettings) -> None:
    """Keep what was chosen, and go by it at once. Raises Outage when the disk says no."""
    desk.ledger.put(KEPT, msgspec.json.encode(settings).decode())
    desk.guest.settings = settings
    follow(desk)


def follow(desk: Desk) -> None:
    """Let members have a side of their own where there is one now: a screen, or a tablet."""
    guest = desk.guest
    has_pad = guest.had_pad and guest.settings.where != NOWHERE
    has_pad = has_pad or BROWSER in guest.live
    # A tablet has keys of its own: what is typed at the till meanwhile is the till's.
    keys = guest.had_keys or guest.live == {BROWSER}
    if (has_pad, keys) != (desk.shop.pad, desk.shop.pad_keys):
        desk.shop = msgspec.structs.replace(desk.shop, pad=has_pad, pad_keys=keys)
        if not has_pad:
            forget(guest)
    guest.pictures = pictures(guest.settings.folder) if guest.settings.folder else ()


def _places(desk: Desk) -> tuple[str, ...]:
    guest = desk.guest
    named = [name for name in guest.screens if name != guest.here][:SCREENS_MAX]
    chosen = guest.settings.where
    if chosen not in (AUTO, TURNED, NOWHERE, *named):
        # A screen that is pulled out at the moment stays chosen, and can be seen to be.
        named = [chosen, *named][:SCREENS_MAX]
    return (AUTO, *named, TURNED, NOWHERE)


def _place(desk: Desk, where: str) -> str:
    match where:
        case "auto":
            return desk.say("The second screen, by itself")
        case "turned":
            return desk.say("This screen, turned to the customer")
        case "none":
            return desk.say("No customer screen")
        case name:
            return desk.say("Screen {name}", name=name)


def _all(desk: Desk) -> list[tuple[str, str, str]]:
    say, settings = desk.say, desk.guest.settings
    icons = {AUTO: "monitor", TURNED: "arrows-clockwise", NOWHERE: "prohibit"}
    found = []
    for each in _places(desk):
        caption = say("In use") if each == settings.where else ""
        if each == NOWHERE and not caption:
            caption = say("Nobody is asked for a PIN; your limits without one count")
        found.append((icons.get(each, "desktop"), _place(desk, each), caption))
    return [
        *found,
        ("smiley", say("Ask how it was"), _on(desk, is_on=settings.asks)),
        ("sparkle", say("Celebrate quietly"), _on(desk, is_on=settings.celebrates)),
        ("image", say("Pictures between customers"), _folder(desk)),
        ("text-t", say("Texts between customers"), _lines(desk)),
    ]


def _on(desk: Desk, *, is_on: bool) -> str:
    return desk.say("On") if is_on else desk.say("Off")


def _folder(desk: Desk) -> str:
    folder = desk.guest.settings.folder
    if not folder:
        return desk.say("None")
    count = len(desk.guest.pictures)
    return desk.words.plural(
        "{n} picture from {folder}", "{n} pictures from {folder}", count, folder=folder
    )


def _lines(desk: Desk) -> str:
    return " \u00b7 ".join(desk.guest.settings.lines) or desk.say("None")

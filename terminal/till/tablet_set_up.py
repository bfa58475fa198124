"""The customer's screen on a tablet is set up behind F10: on or off, a code, who may show it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from loyalty.days import local
from terminal.till import (
    listing,
    strip,
    tablets,
)
from terminal.till.camera_values import MenuRow
from terminal.till.desk import Desk
from terminal.till.effects import Effect
from terminal.till.tablet_state import PairedTablet

MODE: Final = "tablet"
ICON: Final = "device-tablet"
Choice = tuple[str, str, str, Callable[[Desk], list[Effect]]]


def open_set_up(desk: Desk) -> list[Effect]:
    """Show whether tablets may come, and which."""
    desk.mode, desk.chosen, desk.typed = MODE, 0, ""
    return _note(desk, desk.say("Choose with a digit, or with the arrows."))


def state(desk: Desk) -> str:
    """Say in a line how it stands."""
    known = desk.tablets
    if known.problem == "port_in_use":
        return desk.say("Another program uses port {port}.", port=known.setting.port)
    if known.problem == "no_network":
        return desk.say("This till is in no network. Connect it, then turn this on again.")
    if known.problem:
        return desk.say("It does not start. Start the till again.")
    if not known.setting.is_on:
        return desk.say("Off")
    if not known.address:
        return desk.say("Starting")
    if not known.paired:
        return desk.say("On, no tablet yet")
    return desk.say("{here} of {all} connected", here=len(known.here), all=len(known.paired))


def rows(desk: Desk) -> tuple[MenuRow, ...]:
    """Give what can be chosen."""
    return tuple(
        MenuRow(key=digit, icon=icon, title=title, caption=caption)
        for digit, (icon, title, caption, _) in zip(listing.DIGITS, _choices(desk), strict=False)
    )


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a named key; None when it means nothing special here."""
    effects = listing.pressed(desk, name, len(_choices(desk)), pick)
    # A code that nobody looks at lets nobody in.
    return tablets.withdraw(desk) if name in listing.ENDS else effects


def typed(desk: Desk, text: str) -> list[Effect]:
    """A digit picks its row; nothing else is typed here."""
    return listing.typed(desk, text, len(_choices(desk)), pick)


def pick(desk: Desk, row: int) -> list[Effect]:
    """Do what stands in a row, counted from 0."""
    choices = _choices(desk)
    if not 0 <= row < len(choices):
        return []
    desk.chosen = row
    return choices[row][3](desk)


def _choices(desk: Desk) -> tuple[Choice, ...]:
    say, known = desk.say, desk.tablets
    if not known.setting.is_on:
        what = say("A tablet or phone in the shop's network shows what guests see")
        return ((ICON, say("Turn on"), what, _switch),)
    is_plain = known.setting.plain
    code = say("A code for one tablet, for ten minutes")
    kept = say("Guests may type their PIN")
    bare = say("Nothing is typed on the tablet")
    return (
        ("qr-code", say("Connect a tablet"), code, _offer),
        (ICON, say("Turn off"), state(desk), _switch),
        (
            "lock-key",
            say("Without encryption") if is_plain else say("With encryption"),
            bare if is_plain else kept,
            _bare,
        ),
        *(_paired(desk, one) for one in known.paired),
    )


def _paired(desk: Desk, one: PairedTablet) -> Choice:
    def disconnect(desk: Desk) -> list[Effect]:
        tablets.drop(desk, one.tablet)
        desk.chosen = 0
        return _note(desk, desk.say("Disconnected: {name}.", name=one.name))

    is_here = one.tablet in desk.tablets.here
    day = desk.words.short_day(_day(desk, one))
    caption = (
        desk.say("Here now, connected {day}", day=day)
        if is_here
        else desk.say("Not here now, connected {day}", day=day)
    )
    return (ICON, desk.say("Disconnect {name}", name=one.name), caption, disconnect)


def _day(desk: Desk, one: PairedTablet) -> str:
    return local(one.at_us, desk.shop.time_zone).date().isoformat()


def _offer(desk: Desk) -> list[Effect]:
    if not desk.tablets.address:
        return _note(desk, state(desk))
    effects = tablets.offer(desk)
    return [*effects, *_note(desk, desk.say("Scan the code with the tablet's own camera."))]


def _switch(desk: Desk) -> list[Effect]:
    setting = desk.tablets.setting
    is_on = not setting.is_on
    effects = tablets.withdraw(desk)
    tablets.switch(desk, msgspec.structs.replace(setting, is_on=is_on))
    desk.chosen = 0
    said = desk.say("Turned on.") if is_on else desk.say("Turned off.")
    return [*effects, *_note(desk, said)]


def _bare(desk: Desk) -> list[Effect]:
    setting = desk.tablets.setting
    effects = tablets.withdraw(desk)
    tablets.switch(desk, msgspec.structs.replace(setting, plain=not setting.plain))
    sentence = desk.say("Open the page on the tablet again: its address is another one.")
    return [*effects, *_note(desk, sentence)]


def _note(desk: Desk, sentence: str) -> list[Effect]:
    return strip.note(desk, desk.say("Tablet"), sentence)

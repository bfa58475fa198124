"""The link to a cash register is set up behind F10: on or off, its token, a folder of files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec

from terminal.till import (
    listing,
    register_orders,
    strip,
)
from terminal.till.camera_values import MenuRow
from terminal.till.desk import Desk
from terminal.till.effects import Effect
from terminal.till.register_state import OWN_FOLDER
from terminal.till.register_told import RunRegister

MODE: Final = "register"
ICON: Final = "cash-register"
GROUP: Final = 4
Choice = tuple[str, str, str, Callable[[Desk], list[Effect]]]


def open_set_up(desk: Desk) -> list[Effect]:
    """Show whether a register is linked, and where."""
    desk.mode, desk.chosen, desk.typed = MODE, 0, ""
    return _note(desk, desk.say("Choose with a digit, or with the arrows."))


def state(desk: Desk) -> str:
    """Say in a line how it stands."""
    register = desk.register
    if register.problem == "port_in_use":
        return desk.say("Another program uses port {port}.", port=register.setting.port)
    if register.problem:
        return desk.say("It does not start. Look at the folder, or start the till again.")
    if not register.setting.is_on:
        return desk.say("Off")
    return register.address or desk.say("Starting")


def caption(desk: Desk) -> str:
    """Say what the register's program has to be told; else how it stands."""
    register = desk.register
    if not register.address:
        return state(desk)
    return desk.say(
        "Address {address}, token {token}",
        address=register.address,
        token=grouped(register.token),
    )


def rows(desk: Desk) -> tuple[MenuRow, ...]:
    """Give what can be chosen."""
    return tuple(
        MenuRow(key=digit, icon=icon, title=title, caption=caption)
        for digit, (icon, title, caption, _) in zip(listing.DIGITS, _choices(desk), strict=False)
    )


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a named key; None when it means nothing special here."""
    return listing.pressed(desk, name, len(_choices(desk)), pick)


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


def grouped(token: str) -> str:
    """Write a token so that a person can copy it."""
    return "-".join(token[at : at + GROUP] for at in range(0, len(token), GROUP))


def _choices(desk: Desk) -> tuple[Choice, ...]:
    say, register = desk.say, desk.register
    if not register.setting.is_on:
        what = say("Its program on this computer tells the till of every sale")
        return ((ICON, say("Turn on"), what, _switch),)
    folder = register.folder or say("Off")
    return (
        (ICON, say("Turn off"), state(desk), _switch),
        ("key", say("New token"), say("The one before stops working"), _renew),
        ("folder-open", say("Folder for files of sales"), folder, _watch),
    )


def _switch(desk: Desk) -> list[Effect]:
    setting = desk.register.setting
    is_on = not setting.is_on
    register_orders.switch(desk, msgspec.structs.replace(setting, is_on=is_on), keeps=True)
    desk.chosen = 0
    how = desk.say("Type the address and the token into the register's program.")
    return _note(desk, how if is_on else desk.say("Turned off."))


def _renew(desk: Desk) -> list[Effect]:
    _note(desk, desk.say("There is a new token. Type it into the register's program."))
    return [RunRegister(setting=desk.register.setting, renews=True)]


def _watch(desk: Desk) -> list[Effect]:
    setting = desk.register.setting
    folder = "" if setting.folder else OWN_FOLDER
    register_orders.switch(desk, msgspec.structs.replace(setting, folder=folder), keeps=True)
    return _note(desk, desk.say("Turned on.") if folder else desk.say("Turned off."))


def _note(desk: Desk, sentence: str) -> list[Effect]:
    return strip.note(desk, desk.say("Cash register"), sentence)

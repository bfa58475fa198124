"""The first free place of a used sheet, behind F10, C, U: touched on a small sheet, or typed."""

from __future__ import annotations

from typing import Final

from loyalty.errors import Refusal
from terminal.till.camera_values import MenuRow
from terminal.till.card_values import PLACE_STAGE, StockSeen
from terminal.till.desk import Desk
from terminal.till.screens_cards import SheetSeen

KEY: Final = "U"
_DIGITS: Final = 3


def paper(desk: Desk) -> StockSeen | None:
    """Give the paper that is chosen."""
    return next((one for one in desk.making.stocks if one.name == desk.making.stock), None)


def grid(desk: Desk) -> tuple[int, int]:
    """Give columns and rows of the chosen paper for the chosen design; 0 where it does not fit."""
    found = paper(desk)
    return found.grids.get(desk.making.design, (0, 0)) if found else (0, 0)


def count(desk: Desk) -> int:
    """Give how many places a sheet has."""
    columns, rows = grid(desk)
    return columns * rows


def start(desk: Desk) -> int:
    """Give the first free place that counts now: another paper or design may have fewer."""
    return desk.making.start if desk.making.start <= count(desk) else 1


def row(desk: Desk) -> MenuRow | None:
    """Give the row that opens this, where a sheet has more than one place."""
    if count(desk) <= 1:
        return None
    at = start(desk)
    title = desk.say("Used sheet") if at == 1 else desk.say("Place {place} is free", place=at)
    return MenuRow(key=KEY, icon="squares-four", title=title, caption="")


def open_stage(desk: Desk) -> None:
    """Show the sheet."""
    desk.making.stage, desk.typed, desk.chosen = PLACE_STAGE, "", 0


def pressed(desk: Desk, name: str) -> bool:
    """Up and Down go through the places, Enter keeps; False when this has ended.

    Raises Refusal `stock_start` for a place that the sheet does not have.
    """
    if name in ("Up", "Down"):
        by = 1 if name == "Down" else -1
        desk.making.start = max(1, min(start(desk) + by, count(desk)))
        desk.typed = ""
        return True
    if name == "Backspace":
        desk.typed = desk.typed[:-1]
        return True
    if name == "Enter" and desk.typed:
        _take(desk, int(desk.typed))
    return False


def typed(desk: Desk, text: str) -> None:
    """Digits are a place."""
    if text.isascii() and text.isdecimal():
        desk.typed = (desk.typed + text)[:_DIGITS].lstrip("0")


def pick(desk: Desk, place: int) -> bool:
    """Take a place that was touched, counted from 0; False when this has ended."""
    if not 0 <= place < count(desk):
        return True
    _take(desk, place + 1)
    return False


def sheet(desk: Desk) -> SheetSeen:
    """Give the sheet as it is drawn: what is typed counts already where there is such a place."""
    columns, rows = grid(desk)
    meant = int(desk.typed) if desk.typed else start(desk)
    at = meant if meant <= columns * rows else start(desk)
    name = desk.say("Place {place} of {count} is the first free one", place=at, count=count(desk))
    return SheetSeen(columns=columns, rows=rows, start=at, name=name)


def _take(desk: Desk, place: int) -> None:
    if not 1 <= place <= count(desk):
        desk.typed = ""
        raise Refusal("stock_start")
    desk.making.start = place

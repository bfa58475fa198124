"""How a list of rows is worked: arrows choose, Enter and digits open a row, Esc goes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from terminal.till.desk import Desk
from terminal.till.effects import Effect

DIGITS: Final = "123456789"
ENDS: Final = ("Esc", "F10")
Pick = Callable[[Desk, int], list[Effect]]


def step(desk: Desk, name: str, many: int, *, least: int = 0) -> bool:
    """Move the choice by Up or Down among so many rows; False for any other key."""
    if name not in ("Up", "Down"):
        return False
    by = 1 if name == "Down" else -1
    desk.chosen = max(min(desk.chosen + by, many - 1), least)
    return True


def pressed(
    desk: Desk, name: str, many: int, pick: Pick, *, ends: tuple[str, ...] = ENDS
) -> list[Effect] | None:
    """Take a named key in a list of so many rows; None when it means nothing special here."""
    if step(desk, name, many):
        return []
    if name == "Enter":
        return pick(desk, desk.chosen)
    if name in ends:
        leave(desk)
        return []
    return None


def typed(desk: Desk, text: str, many: int, pick: Pick) -> list[Effect]:
    """A digit picks its row; nothing else is typed in a list."""
    if len(text) == 1 and text in DIGITS[:many]:
        return pick(desk, DIGITS.index(text))
    return []


def leave(desk: Desk) -> None:
    """Go back to the idle screen."""
    desk.mode, desk.chosen, desk.strip = "idle", 0, None

"""What is laid over a screen and takes nothing from it: the help sheet, and a member's history."""

from __future__ import annotations

from terminal.till import elsewhere
from terminal.till.desk import Desk
from terminal.till.effects import Effect

HELP = "help"
HISTORY = "history"
KEY_OF = {HELP: "F1", HISTORY: "F2"}
ONLY_CLOSE = ("Esc", "Enter", "Backspace")


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a named key: F1 opens and closes help; any other key closes what lies over the screen.

    None when the key means what it means on the screen below.
    """
    was = desk.overlay
    if name == KEY_OF[HELP] and desk.stopped is None:
        desk.overlay = "" if was == HELP else HELP
        return []
    if was == HISTORY and name in ("Up", "Down"):
        # Not every window is high enough for ten lines: the arrows show the other end.
        desk.at_oldest = name == "Down"
        return []
    close(desk)
    closes = bool(was) and (name in ONLY_CLOSE or name == KEY_OF.get(was))
    return [] if closes else None


def history(desk: Desk) -> list[Effect]:
    """F2 while somebody is attached: where their points are."""
    desk.overlay, desk.at_oldest = HISTORY, False
    return elsewhere.ask(desk)


def help_sheet(desk: Desk) -> list[Effect]:
    """Open the help of the counter itself, for whoever has no keys."""
    desk.mode, desk.overlay = "idle", HELP
    return []


def close(desk: Desk) -> None:
    """Let the screen below be seen again."""
    desk.overlay = ""

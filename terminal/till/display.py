"""The member's side: which screens there are, and what a touch on them means."""

from __future__ import annotations

from terminal.till.desk import Desk
from terminal.till.effects import Effect
from terminal.till.line import Line
from terminal.till.messages import DisplayLive, DisplayTap, ScreensFound


def told(desk: Desk, line: Line, message: DisplayTap | DisplayLive | ScreensFound) -> list[Effect]:
    """Take what a member's screen says. A touch on what is not shown any more does nothing."""
    guest = desk.guest
    match message:
        case DisplayLive():
            without = guest.live - {message.source}
            guest.live = without | {message.source} if message.live else without
        case ScreensFound():
            guest.screens, guest.here = message.names, message.here
        case DisplayTap():
            desk.touched_ms = desk.clock.monotonic_ms()
            del line
    return []

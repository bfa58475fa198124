"""Sounds on or off behind F10: for a till that stands in a quiet room."""

from __future__ import annotations

from typing import Final

from storage.ports import Ledger
from terminal.till import strip
from terminal.till.desk import Desk
from terminal.till.effects import Effect

KEPT: Final = "sounds"
OFF: Final = "off"


def are_off(ledger: Ledger) -> bool:
    """Say whether somebody turned them off at this till."""
    return ledger.get(KEPT) == OFF


def switch(desk: Desk) -> list[Effect]:
    """Turn them on or off, from now on. Raises Outage when the disk says no."""
    desk.ledger.put(KEPT, "" if desk.is_silent else OFF)
    desk.is_silent = not desk.is_silent
    desk.mode, desk.chosen = "idle", 0
    return strip.saved(desk, state(desk))


def state(desk: Desk) -> str:
    """Say how it is."""
    if desk.is_silent:
        return desk.say("Off. What was scanned and saved is only seen.")
    return desk.say("On: found, saved, not done")


def icon(desk: Desk) -> str:
    """Give the icon of how it is."""
    return "speaker-slash" if desk.is_silent else "speaker-high"

"""What this till could pay out without internet: the owner's one number, behind F10."""

from __future__ import annotations

from loyalty.accounts import POINTS
from loyalty.margin.held_worth import most_minor
from storage.ports import Directory, Ledger
from terminal.till import recorder, strip
from terminal.till.desk import Desk
from terminal.till.effects import Effect

SETTING = "tills"


def several(directory: Directory) -> bool:
    """Say whether the shop has more than one till, as the server last said."""
    count = directory.setting(SETTING)
    return count.isdecimal() and int(count) > 1


def keep(desk: Desk) -> None:
    """Remember how many, also when a server that was put back wants everything told anew."""
    count = desk.directory.setting(SETTING)
    if count.isdecimal() and count != desk.ledger.get(SETTING):
        desk.ledger.put(SETTING, count)


def kept(ledger: Ledger) -> int:
    """Give how many tills the shop has as this one was told last; 0 when it never was."""
    return int(ledger.get(SETTING) or 0)


def sentence(desk: Desk) -> str:
    """Say how much that is at most; the ledger knows it, whatever the server thinks."""
    held = desk.ledger.held_in_all()
    return desk.words.plural(
        "Could pay out without internet at most {n} point ({money} with all rewards)",
        "Could pay out without internet at most {n} points ({money} with all rewards)",
        held.get(POINTS, 0),
        money=desk.words.money(most_minor(recorder.programme(desk), held)),
    )


def tell(desk: Desk) -> list[Effect]:
    """Say it in the strip."""
    return strip.note(desk, desk.say("Without internet"), sentence(desk))

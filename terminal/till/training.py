"""Training: F10 and one key into a shop of its own and back, one more key wipes it."""

from __future__ import annotations

from terminal.till import strip
from terminal.till.desk import Desk
from terminal.till.effects import Effect, Train

ICON = "graduation-cap"
ANEW = "eraser"


def begin(desk: Desk) -> None:
    """Say, where a till to practise on opens, that nothing counts here."""
    if desk.shop.training and desk.sale is None:
        sentence = desk.say("Nothing counts here, and nothing is sent. F10, T ends it.")
        strip.put(desk, "training", desk.say("Training"), sentence)


def switch(desk: Desk) -> list[Effect]:
    """Go into training, or end it."""
    desk.mode, desk.chosen = "idle", 0
    return [Train(on=not desk.shop.training)]


def wipe(desk: Desk) -> list[Effect]:
    """Begin training anew: everything that was done in it is deleted."""
    desk.mode, desk.chosen = "idle", 0
    return [Train(on=True, anew=True)] if desk.shop.training else []


def title(desk: Desk) -> str:
    """Name the row of the menu."""
    return desk.say("End training") if desk.shop.training else desk.say("Training")


def caption(desk: Desk) -> str:
    """Say what the row does."""
    if desk.shop.training:
        return desk.say("Back to the real till, where everything is as it was")
    return desk.say("Practise with invented members. Nothing of it counts.")


def plate(desk: Desk) -> str:
    """Give the word that says that nothing here is real; empty in a real shop."""
    if desk.shop.training:
        return desk.say("Training")
    return desk.say("DEMO") if desk.shop.demo else ""

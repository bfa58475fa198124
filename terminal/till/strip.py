"""The event strip: the one line under the stage that says what just happened."""

from __future__ import annotations

from loyalty.errors import LoyaltyError
from terminal.till.desk import Desk
from terminal.till.effects import Effect, Sound
from terminal.till.screens import Strip


def put(desk: Desk, state: str, word: str, sentence: str, *, urgent: bool = False) -> None:
    """Let the strip say something until the next thing happens."""
    desk.strip = Strip(state=state, word=word, sentence=sentence, time=desk.time(), urgent=urgent)


def saved(desk: Desk, sentence: str) -> list[Effect]:
    """Say that something is in the ledger."""
    put(desk, "saved", desk.say("Saved"), sentence)
    return [Sound(name="saved")]


def found(desk: Desk, sentence: str) -> list[Effect]:
    """Say that somebody was recognised."""
    put(desk, "found", desk.say("Member found"), sentence)
    return [Sound(name="found")]


def note(desk: Desk, word: str, sentence: str) -> list[Effect]:
    """Say something that needs nothing done."""
    put(desk, "note", word, sentence)
    return []


def ask(desk: Desk, word: str, sentence: str) -> list[Effect]:
    """Ask something; Enter is yes and Esc is no."""
    put(desk, "hold", word, sentence)
    return [Sound(name="warning")]


def refused(desk: Desk, error: LoyaltyError) -> list[Effect]:
    """Say why not, and what to do."""
    put(desk, "refused", desk.say("Not done"), desk.words.refusal(error), urgent=True)
    return [Sound(name="refused")]

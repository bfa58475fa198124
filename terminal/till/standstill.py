"""The screens of a till that is not there yet, or no more."""

from __future__ import annotations

from loyalty.errors import LoyaltyError
from terminal.till.screens import Frame, Stopped
from terminal.till.wording import Wording


def opening(words: Wording, shop: str, till: str) -> Stopped:
    """Say that the shop is being opened."""
    return Stopped(
        frame=_frame(shop, till),
        headline=words.say("One moment"),
        sentence=words.say("The shop is being opened. The first time takes longest."),
        waiting=True,
    )


def stopped(words: Wording, shop: str, till: str, error: BaseException) -> Stopped:
    """Say what ended the till, and what to do."""
    sentence = words.say("Everything that was saved is safe. Start Regulars again.")
    if isinstance(error, LoyaltyError):
        sentence = words.refusal(error)
    return Stopped(
        frame=_frame(shop, till), headline=words.say("The till has stopped"), sentence=sentence
    )


def plate(words: Wording) -> str:
    """Give the word of the training plate."""
    return words.say("TRAINING")


def _frame(shop: str, till: str) -> Frame:
    return Frame(shop=shop, till=till, statuses=(), keys=(), strip=None)

"""Says to members what the rules say no to, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from server.pages.wording import Words, mark

_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "text_wrong": mark("Write what is missing, in at most 1000 letters."),
        "day_wrong": mark("The day of the visit is today or before. Leave it empty otherwise."),
        "amount_wrong": mark("Write the amount in figures, or leave it empty."),
        "case_many": mark("The shop is still looking at your earlier messages."),
        "phone_wrong": mark("This is no phone number. Look at the digits again."),
        "pin_wrong": mark("That is not your PIN."),
        "sure_missing": mark("Tick the box if this is what you want."),
        "person_erased": mark("Your data was deleted: nothing is kept about you any more."),
    }
)


def sentence_of(code: str, words: Words) -> str:
    """Say what a member's own page refused, by the code of it."""
    other = mark("That cannot be done now. Ask in the shop for help.")
    return words.say(_SENTENCES.get(code, other))

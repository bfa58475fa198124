"""Says in the reader's language why the programme cannot be changed like this, and what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from loyalty.errors import LoyaltyError
from loyalty.explaining.voice import Voice
from server.publishing.wording import mark

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "publishing_rules": mark("These figures cannot be: look at what is asked for."),
        "draft_title": mark("Give the draft a title of 1 to 80 characters."),
        "draft_long": mark("A programme cannot be that long."),
        "draft_edits": mark("This draft was changed too often: begin another one."),
        "draft_unknown": mark("There is no such draft any more."),
        "draft_over": mark("This draft was published or given up: begin another one."),
        "draft_moved": mark("Somebody changed this draft just now: look at it again first."),
        "programme_invalid": mark("The draft has mistakes: put them right first."),
        "programme_margin": mark(
            "Rewards could cost more than your margin: give less, or for more."
        ),
        "programme_day": mark("Give a day on which it is to begin."),
        "programme_same": mark("Nothing is different from the version before."),
        "programme_past": mark("A version begins on {expected} at the earliest: the past stays."),
        "programme_notice": mark(
            "Something becomes worse for members, so they are told ahead: begin on {expected} or"
            " later."
        ),
        "programme_order": mark(
            "Version {got} has not begun yet: recall it, or begin on {expected} or later."
        ),
        "second_same": mark("A second person has to agree: somebody other than you."),
        "second_none": mark("This draft does not wait for anybody."),
        "recall_begun": mark("This version has begun, and the past stays: publish another one."),
        "recall_order": mark("Version {expected} came after it: recall that one first."),
        "recall_again": mark("This version was recalled before."),
        "version_unknown": mark("There is no such version."),
        "form_field": mark("This does not fit here: a whole number or an amount is asked for."),
    }
)


def refusal(error: LoyaltyError, voice: Voice) -> str:
    """Say one sentence for an error; an unknown code keeps its own message."""
    text = SENTENCES.get(error.code)
    if text is None:
        return error.message
    details = {"expected": "", "got": "", **error.details}
    shown = {name: _shown(value, voice) for name, value in details.items()}
    return voice.say(text).format(**shown)


def _shown(value: object, voice: Voice) -> str:
    text = str(value)
    return voice.day(text) if _DAY.fullmatch(text) else text

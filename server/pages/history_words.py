"""Says a line of a member's history: a title, and why, in plain shop words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from loyalty.explaining.explain import Voice, explained, names
from loyalty.programme import Programme
from server.helping.history import Line
from server.pages.wording import Words, mark

MINUS = "\u2212"


_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "sale": mark("Visit"),
        "enrol": mark("Joined"),
        "refund": mark("Return"),
        "undo": mark("Taken back at the till"),
        "goodwill": mark("A gift from the shop"),
        "goodwill_back": mark("Gift taken back"),
        "adjust": mark("Put right by the shop"),
        "put_right": mark("Put right by the shop"),
        "transfer": mark("Moved between cards"),
        "merge": mark("Two cards became one"),
        "unmerge": mark("Two cards were parted"),
        "household": mark("Shared account"),
        "household_left": mark("Left the shared account"),
        "member_blocked": mark("Card blocked"),
        "member_unblocked": mark("Card opened again"),
        "card_replaced": mark("New card"),
        "level_given": mark("Level given by the shop"),
        "benefit": mark("Given by the programme"),
        "expired": mark("Past the last day"),
        "expire": mark("Past the last day"),
        "inactive": mark("Ended after a long time without a visit"),
        "pin_set": mark("PIN chosen"),
        "pin_chosen": mark("PIN chosen"),
        "visit_pin_set": mark("PIN chosen"),
        "pin_reset": mark("PIN taken away"),
        "erased": mark("Personal data deleted"),
    }
)
_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "goodwill": mark("goodwill"),
        "correction": mark("correction"),
        "complaint": mark("complaint"),
        "misuse": mark("misuse"),
        "other": mark("another reason"),
        "undone": mark("taken back"),
    }
)
_OF_OFFICE = frozenset({"adjust", "transfer", "level_given"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A line as people read it; `moved` is signed, such as "+12 points", or empty."""

    day: str
    title: str
    sentence: str
    moved: str


def said(line: Line, programme: Programme, words: Words) -> Said:
    """Say a line in the words of a reader."""
    named = names(programme, words.language)
    voice = Voice(say=words.say, plural=words.plural, number=words.number, named=named)
    texts = [
        f"{'+' if n > 0 else MINUS}{voice.units(unit, abs(n))}" for unit, n in line.moved.items()
    ]
    return Said(
        day=words.day(line.day),
        title=words.say(_TITLES.get(line.type, mark("Something else"))),
        sentence=_sentence(line, programme, words),
        moved=", ".join(texts),
    )


def reason(code: str, words: Words) -> str:
    """Say a reason of an adjustment."""
    return words.say(_REASONS[code]) if code in _REASONS else ""


def _sentence(line: Line, programme: Programme, words: Words) -> str:
    if line.type in _OF_OFFICE:
        return reason(str(line.data.get("reason", "")), words)
    if not line.moved:
        return ""
    return explained(
        line.data,
        say=words.say,
        plural=words.plural,
        money=lambda minor: words.money(minor, programme.currency, programme.scale),
        day=words.day,
        number=words.number,
        named=names(programme, words.language),
        postings=line.postings,
    )

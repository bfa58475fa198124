"""Measures a scanner gun by three printed codes: its pace, its marks, its keyboard."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from scanner.wedge import ENDINGS, Pressed
from scanner.wedge_letters import readings
from scanner.wedge_profile import MAX_GAP_MS, MEAN_GAP_MS, NO_ENDING, GunProfile
from scanner.wedge_run import AIM_LENGTH, SYMBOLOGIES, Stroke

DIGITS_CODE = "01234567899876543210"
LONG_CODE = "31415926535897932384626433"
LETTERS_CODE = "REGULARS:ABCDEFGHIJKLMNOPQRSTUVWXYZ 0123456789 $%*+-./"
CODES = (DIGITS_CODE, LONG_CODE, LETTERS_CODE)
"""None has the sixteen digits of a member. The first two are bars, which every gun reads; the
third is a QR code with every character that a code of ours may hold."""
QUIET_MS = 400
MARKS_MOST = 8
_ROOM = 1.4
_SLOWEST_MEAN_MS = 120
_SLOWEST_MAX_MS = 300
_ENDINGS_APART_MS = 50
_BUSY_ONE_IN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """Keys that came in one go, as they arrived; `ending` is Enter, Tab or `none`."""

    text: str
    gaps_ms: tuple[int, ...]
    ending: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What one printed code says about a gun."""

    code: str
    heard: Heard
    prefix: str
    suffix: str
    letters: dict[str, str]
    names_codes: bool


@dataclass(slots=True)
class Ear:
    """Takes keys in place of the wedge while a gun is being measured, and judges none of them."""

    strokes: list[Stroke] = field(default_factory=list)
    ended_ms: int | None = None

    @property
    def pending(self) -> str:
        """The characters of a code that is still coming."""
        return "".join(stroke.text for stroke in self.strokes if stroke.text.isprintable())

    @property
    def is_waiting(self) -> bool:
        """Whether a code is still coming."""
        return bool(self.strokes)

    @property
    def quiet_ms(self) -> int:
        """How long no key may come before a code is over."""
        return QUIET_MS

    def is_late_end(self, at_ms: int) -> bool:
        """Say whether an Enter now is the second ending of the code before it."""
        return self.ended_ms is not None and 0 <= at_ms - self.ended_ms <= _ENDINGS_APART_MS

    def character(self, text: str, at_ms: int, mark: int = 0) -> list[Heard | Pressed]:
        """Take a character."""
        self.strokes.append(Stroke(at_ms=at_ms, text=text, mark=mark))
        return []

    def named(self, name: str, at_ms: int, mark: int = 0) -> list[Heard | Pressed]:
        """Take a named key; Enter and Tab end a code."""
        if name in ENDINGS and self.strokes:
            self.ended_ms = at_ms
            return self._heard(name)
        if name in ENDINGS and self.is_late_end(at_ms):
            return []
        return [*self.rest(), Pressed(name=name, mark=mark)]

    def rest(self) -> list[Heard | Pressed]:
        """End what is coming: no key came for a while."""
        return self._heard(NO_ENDING) if self.strokes else []

    def _heard(self, ending: str) -> list[Heard | Pressed]:
        at = [stroke.at_ms for stroke in self.strokes]
        gaps_ms = tuple(later - earlier for earlier, later in itertools.pairwise(at))
        text = "".join(stroke.text for stroke in self.strokes)
        self.strokes = []
        return [Heard(text=text, gaps_ms=gaps_ms, ending=ending)]


def finding(heard: Heard) -> Finding | None:
    """Recognise one of the printed codes in what was heard, whatever keyboard it came through.

    Another layout puts every character into another one, always the same: that is enough to know
    a code by, and teaches what each character means.
    """
    for code in CODES:
        spare = len(heard.text) - len(code)
        for marks in range(min(spare, MARKS_MOST) + 1):
            letters = _letters(heard.text[marks : marks + len(code)], code)
            if letters is not None:
                return _finding(code, heard, marks, letters)
    return None


def profile_of(findings: Sequence[Finding]) -> GunProfile:
    """Make the profile that hears this gun, with room for a bad day."""
    prefixes = {one.prefix for one in findings}
    suffixes = {one.suffix for one in findings}
    endings = {one.heard.ending for one in findings}
    letters: dict[str, str] = {}
    for one in findings:
        letters |= one.letters
    mean_ms, longest_ms = mean_gap_ms(findings), _usual_longest_ms(findings)
    return GunProfile(
        prefix=prefixes.pop() if len(prefixes) == 1 else "",
        suffix=suffixes.pop() if len(suffixes) == 1 else "",
        ending=endings.pop() if len(endings) == 1 else "",
        letters={arrived: meant for arrived, meant in letters.items() if arrived != meant},
        mean_gap_ms=min(max(MEAN_GAP_MS, math.ceil(mean_ms * _ROOM)), _SLOWEST_MEAN_MS),
        max_gap_ms=min(max(MAX_GAP_MS, math.ceil(longest_ms * _ROOM)), _SLOWEST_MAX_MS),
    )


def mean_gap_ms(findings: Sequence[Finding]) -> int:
    """Give the mean time between two keys, of the slowest code, rounded up."""
    means = [math.ceil(sum(one.heard.gaps_ms) / len(one.heard.gaps_ms)) for one in findings]
    return max(means, default=0)


def longest_gap_ms(findings: Sequence[Finding]) -> int:
    """Give the longest time between two keys of a code."""
    return max((max(one.heard.gaps_ms) for one in findings), default=0)


def _usual_longest_ms(findings: Sequence[Finding]) -> int:
    """Give the longest gap but for a few: the computer, not the gun, was busy once.

    Every millisecond more here is one more that a person's keys wait before they count.
    """
    gaps_ms = sorted(gap for one in findings for gap in one.heard.gaps_ms)
    return gaps_ms[-1 - len(gaps_ms) // _BUSY_ONE_IN] if gaps_ms else 0


def is_slow(findings: Sequence[Finding]) -> bool:
    """Say whether the gun types so slowly that a quick typist may be taken for it."""
    return mean_gap_ms(findings) > MEAN_GAP_MS


def _letters(arrived: str, code: str) -> dict[str, str] | None:
    """Give what each character means, when every one means one thing; else None."""
    letters: dict[str, str] = {}
    for came, meant in zip(arrived, code, strict=True):
        if letters.setdefault(came, meant) != meant:
            return None
    return letters if len(set(letters.values())) == len(letters) else None


def _finding(code: str, heard: Heard, marks: int, letters: dict[str, str]) -> Finding:
    prefix, suffix = heard.text[:marks], heard.text[marks + len(code) :]
    named = _aim(prefix[-AIM_LENGTH:])
    if named:
        letters = {**letters, prefix[-AIM_LENGTH]: named[0]}
        prefix = prefix[:-AIM_LENGTH]
    return Finding(
        code=code,
        heard=heard,
        prefix=prefix,
        suffix=suffix,
        letters=letters,
        names_codes=bool(named),
    )


def _aim(arrived: str) -> str:
    """Give the AIM identifier that these characters are on some keyboard, or nothing."""
    if len(arrived) < AIM_LENGTH:
        return ""
    whole = (meant for meant in readings(arrived) if meant[:2] in SYMBOLOGIES)
    return next((meant for meant in whole if meant[2:].isalnum()), "")

"""Tells a scanner gun that types like a keyboard from a person, by the times of the keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from scanner.wedge_profile import NO_ENDING, GunProfile
from scanner.wedge_run import Cards, Code, Found, Known, Stroke, find, no_cards, read

QUIET_MS = 100
QUIET_KNOWN_MS = 80
LATE_END_MS = 150
MOST_KEYS = 1024
START, END = "\x02", "\x03"
ENDINGS = ("Enter", "Tab")


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A person typed these characters."""

    text: str
    marks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A person pressed a named key."""

    name: str
    mark: int = 0


Said = Typed | Pressed | Code


def nothing_known(text: str) -> bool:
    """Know no code for certain: the rhythm alone decides."""
    del text
    return False


@dataclass(slots=True)
class Wedge:
    """Takes keys with the times of their events (ms) and says what they were.

    Keys wait until it is clear what they are: `pending` is what to paint meanwhile, and `rest` is
    to be called when `quiet_ms` have passed without a key.
    """

    profile: GunProfile = field(default_factory=GunProfile)
    known: Known = nothing_known
    cards: Cards = no_cards
    strokes: list[Stroke] = field(default_factory=list)
    framed: bool = False
    end_until_ms: int | None = None

    @property
    def pending(self) -> str:
        """The characters that are still undecided."""
        return "".join(stroke.text for stroke in self.strokes if stroke.text.isprintable())

    @property
    def is_waiting(self) -> bool:
        """Whether any key is still undecided."""
        return bool(self.strokes) or self.framed

    @property
    def quiet_ms(self) -> int:
        """How long no key may come before what is pending is decided."""
        slow_ms = max(QUIET_MS, self.profile.max_gap_ms)
        is_whole = slow_ms == QUIET_MS and self.known(self.profile.meant(self.pending))
        return QUIET_KNOWN_MS if is_whole else slow_ms

    def character(self, text: str, at_ms: int, mark: int = 0) -> list[Said]:
        """Take a character, or a gun's own start and end marks."""
        if text == START:
            said = self.rest()
            self.framed = True
            return said
        if text == END and self.framed:
            return self._framed(at_ms)
        said = self._make_room(at_ms)
        self.strokes.append(Stroke(at_ms=at_ms, text=text, mark=mark))
        return said + self._surely_typed()

    def named(self, name: str, at_ms: int, mark: int = 0) -> list[Said]:
        """Take a named key.

        Enter and Tab end a scan and go with it, also when silence had ended it just before. Every
        other key that falls into a run waits for its end: it may stand in the middle of a scan.
        """
        gap_ms = self._gap_ms(at_ms)
        if name in ENDINGS:
            return self._ending(name, at_ms, mark)
        if gap_ms is None or not 0 <= gap_ms < self.profile.human_gap_ms:
            return [*self.rest(), Pressed(name=name, mark=mark)]
        self.strokes.append(Stroke(at_ms=at_ms, name=name, mark=mark))
        return []

    def rest(self) -> list[Said]:
        """Decide everything that is pending: no key came for a while."""
        if self.framed:
            return self._framed(self.strokes[-1].at_ms) if self.strokes else self._forget()
        if not self.strokes:
            return []
        found = find(self.strokes, self.profile, self.known, self.cards)
        last_ms = self.strokes[-1].at_ms
        self._forget()
        ends = self.profile.ending != NO_ENDING
        if found.code is not None and not found.after and ends:
            self.end_until_ms = last_ms + QUIET_MS + LATE_END_MS
        return said_of(found)

    def is_late_end(self, at_ms: int) -> bool:
        """Say whether an Enter or Tab now still belongs to the scan before it."""
        return self.end_until_ms is not None and at_ms <= self.end_until_ms

    def _ending(self, name: str, at_ms: int, mark: int) -> list[Said]:
        key = Pressed(name=name, mark=mark)
        if not self.strokes:
            late, self.end_until_ms = self.is_late_end(at_ms), None
            return [] if late else [key]
        in_time = at_ms - self.strokes[-1].at_ms <= QUIET_MS + LATE_END_MS
        if self.framed and in_time:
            return self._framed(at_ms)
        found = find(self.strokes, self.profile, self.known, self.cards)
        if found.code is None or found.after or not in_time:
            return [*self.rest(), key]
        self._forget()
        # Some guns end with carriage return and line feed, which are two Enters.
        self.end_until_ms = at_ms + self.profile.human_gap_ms
        return said_of(found)

    def _make_room(self, at_ms: int) -> list[Said]:
        """Decide what is pending when a key comes too late, or too many have come."""
        gap_ms = self._gap_ms(at_ms)
        if self.framed or gap_ms is None:
            return []
        too_late = not 0 <= gap_ms <= self.profile.max_gap_ms
        if too_late or len(self.strokes) >= MOST_KEYS or self._is_whole(gap_ms):
            return self.rest()
        return []

    def _is_whole(self, gap_ms: int) -> bool:
        """Say whether a slow key comes after a code that is for certain complete."""
        if gap_ms < self.profile.human_gap_ms:
            return False
        code = find(self.strokes, self.profile, self.known, self.cards).code
        return code is not None and self.known(code.text)

    def _surely_typed(self) -> list[Said]:
        """Decide what two slow gaps in a row have left behind.

        One slow gap may be a gun that stalled after its first character, or a person whose key
        came just before a scan: that is known only when more keys have come.
        """
        at = [stroke.at_ms for stroke in self.strokes[-3:]]
        slow_ms = self.profile.human_gap_ms
        if self.framed or len(at) < 3 or at[1] - at[0] < slow_ms or at[2] - at[1] < slow_ms:  # noqa: PLR2004
            return []
        decided, kept = self.strokes[:-2], self.strokes[-2:]
        self.strokes = kept
        return said_of(find(decided, self.profile, self.known, self.cards))

    def _framed(self, at_ms: int) -> list[Said]:
        text = self.profile.meant("".join(stroke.text for stroke in self.strokes))
        self._forget()
        self.end_until_ms = at_ms + LATE_END_MS
        return [read(text, self.known, self.cards)] if text else []

    def _gap_ms(self, at_ms: int) -> int | None:
        return at_ms - self.strokes[-1].at_ms if self.strokes else None

    def _forget(self) -> list[Said]:
        self.strokes, self.framed, self.end_until_ms = [], False, None
        return []


def said_of(found: Found) -> list[Said]:
    """Put a run that was taken apart into the order in which it is to be heard."""
    said = typed_of(found.before)
    if found.code is not None:
        said.append(found.code)
    return said + typed_of(found.meanwhile) + typed_of(found.after)


def typed_of(strokes: Sequence[Stroke]) -> list[Said]:
    """Give a person's keys: characters that follow one another as one text."""
    said: list[Said] = []
    text = ""
    marks: list[int] = []
    for stroke in strokes:
        if stroke.name:
            if text:
                said.append(Typed(text=text, marks=tuple(marks)))
            said.append(Pressed(name=stroke.name, mark=stroke.mark))
            text, marks = "", []
        elif stroke.text.isprintable():
            text += stroke.text
            marks.append(stroke.mark)
    if text:
        said.append(Typed(text=text, marks=tuple(marks)))
    return said

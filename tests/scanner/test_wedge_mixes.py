"""Any mix of a person's keys and a gun's: no scan is lost, no digit leaks, nothing is pressed."""

from __future__ import annotations

import random
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty import number as numbers
from scanner.wedge import Pressed, Said, Typed
from scanner.wedge_run import Code
from tests.scanner.test_wedge import member_wedge, words


@dataclass(frozen=True)
class Turn:
    """What a person types, or what a gun reads, and how long it rested before."""

    text: str
    ending: str
    rest_ms: int
    seed: int


PERSON_KEYS = ("", "Enter", "F4", "Esc", "Backspace")
PEOPLE = st.builds(
    Turn,
    st.text("0123456789", min_size=1, max_size=12),
    st.sampled_from(PERSON_KEYS),
    st.integers(61, 300),  # more than a gun's 60 ms also where whole milliseconds cut the rest off
    st.integers(0, 1000),
)
GUNS = st.builds(
    Turn,
    st.builds(numbers.make, st.just("0000"), st.text("0123456789", min_size=9, max_size=9)),
    st.sampled_from(["", "Enter", "Tab"]),
    st.integers(0, 300),
    st.integers(0, 1000),
)


class Counter:
    """Lets turns happen one after the other, as the window would, and says what came of it."""

    def __init__(self) -> None:
        self.wedge = member_wedge()
        self.at_ms = 0.0
        self.said: list[Said] = []

    def key(self, text: str, name: str, gap_ms: float) -> None:
        """One key after a gap; the window's timer goes off when the gap is long enough."""
        if self.wedge.is_waiting and gap_ms > self.wedge.quiet_ms:
            self.said += self.wedge.rest()
        self.at_ms += gap_ms
        at_ms = int(self.at_ms)
        self.said += self.wedge.named(name, at_ms) if name else self.wedge.character(text, at_ms)

    def person(self, turn: Turn) -> None:
        """Keys 60 to 300 ms apart."""
        chance = random.Random(turn.seed)
        for at, character in enumerate(turn.text):
            self.key(character, "", chance.randint(60, 300) if at else turn.rest_ms)
        if turn.ending:
            self.key("", turn.ending, chance.randint(60, 300))

    def gun(self, turn: Turn) -> None:
        """Keys 0.5 to 30 ms apart."""
        chance = random.Random(turn.seed)
        pace_ms = chance.uniform(0.5, 30)
        for at, character in enumerate(turn.text):
            gap_ms = chance.uniform(0.5, pace_ms) if chance.random() < 0.3 else pace_ms
            self.key(character, "", gap_ms if at else turn.rest_ms)
        if turn.ending:
            self.key("", turn.ending, pace_ms)


# Codes that nobody here knows: only the rhythm tells them from a key just before.
STRANGE_GUNS = st.builds(
    Turn,
    st.text("XYZ", min_size=6, max_size=40),
    st.sampled_from(["", "Enter", "Tab"]),
    st.integers(60, 300),
    st.integers(0, 1000),
)
TURNS = st.lists(
    st.one_of(
        PEOPLE.map(lambda turn: ("person", turn)),
        st.one_of(GUNS, STRANGE_GUNS).map(lambda turn: ("gun", turn)),
    )
)


def judge(turns: list[tuple[str, Turn]]) -> None:
    """Plays turns and holds that each came out as what it was."""
    counter = Counter()
    expected: list[Said] = []
    for at, (who, turn) in enumerate(turns):
        after_gun = at > 0 and turns[at - 1][0] == "gun"
        if who == "gun":
            # A gun takes a moment to read the next card.
            moment = Turn(turn.text, turn.ending, turn.rest_ms + 110 * after_gun, turn.seed)
            counter.gun(moment)
            expected.append(Code(text=turn.text))
            continue
        counter.person(turn)
        expected.append(Typed(text=turn.text))
        if turn.ending:
            expected.append(Pressed(name=turn.ending))
    counter.said += counter.wedge.rest()
    assert words(counter.said) == words(expected)


@given(TURNS)
@settings(max_examples=200)
def test_no_scan_is_lost_no_digit_leaks_and_no_scan_presses_anything(
    turns: list[tuple[str, Turn]],
) -> None:
    judge(turns)


@pytest.mark.slow
@given(TURNS)
def test_thousands_of_mixes_lose_leak_and_press_nothing(turns: list[tuple[str, Turn]]) -> None:
    judge(turns)

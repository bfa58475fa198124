"""Real key events, a gun's among a person's: no scan lost, no digit leaked, no button pressed."""

from __future__ import annotations

import itertools
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from loyalty import number as numbers
from tests.terminal.qt import samples
from tests.terminal.qt.real_screen import RealWindow, Said, screen

pytestmark = pytest.mark.skipif(
    not (shutil.which("Xvfb") and shutil.which("xdotool")),
    reason="needs Xvfb and xdotool, which `make setup` installs",
)

NUMBER = numbers.make("0000", "123456789")
PACES_MS = (0, 8, 25)
ENDINGS = ("Return", "Tab", "")
TRIES = 5
GUN_MEAN_MS = 34
GUN_GAP_MS = 60
PERSON_GAP_MS = 58
# Where a person has nothing to type, the gun alone is tried.
QUIET_SCREENS = ("calibrate", "calibrate-done")
DIGIT_PLACES = {digit: str(10 + at) for at, digit in enumerate("1234567890")}
KEYPAD_PLACES = dict(
    zip("0123456789", ("90", "87", "88", "89", "83", "84", "85", "79", "80", "81"), strict=True)
)


@pytest.fixture(scope="module")
def window() -> Iterator[RealWindow]:
    """One window on one screen for all of them."""
    with screen() as display:
        made = RealWindow(display)
        yield made
        made.close()


def gun(keys: list[str], pace_ms: int) -> list[str]:
    """What xdotool is to do for keys at a pace; it adds some two milliseconds of its own."""
    return ["key", "--delay", str(max(0, pace_ms - 2)), *keys]


@dataclass(frozen=True)
class Mix:
    """Keys of a person, a scan, keys of a person; gaps in milliseconds."""

    before: str
    after: str
    pace_ms: int
    ending: str
    seed: int

    @property
    def keys(self) -> int:
        """How many keys it has."""
        return len(self.before + NUMBER + self.after) + bool(self.ending)

    def words(self) -> list[str]:
        """What xdotool is to do."""
        chance = random.Random(self.seed)
        words: list[str] = []
        for key in self.before:
            words += ["key", key, "sleep", f"{chance.randint(60, 300) / 1000}"]
        words += gun([*NUMBER, *([self.ending] if self.ending else [])], self.pace_ms)
        # A gun without an ending is read when it rests.
        words += ["sleep", "0.3"]
        for key in self.after:
            words += ["key", key, "sleep", f"{chance.randint(60, 300) / 1000}"]
        return words

    def came_so(self, at_ms: list[int]) -> bool:
        """Whether the machine typed what was asked of it: a busy one stretches a gun's gaps."""
        first, count = len(self.before), len(NUMBER)
        assert len(at_ms) == self.keys
        ends = first + count + bool(self.ending)
        gun, person = at_ms[first:ends], at_ms[: first + 1]
        slow = all(b - a >= PERSON_GAP_MS for a, b in itertools.pairwise(person))
        smooth = all(b - a <= GUN_GAP_MS for a, b in itertools.pairwise(gun))
        return slow and smooth and gun[count - 1] - gun[0] <= GUN_MEAN_MS * (count - 1)


def play(window: RealWindow, mix: Mix, prepare: Callable[[], None]) -> tuple[list[Said], Said]:
    """Plays a mix until the machine has typed it at the right pace; gives what came of it."""
    for _ in range(TRIES):
        prepare()
        window.heard()
        window.type(mix.words())
        state = window.settled(mix.keys)
        posted, at_ms = window.heard()
        if mix.came_so(at_ms):
            return posted, state
    pytest.skip("this machine is too busy to type as fast as a gun")


def judged(posted: list[Said]) -> tuple[str, list[str], list[str]]:
    """What was typed, what was scanned, and everything else."""
    typed = "".join(one["text"] for one in posted if one["posted"] == "Text")
    scanned = [one["text"] for one in posted if one["posted"] in {"Scan", "GunHeard"}]
    rest = [one["posted"] for one in posted if one["posted"] not in {"Text", "Scan", "GunHeard"}]
    return typed, scanned, rest


def on_screen(window: RealWindow, mix: Mix, name: str, *, ring: bool) -> None:
    """Plays a mix on a screen and judges it; `ring` puts the focus on a button before."""

    def prepare() -> None:
        window.ask("drawn", draw=name)
        window.focus(window.window)
        if ring:
            window.ask("ring", ring=True)

    posted, _ = play(window, mix, prepare)
    assert judged(posted) == (mix.before + mix.after, [NUMBER], [])


def in_dialog(window: RealWindow, mix: Mix) -> None:
    """Plays a mix in a dialog and judges it."""

    def prepare() -> None:
        window.ask("drawn", draw="idle")
        window.focus(int(window.ask("window", dialog=True)["window"]))

    try:
        posted, state = play(window, mix, prepare)
    finally:
        window.ask("closed", close_dialog=True)
    assert judged(posted) == ("", [NUMBER], [])
    assert state["field"] == mix.before + mix.after
    assert state["clicks"] == 0


@pytest.mark.parametrize("name", samples.every())
def test_a_scan_among_typing_on_every_screen(window: RealWindow, name: str) -> None:
    at = sorted(samples.every()).index(name)
    keys = ("", "") if name in QUIET_SCREENS else ("12", "5")
    mix = Mix(*keys, pace_ms=PACES_MS[at % 3], ending=ENDINGS[at % 2], seed=at)
    on_screen(window, mix, name, ring=False)


@pytest.mark.parametrize("pace_ms", PACES_MS)
def test_a_scan_presses_no_button_that_has_the_ring(window: RealWindow, pace_ms: int) -> None:
    on_screen(window, Mix("", "", pace_ms, "Return", 3), "sale", ring=True)


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_scan_in_a_dialog_leaves_its_field_and_button_alone(
    window: RealWindow, ending: str
) -> None:
    in_dialog(window, Mix("06", "1", 8, ending, 5))


def test_a_gun_on_a_french_keyboard(window: RealWindow) -> None:
    window.ask("drawn", draw="idle")
    window.focus(window.window)
    window.run("setxkbmap", "fr")
    try:
        window.heard()
        places = [DIGIT_PLACES[digit] for digit in NUMBER]
        window.type(gun([*places, "Return"], 5))
        window.settled(len(NUMBER) + 1)
        posted, _ = window.heard()
    finally:
        window.run("setxkbmap", "us")
    assert judged(posted) == ("", [NUMBER], [])


def test_a_gun_on_the_digit_pad_while_num_lock_is_off(window: RealWindow) -> None:
    window.ask("drawn", draw="idle")
    window.focus(window.window)
    window.heard()
    places = [KEYPAD_PLACES[digit] for digit in NUMBER]
    window.type(gun([*places, "Return"], 5))
    window.settled(len(NUMBER) + 1)
    posted, _ = window.heard()
    assert judged(posted) == ("", [NUMBER], [])


@pytest.mark.parametrize("pace_ms", [0, 8])
def test_a_scan_that_came_while_the_window_was_busy(window: RealWindow, pace_ms: int) -> None:
    window.ask("drawn", draw="member")
    window.focus(window.window)
    window.heard()
    window.ask("busy", busy_ms=400)
    window.type(gun([*NUMBER, "Return"], pace_ms))
    window.settled(len(NUMBER) + 1)
    posted, _ = window.heard()
    assert judged(posted)[:2] == ("", [NUMBER])


@pytest.mark.parametrize("keys", [3, 8, 15])
def test_a_window_that_gets_busy_in_a_scan_does_not_cut_it(window: RealWindow, keys: int) -> None:
    def prepare() -> None:
        window.ask("drawn", draw="member")
        window.focus(window.window)
        window.ask("busy_after", busy_after=keys, for_ms=400)

    posted, _ = play(window, Mix("", "", 8, "Return", keys), prepare)
    assert judged(posted) == ("", [NUMBER], [])


def test_digits_typed_while_the_window_was_busy_are_no_scan(window: RealWindow) -> None:
    window.ask("drawn", draw="idle")
    window.focus(window.window)
    for _ in range(TRIES):
        window.heard()
        window.ask("busy", busy_ms=900)
        window.type(gun([*"0612345678"], 66))
        window.settled(10)
        posted, at_ms = window.heard()
        if all(b - a >= PERSON_GAP_MS for a, b in itertools.pairwise(at_ms)):
            assert judged(posted) == ("0612345678", [], [])
            return
    pytest.skip("this machine is too busy to type like a person")


@pytest.mark.slow
@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("pace_ms", PACES_MS)
def test_every_pace_and_ending_everywhere(window: RealWindow, pace_ms: int, ending: str) -> None:
    for at, name in enumerate(samples.every()):
        keys = ("", "") if name in QUIET_SCREENS else ("3412", "56")
        on_screen(window, Mix(*keys, pace_ms, ending, at), name, ring=bool(at % 2) and not keys[0])
    for seed in range(5):
        in_dialog(window, Mix("0612", "34", pace_ms, ending, seed))

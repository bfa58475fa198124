"""A PIN by real key events: in the pad's window and at the till, with a gun's scan among them."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator

import pytest

from loyalty import number as numbers
from tests.terminal.qt.real_screen import RealWindow, Said, screen

pytestmark = pytest.mark.skipif(
    not (shutil.which("Xvfb") and shutil.which("xdotool")),
    reason="needs Xvfb and xdotool, which `make setup` installs",
)

NUMBER = numbers.make("0000", "123456789")
GUN_KEYS = [*NUMBER, "Return"]
KEYPAD_2, KEYPAD_8 = "88", "80"
"""Where these keys are on the digit pad: by its place a key needs no modifiers of xdotool's."""
GUN_GAP_MS = "6"
GUN_MEAN_MS = 34
PERSON_GAP_MS = 58
TRIES = 5


@pytest.fixture(scope="module")
def window() -> Iterator[RealWindow]:
    """One counter on one screen for all of them."""
    with screen() as display:
        made = RealWindow(display, "real_pad")
        yield made
        made.close()


def typing(keys: str | list[str]) -> list[str]:
    """What xdotool is to do for a person who types a PIN without looking."""
    return ["key", "--delay", "110", *keys]


def gun(keys: list[str]) -> list[str]:
    """What xdotool is to do for a gun."""
    return ["key", "--delay", GUN_GAP_MS, *keys]


def said_by(posted: list[Said]) -> list[str]:
    """What was posted, short."""
    return [f"{one['posted']} {one.get('text') or one.get('name')}" for one in posted]


def open_pad(window: RealWindow, name: str) -> int:
    """Asks something on the pad; gives the number of its window."""
    return int(window.ask("pad", pad=name)["number"])


def came_so(at_ms: list[int], parts: tuple[list[str], ...]) -> bool:
    """Whether the machine typed what was asked of it: a busy one stretches a gun's gaps."""
    for part in parts:
        keys, at_ms = at_ms[: len(part) - 3], at_ms[len(part) - 3 :]
        if part[2] == GUN_GAP_MS:
            fits = keys[-2] - keys[0] <= GUN_MEAN_MS * (len(keys) - 2)
        else:
            fits = all(b - a >= PERSON_GAP_MS for a, b in itertools.pairwise(keys))
        if not fits:
            return False
    return True


def play(
    window: RealWindow, prepare: Callable[[], None], *parts: list[str]
) -> tuple[list[str], bool]:
    """Types until it came at the right pace; gives what was posted, and whether the counter
    painted anything before it was decided."""
    for _ in range(TRIES):
        prepare()
        window.heard()
        for part in parts:
            window.type([*part, "sleep", "0.25"])
        window.settled(sum(len(part) - 3 for part in parts))
        painted = any("painted" in one for one in window.said)
        posted, at_ms = window.heard()
        if came_so(at_ms, parts):
            return said_by(posted), painted
    pytest.skip("this machine is too busy to type as fast as a gun")


def at_the_pad(window: RealWindow) -> None:
    """Asks for a PIN, and gives the pad the keyboard."""
    window.focus(open_pad(window, "pin"))


def at_the_till(window: RealWindow, pad: str) -> None:
    """Shows a pad, and gives the counter the keyboard."""
    open_pad(window, pad)
    window.focus(window.window)


def test_a_pin_typed_into_the_pad(window: RealWindow) -> None:
    keys = ["4", KEYPAD_8, "BackSpace", KEYPAD_2, "1"]
    posted, painted = play(window, lambda: at_the_pad(window), typing(keys))
    assert posted == ["PadKey 4", "PadKey 8", "PadKey Delete", "PadKey 2", "PadKey 1"]
    assert not painted


def test_a_scan_into_the_open_pad_is_no_pin(window: RealWindow) -> None:
    parts = (typing("48"), gun(GUN_KEYS), typing("21"))
    posted, _ = play(window, lambda: at_the_pad(window), *parts)
    pin = [f"PadKey {digit}" for digit in "4821"]
    assert posted == [*pin[:2], f"Scan {NUMBER}", *pin[2:]]


def test_escape_closes_the_pad_and_the_counter_has_the_keys_again(window: RealWindow) -> None:
    posted, _ = play(window, lambda: at_the_pad(window), typing(["Escape"]))
    assert posted == ["PadKey Cancel"]
    assert open_pad(window, "rest") == 0
    posted, painted = play(window, lambda: at_the_till(window, "rest"), typing("12"))
    assert "".join(one.removeprefix("Text ") for one in posted) == "12"
    assert painted, "at the till what is typed is painted at once"


def test_a_pin_typed_at_the_till_goes_to_the_till_and_is_not_painted(window: RealWindow) -> None:
    parts = (typing("4821"), gun(GUN_KEYS))
    posted, painted = play(window, lambda: at_the_till(window, "pin"), *parts)
    assert "".join(one.removeprefix("Text ") for one in posted[:-1]) == "4821"
    assert posted[-1] == f"Scan {NUMBER}"
    assert not painted
    open_pad(window, "rest")

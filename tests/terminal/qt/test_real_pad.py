"""A PIN by real key events: in the pad's window and at the till, with a gun's scan among them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from loyalty import number as numbers
from tests.terminal.qt.real_screen import RealWindow, Said, screen

pytestmark = pytest.mark.skipif(
    not (shutil.which("Xvfb") and shutil.which("xdotool")),
    reason="needs Xvfb and xdotool, which `make setup` installs",
)

NUMBER = numbers.make("0000", "123456789")
GUN_KEYS = [*NUMBER, "Return"]


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
    return ["key", "--delay", "6", *keys]


def said_by(posted: list[Said]) -> list[str]:
    """What was posted, short."""
    return [f"{one['posted']} {one.get('text') or one.get('name')}" for one in posted]


def open_pad(window: RealWindow, name: str) -> int:
    """Asks something on the pad; gives the number of its window."""
    return int(window.ask("pad", pad=name)["number"])


def play(window: RealWindow, *parts: list[str]) -> tuple[list[str], bool]:
    """Types; gives what was posted, and whether the counter painted anything before that."""
    window.heard()
    for part in parts:
        window.type([*part, "sleep", "0.25"])
    window.settled(sum(len(part) - 3 for part in parts))
    painted = any("painted" in one for one in window.said)
    posted, _ = window.heard()
    return said_by(posted), painted


def test_a_pin_typed_into_the_pad(window: RealWindow) -> None:
    window.focus(open_pad(window, "pin"))
    keys = ["4", "KP_8", "BackSpace", "KP_2", "1"]
    posted, painted = play(window, typing(keys))
    assert posted == ["PadKey 4", "PadKey 8", "PadKey Delete", "PadKey 2", "PadKey 1"]
    assert not painted


def test_a_scan_into_the_open_pad_is_no_pin(window: RealWindow) -> None:
    window.focus(open_pad(window, "pin"))
    posted, _ = play(window, typing("48"), gun(GUN_KEYS), typing("21"))
    pin = [f"PadKey {digit}" for digit in "4821"]
    assert posted == [*pin[:2], f"Scan {NUMBER}", *pin[2:]]


def test_escape_closes_the_pad_and_the_counter_has_the_keys_again(window: RealWindow) -> None:
    pad = open_pad(window, "pin")
    window.focus(pad)
    posted, _ = play(window, typing(["Escape"]))
    assert posted == ["PadKey Cancel"]
    assert open_pad(window, "rest") == 0
    window.focus(window.window)
    posted, painted = play(window, typing("12"))
    assert "".join(one.removeprefix("Text ") for one in posted) == "12"
    assert painted, "at the till what is typed is painted at once"


def test_a_pin_typed_at_the_till_goes_to_the_till_and_is_not_painted(window: RealWindow) -> None:
    assert open_pad(window, "pin")
    window.focus(window.window)
    posted, painted = play(window, typing("4821"), gun(GUN_KEYS))
    assert "".join(one.removeprefix("Text ") for one in posted[:-1]) == "4821"
    assert posted[-1] == f"Scan {NUMBER}"
    assert not painted
    open_pad(window, "rest")

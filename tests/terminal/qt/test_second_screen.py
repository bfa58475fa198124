"""The member's screen pulled out in the middle of a sale, and plugged in again: nothing is lost."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.day.counter import PATIENCE_S, ROOT, Counter, Side
from tests.day.premises import Premises
from tests.day.screens import COUNTER, MEMBER, Screens, has_two, missing, screens, xrandr

LACKS = missing() or ("" if has_two() else "the dummy driver of Xorg, xrandr and root")
pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(LACKS), reason=f"needs {LACKS}")]
OUTPUT = "DUMMY1"
BESIDE = (COUNTER[0], 0, *MEMBER)
LOOKS_S = 0.05


@pytest.fixture
def two(tmp_path: Path) -> Iterator[Screens]:
    """Two screens, the member's on the right."""
    with screens(tmp_path) as made:
        yield made


def unplug(two: Screens) -> None:
    """Pull the member's screen out."""
    xrandr(two.display, "--output", OUTPUT, "--off")


def plug_in(two: Screens) -> None:
    """Put it back where it was."""
    mode = f"day-{MEMBER[0]}x{MEMBER[1]}"
    place = f"{COUNTER[0]}x0"
    xrandr(two.display, "--output", OUTPUT, "--mode", mode, "--pos", place)


def member_side(counter: Counter, at: tuple[int, int, int, int] | None) -> dict[str, Side]:
    """Wait until the member's window fills its own screen, or (None) lies on none."""
    ends_s = time.monotonic() + PATIENCE_S
    while True:
        seen = counter.look()
        found = seen["member"].at if "member" in seen else None
        if found == at:
            return seen
        assert time.monotonic() < ends_s, f"the member's window is at {found}"
        time.sleep(LOOKS_S)


def test_it_goes_with_its_screen_comes_back_and_the_sale_goes_on(
    two: Screens, tmp_path: Path
) -> None:
    shop = tmp_path / "shop"
    counter = Counter(two, shop)
    try:
        counter.wait({"counter": ["Show a card"], "member": ["Good"]}, {})
        counter.stand()
        # Chosen by its name, so that it is remembered also while it is away.
        counter.key("F10")
        counter.wait({"counter": ["Customer screen"]}, {})
        counter.type("d")
        counter.wait({"counter": [OUTPUT]}, {})
        counter.type("2")
        member_side(counter, BESIDE)
        counter.key("F3")
        counter.wait({"counter": ["New member"]}, {})
        counter.type("0687654321")
        counter.key("Return")
        counter.wait({"counter": ["0 points"]}, {})
        counter.type("450")
        before = counter.wait({"counter": ["4,50"]}, {})
        unplug(two)
        seen = member_side(counter, None)
        assert seen["counter"].at == before["counter"].at
        counter.wait({"counter": ["0 points", "4,50"]}, {})
        plug_in(two)
        member_side(counter, BESIDE)
        counter.stand()
        counter.key("Return")
        counter.wait({"counter": ["Show a card", "18 points"]}, {})
        # Also between two sales, and twice.
        for _ in range(2):
            unplug(two)
            member_side(counter, None)
            plug_in(two)
            member_side(counter, BESIDE)
    finally:
        code = counter.close() if counter.process.poll() is None else counter.process.returncode
        Premises(tmp_path / "shop").stop()
    assert code == 0
    assert sales(shop)[-1] == 450


def test_started_without_its_screen_it_goes_there_when_it_comes(
    two: Screens, tmp_path: Path
) -> None:
    unplug(two)
    counter = Counter(two, tmp_path / "shop")
    try:
        counter.wait({"counter": ["Show a card"]}, {})
        assert "member" not in counter.look()
        plug_in(two)
        member_side(counter, BESIDE)
        counter.wait({"member": ["Good"]}, {})
    finally:
        code = counter.close() if counter.process.poll() is None else counter.process.returncode
        Premises(tmp_path / "shop").stop()
    assert code == 0


def sales(shop: Path) -> list[int]:
    """Give what each sale in the till's own books came to, those of the demo shop first."""
    words = ["ledger", "export", "--data", str(shop), "--json"]
    told = subprocess.run(
        [sys.executable, str(ROOT / "main.py"), *words], check=True, capture_output=True, text=True
    )
    made = [json.loads(line) for line in told.stdout.splitlines()]
    return [one["data"]["to_pay_minor"] for one in made if one["type"] == "sale"]

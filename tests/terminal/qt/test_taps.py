"""Every flow at the real window and engine takes what docs/taps.md says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from terminal.till.messages import Message
from tests.stories.play import Player
from tests.stories.test_stories import told_under
from tests.terminal.qt.conftest import MakeWindow
from tests.terminal.qt.flows import FLOWS
from tests.terminal.qt.hand import Counter

PAGE = Path(__file__).parents[3] / "docs" / "taps.md"
ROW = re.compile(r"\| (?P<row>[0-9a-zA-Z ]+?) \| .*? \| (?P<ours>[^|]*) \| (?P<wanted>[^|]*) \|")


def of_page() -> dict[str, tuple[str, str]]:
    """Give what the page says of each flow: ours, and what was asked for."""
    found = (ROW.match(line) for line in PAGE.read_text("utf-8").splitlines())
    return {
        one["row"]: (one["ours"], one["wanted"]) for one in found if one and one["row"] != "row"
    }


class Counted:
    """Plays acts at the window, and counts them."""

    def __init__(self, hand: Counter) -> None:
        self.hand = hand
        self.members = self.scans = 0

    def play(self, text: str) -> str:
        """Give what it took: `2T 4k 1S`."""
        for line in text.splitlines():
            act, _, wanted = line.partition(" => ")
            verb, _, rest = act.partition(" ")
            if verb == "key":
                self.hand.key(rest)
            elif verb == "type":
                self.hand.write(rest)
            else:
                self.members += len(rest) if verb == "pad" else 0
                self.scans += verb in ("scan", "slip")
                self.hand.story(act)
            if wanted:
                self.hand.player.play(f"wait 0 => {wanted}" if not told(wanted) else "wait 0")
        keys, digits, taps = self.hand.counted()
        parts = ((keys + taps, "T"), (digits, "k"), (self.members, "M"), (self.scans, "S"))
        return " ".join(f"{count}{name}" for count, name in parts if count) or "0"


def told(wanted: str) -> bool:
    """Say whether something must be true of this very act, which the story itself checks."""
    return "prints" in wanted or "sound" in wanted


def test_the_page_and_the_flows_name_the_same_rows() -> None:
    counted = {row for row, (ours, _) in of_page().items() if not ours.startswith("not counted")}
    assert counted == set(FLOWS)


@pytest.mark.parametrize("row", FLOWS)
def test_it_takes_what_the_page_says(
    make_window: MakeWindow, posted: list[Message], data_dir: Path, row: str
) -> None:
    before, _, counted = FLOWS[row].partition("---\n")
    player = Player(data_dir / "story", told_under(before))
    hand = Counter(make_window(1024, 600), player, posted)
    hand.story(before)
    took = Counted(hand).play(counted)
    player.close()
    assert took == of_page()[row][0]

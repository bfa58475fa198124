"""Proves that a person can watch the demo day, take it over, and leave."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from terminal.demo.audience import Audience, TakenOver, line_of
from terminal.demo.counter import Clockwork, Counter
from terminal.qt.picture import Stage
from terminal.till.messages import CardLeft, Key, Pick, Scan, Text, UseReward
from terminal.till.screens_all import EveryScreen
from tests.terminal.qt import samples


class Quiet:
    """A counter whose till says nothing, and which keeps what it was told to say."""

    def __init__(self) -> None:
        self.screen: EveryScreen = samples.idle()
        self.in_hand = ""
        self.clock = Clockwork(1_795_348_800_000_000, "Europe/Amsterdam")
        self.said: list[dict[str, object]] = []
        self.pump: Callable[[], None] = lambda: None

    def attend(self, *, shown: Callable[[EveryScreen], None], pump: Callable[[], None]) -> None:
        """Take whoever watches."""
        shown(self.screen)
        self.pump = pump

    def listen(self, patience_s: float) -> None:
        """Hear nothing."""
        assert patience_s > 0
        self.pump()

    def say(self, **line: object) -> None:
        """Keep a line."""
        self.said.append(line)


@pytest.fixture
def stage(qapp: QApplication) -> Iterator[Stage]:
    """Open a window as on a machine with a screen."""
    opened = Stage(watched=True)
    QTest.qWaitForWindowExposed(opened.window)
    yield opened
    opened.close()


@pytest.fixture
def counter() -> Quiet:
    """Give a counter without a till."""
    return Quiet()


@pytest.fixture
def audience(stage: Stage, counter: Quiet, tmp_path: Path) -> Audience:
    """Stand between the two."""
    return Audience(cast("Any", stage), cast("Counter", counter), tmp_path)


def test_pictures_are_numbered(audience: Audience, tmp_path: Path) -> None:
    """Each is the window in its first size, with what the camera saw."""
    audience.picture("one")
    audience.picture("two")
    assert [path.name for path in sorted(tmp_path.glob("*.png"))] == ["01-one.png", "02-two.png"]
    picture = QImage(str(tmp_path / "01-one.png"))
    assert (picture.width(), picture.height()) == (1366, 768)
    assert len({picture.pixel(x, 300) for x in range(100, 600, 5)}) > 10, "the reader is empty"


def test_a_key_takes_over(audience: Audience, stage: Stage, counter: Quiet) -> None:
    """The key goes to the till, the script ends, and nothing is played against the person."""
    audience.linger()
    QTest.keyClick(stage.window, Qt.Key.Key_F2)
    with pytest.raises(TakenOver):
        audience.linger()
    assert {"key": "F2"} in counter.said
    stage.window.close()
    audience.follow()


def test_a_closed_window_ends_the_script(audience: Audience, stage: Stage) -> None:
    """Nobody watches any more."""
    stage.window.close()
    with pytest.raises(TakenOver):
        audience.linger()


def test_what_a_person_does_is_a_line() -> None:
    """Everything that a window posts can be said to a till in another process."""
    assert line_of(Key(name="F4")) == {"key": "F4"}
    assert line_of(Text(text="5")) == {"text": "5"}
    assert line_of(Pick(row=2)) == {"pick": 2}
    assert line_of(UseReward(row=1)) == {"use": 1}
    assert line_of(Scan(text="9")) == {"scan": "9"}
    assert line_of(CardLeft(text="9")) == {}

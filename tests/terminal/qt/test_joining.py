"""A till joins a shop in its window: real keys, a real server, and the shop's members after it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from loyalty.errors import Outage
from server import copies as copying_server
from server.copies import Copies
from storage import folder as folders
from storage.folder import Lock
from storage.keys import FileKeyStore
from sync import discovery
from terminal.commands import counter, first_start
from terminal.commands.cameras import Cameras
from terminal.commands.surroundings import Surroundings, SystemClock
from terminal.qt.app import Counter
from terminal.till import opening, screens
from terminal.till.effects import Show
from terminal.till.screens_steps import FirstStart
from tests.server.running import serving
from tests.server.shop import Till, open_books
from tests.terminal.till.test_catching_up import Shop

MEMBERS = 60
PATIENCE_MS = 20_000


@pytest.fixture(autouse=True)
def quiet_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is heard on the network of a test: what other programs announce is not ours."""
    monkeypatch.setattr("terminal.commands.first_start.PAUSE_S", 0.05)
    monkeypatch.setattr(discovery, "find", list)


@pytest.fixture
def shop(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """A server with members, of whom a copy is worth making."""
    monkeypatch.setattr(copying_server, "FAR", 20)
    monkeypatch.setattr("server.feed.PAGE", 10)
    books = open_books(data_dir)
    clock = SystemClock()
    made = Copies(books.copy_room(), data_dir / "copies", clock.now_us)
    with serving(books, now_us=clock.now_us, copies=made) as running:
        opened = Shop(books=books, running=running, till=Till(books), copies=made)
        opened.enrol(0, MEMBERS)
        yield opened
    made.close()
    books.close()


def around(root: Path) -> Surroundings:
    """An empty folder of a shop, as `--shop` makes it."""
    folder = folders.prepare(root, folders.SHOP)
    return Surroundings(
        folder=folder,
        store=FileKeyStore(folder.keys),
        clock=SystemClock(),
        randomness=os.urandom,
        language="en",
    )


def play(place: Surroundings, act: Callable[[Counter], None], qtbot: QtBot) -> int:
    """Open the counter as the command does, and act at its window."""

    def window(*given: Any, **more: Any) -> int:
        made = Counter(*given, dark=more["dark"])
        qtbot.addWidget(made.window)
        made.window.show()
        made.start()
        try:
            act(made)
        finally:
            made.stop()
        return 0

    return counter.run(
        place,
        cameras=lambda _: Cameras("", (), list),
        fill_demo=lambda *_: None,
        window=window,
        dark=False,
        full_screen=False,
    )


class Hand:
    """Somebody at the window: presses keys, and waits for what it shows."""

    def __init__(self, made: Counter, qtbot: QtBot) -> None:
        self.window, self.qtbot = made.window, qtbot
        self.shown: list[object] = []
        made.bridge.listen(self.shown.append)

    def until(self, is_so: Callable[[screens.Screen], bool]) -> None:
        """Waits for a screen."""

        def shows() -> bool:
            screen = self.window.screen_value
            return screen is not None and is_so(screen)

        self.qtbot.waitUntil(shows, timeout=PATIENCE_MS)

    def asked(self, headline: str) -> None:
        """Waits for a step of the first start."""
        self.until(lambda one: isinstance(one, FirstStart) and one.headline == headline)

    def refused(self, words: str) -> None:
        """Waits for a sentence that says why not."""
        self.until(lambda one: one.frame.strip is not None and words in one.frame.strip.sentence)

    def type(self, text: str) -> None:
        """Types as a person does, not as a gun."""
        QTest.keyClicks(self.window, text)
        self.window.keys.settle()

    def press(self, key: Qt.Key, times: int = 1) -> None:
        """Presses a key."""
        for _ in range(times):
            QTest.keyClick(self.window, key)
            self.window.keys.settle()


def test_by_keys_to_the_members_of_the_shop(shop: Shop, data_dir: Path, qtbot: QtBot) -> None:
    place = around(data_dir / "till")
    code = shop.books.make_code(place.clock.now_us())
    good = str(replace(shop.running.pairing(), code=code))

    def act(made: Counter) -> None:
        hand = Hand(made, qtbot)
        hand.asked("First till of this shop, or join one?")
        with pytest.raises(Outage, match="already running"):
            Lock(place.folder.till)
        hand.type("2")
        hand.asked("Which shop does this till join?")
        hand.type(good[:-1])
        hand.press(Qt.Key.Key_Return)
        hand.refused("not whole")
        # What was typed stays, so that one letter mends it.
        hand.type("A" if good[-1] != "A" else "B")
        hand.press(Qt.Key.Key_Return)
        hand.asked("What is this till called?")
        hand.press(Qt.Key.Key_Return)
        hand.refused("Another shop answers there")
        hand.press(Qt.Key.Key_Backspace)
        hand.type(good[-1])
        hand.press(Qt.Key.Key_Return)
        hand.asked("What is this till called?")
        hand.type("Bar")
        hand.press(Qt.Key.Key_Return)
        hand.until(lambda one: isinstance(one, screens.Idle) and one.frame.till == "Bar")
        qtbot.waitUntil(lambda: members(place) == MEMBERS, timeout=PATIENCE_MS)
        hand.until(lambda one: isinstance(one, screens.Idle) and one.arriving is None)
        drawn = [one.screen for one in hand.shown if isinstance(one, Show)]
        idle = [one for one in drawn if isinstance(one, screens.Idle)]
        assert any(one.arriving is not None for one in idle)

    assert play(place, act, qtbot) == 0
    assert (place.folder.root / "recovery-sheet.pdf").exists()
    # It is asked once: from now on this till has a shop.
    assert not first_start.is_asked(place)


def members(place: Surroundings) -> int:
    """How many members have come."""
    directory = opening.directory_of(place.folder, place.store)
    try:
        return directory.members_count(1_000)
    finally:
        directory.close()

"""The screen that connects tablets, as a real till draws it, in every language, size and theme."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from scanner.image import grey_of
from scanner.reader import Reader
from terminal.qt.views.menu import MenuButton
from terminal.qt.views.tablet import Code
from terminal.till.messages import Key, Text
from terminal.till.screens_tablet import TabletSetUp
from terminal.till.tablet_told import TabletCodeOver, TabletJoins, TabletsHere, TabletsRun
from tests.stories.counter import Counter, Shopfront
from tests.terminal.qt.conftest import MakeWindow
from tests.terminal.qt.test_camera_view import LANGUAGES, SIZES, after, cut, wrong

RUNS = TabletsRun(address="https://192.168.100.200:8735", fingerprint="0123456789ABCDEF" * 4)
JOINS = TabletJoins(tablet="t1", name="Chromebook", digest="0" * 64)


@pytest.fixture(params=LANGUAGES)
def counter(request: pytest.FixtureRequest, data_dir: Path) -> Iterator[Counter]:
    """A till in each language."""
    shop = Shopfront(data_dir / "shop")
    made = Counter(shop, language=request.param)
    yield made
    made.close()
    shop.close()


@pytest.mark.parametrize(("width", "height", "dark"), SIZES)
def test_nothing_is_cut(
    counter: Counter, make_window: MakeWindow, width: int, height: int, *, dark: bool
) -> None:
    window = make_window(width, height, dark=dark)
    after(counter, window, Key(name="F10"))
    assert cut(window) == []
    after(counter, window, Text(text="g"))
    assert cut(window) == []
    after(counter, window, Key(name="Enter"))
    for runs in (
        TabletsRun(problem="no_network"),
        TabletsRun(problem="port_in_use"),
        TabletsRun(problem="disk_full"),
        RUNS,
    ):
        after(counter, window, runs)
        assert cut(window) == [], runs
    after(counter, window, Text(text="1"))
    assert cut(window) == []
    assert wrong(window) == ()
    for over in (TabletCodeOver(why="late"), TabletCodeOver(why="tries")):
        after(counter, window, over)
        assert cut(window) == []
        after(counter, window, Text(text="1"))
    after(counter, window, JOINS)
    assert cut(window) == []
    after(counter, window, TabletsHere(tablets=("t1",)))
    assert cut(window) == []
    after(counter, window, Text(text="3"))
    assert cut(window) == []


def test_the_painted_code_is_read_and_three_keys_lead_to_it(
    data_dir: Path, make_window: MakeWindow
) -> None:
    shop = Shopfront(data_dir / "shop")
    counter = Counter(shop)
    window = make_window(1366, 768)
    for message in (Key(name="F10"), Text(text="g"), Text(text="1"), RUNS, Text(text="1")):
        after(counter, window, message)
    code = window.findChild(Code)
    assert code is not None
    picture = code.grab().toImage().convertToFormat(code.grab().toImage().Format.Format_RGB888)
    raw = np.frombuffer(picture.constBits(), np.uint8)
    rows = raw.reshape(picture.height(), picture.bytesPerLine())[:, : picture.width() * 3]
    frame = np.ascontiguousarray(rows.reshape(picture.height(), picture.width(), 3))
    offer = counter.desk.tablets.offer
    assert offer is not None
    assert [found.text for found in Reader().read(grey_of(frame))] == [offer.link]
    assert offer.link == f"{RUNS.address}/#{offer.code}.{RUNS.fingerprint[:16]}"
    screen = counter.till.screen()
    assert isinstance(screen, TabletSetUp)
    assert offer.code not in repr(screen) + repr(offer)
    counter.close()
    shop.close()


def test_a_touch_disconnects_a_tablet(data_dir: Path, make_window: MakeWindow) -> None:
    shop = Shopfront(data_dir / "shop")
    counter = Counter(shop)
    window = make_window(1024, 600)
    for message in (Key(name="F10"), Text(text="g"), Text(text="1"), RUNS, Text(text="1"), JOINS):
        after(counter, window, message)
    names = [button.accessibleName() for button in window.findChildren(MenuButton)]
    assert names[-1] == "Disconnect Chromebook"
    after(counter, window, Text(text="4"))
    assert counter.desk.tablets.paired == ()
    counter.close()
    shop.close()

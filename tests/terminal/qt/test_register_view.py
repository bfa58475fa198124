"""The cash register's screens as a real till draws them, in every language, size and theme."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from terminal.qt.line import Paragraph
from terminal.qt.views.menu import MenuButton
from terminal.qt.window import Window
from terminal.till.messages import Key, Message, Pick, Text
from terminal.till.register_state import PORT
from terminal.till.register_told import RegisterRuns, RunRegister
from tests.stories.counter import Counter, Shopfront
from tests.stories.play import Player
from tests.terminal.qt.conftest import MakeWindow
from tests.terminal.qt.test_camera_view import LANGUAGES, SIZES, after, cut, wrong

TOKEN = "abcdefghijklmnopqrstuvwxyz234567"  # as long as a real one


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
    after(counter, window, Text(text="7"))
    assert cut(window) == []
    after(counter, window, Key(name="Enter"))
    address = f"http://127.0.0.1:{PORT}"
    for runs in (
        RegisterRuns(address=address, token=TOKEN, folder="/shop/regulars/till/register"),
        RegisterRuns(problem="port_in_use"),
        RegisterRuns(problem="disk_read_only"),
    ):
        after(counter, window, runs)
        assert cut(window) == [], runs
    assert wrong(window) == ()
    for row in ("2", "3"):
        after(counter, window, Text(text=row))
        assert cut(window) == [], row


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sale_of_the_register_fits(
    language: str, data_dir: Path, make_window: MakeWindow
) -> None:
    player = Player(data_dir, language=language)
    player.play('member "Anna de Vries" A\nleft A\nwait 200\nregister on')
    player.play("register open R-1 1250\nscan A => member")
    for width, height, dark in SIZES:
        window = make_window(width, height, dark=dark)
        after(player.counter, window)
        assert player.counter.desk.sale is not None
        assert player.counter.desk.sale.linked
        assert cut(window) == []
        assert wrong(window) == ()
    player.close()


def test_it_is_turned_on_with_three_keys_and_shows_its_token(
    data_dir: Path, make_window: MakeWindow, posted: list[Message]
) -> None:
    shop = Shopfront(data_dir / "shop")
    counter = Counter(shop)
    window = make_window()
    after(counter, window)
    pressed = (Qt.Key.Key_F10, Qt.Key.Key_7, Qt.Key.Key_Return)
    for key in pressed:
        QTest.keyClick(window, key)
        QApplication.processEvents()
        after(counter, window, *posted)
        posted.clear()
    assert counter.register.runs
    said = RegisterRuns(address=f"http://127.0.0.1:{PORT}", token=TOKEN)
    after(counter, window, said)
    shown = " ".join(one.text() for one in window.findChildren(Paragraph))
    assert f"http://127.0.0.1:{PORT}" in shown
    assert "abcd-efgh-ijkl-mnop-qrst-uvwx-yz23-4567" in shown
    # A touch on the second row asks for a new token.
    press(window, 1)
    assert posted == [Pick(row=1)]
    done = counter.do(posted.pop())
    assert [one.renews for one in done if isinstance(one, RunRegister)] == [True]
    counter.close()
    shop.close()


def press(window: Window, row: int) -> None:
    """Touches a row."""
    rows = [one for one in window.findChildren(MenuButton) if one.isVisible()]
    QTest.mouseClick(rows[row], Qt.MouseButton.LeftButton)

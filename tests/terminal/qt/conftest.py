"""A look and a window for the tests of the counter, without a screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from terminal.qt.icons import Icons, load_icons
from terminal.qt.look import Look, make_look
from terminal.qt.pad_window import PadWindow
from terminal.qt.tokens import Tokens, read_tokens
from terminal.qt.window import Window
from terminal.till.messages import Message

MakeWindow = Callable[..., Window]
MakePad = Callable[..., PadWindow]


@pytest.fixture(scope="session")
def tokens() -> Tokens:
    """The counter's tokens."""
    return read_tokens()


@pytest.fixture(scope="session")
def icons(qapp: QApplication) -> Icons:
    """The icon font, loaded once."""
    return load_icons()


@pytest.fixture(autouse=True)
def no_window_left(qapp: QApplication) -> Iterator[None]:
    """Take every window away after its test: one that stays holds back the next window's keys."""
    yield
    for widget in QApplication.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def look(tokens: Tokens, icons: Icons) -> Look:
    """The look the mockups were drawn for."""
    return make_look(tokens, icons, 1366, 768)


@pytest.fixture
def posted() -> list[Message]:
    """What the window posted."""
    return []


@pytest.fixture
def make_window(
    qapp: QApplication, tokens: Tokens, icons: Icons, posted: list[Message]
) -> Iterator[MakeWindow]:
    """Makes a shown window of a size; it is gone after the test, not only closed."""
    made: list[Window] = []

    def make(width: int = 1366, height: int = 768, *, dark: bool = False) -> Window:
        window = Window(
            tokens,
            icons,
            posted.append,
            lambda: None,
            lambda: "14:07",
            lambda: "TRAINING",
            dark=dark,
        )
        window.resize(width, height)
        made.append(window)
        window.show()
        return window

    yield make
    for window in made:
        window.close()
        window.deleteLater()
    # Without a running loop Qt would keep every window of the session alive.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def tones() -> list[str]:
    """What the pad sounded."""
    return []


@pytest.fixture
def make_pad(
    qapp: QApplication, tokens: Tokens, icons: Icons, posted: list[Message], tones: list[str]
) -> Iterator[MakePad]:
    """Makes a shown pad of a size, on a screen of a resolution."""
    made: list[PadWindow] = []

    def make(
        width: int = 1280, height: int = 800, *, dark: bool = False, dpi: float = 149
    ) -> PadWindow:
        pad = PadWindow(
            tokens, icons, posted.append, lambda: tones.append("key"), dark=dark, dpi=dpi
        )
        pad.resize(width, height)
        made.append(pad)
        pad.show()
        return pad

    yield make
    for pad in made:
        pad.end()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

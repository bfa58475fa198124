"""The question of the first start on the real window: in every language, by keys and by touch."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from terminal.qt.buttons import DigitButton
from terminal.qt.fields import NumberLine
from terminal.qt.inspection import inspect
from terminal.qt.views.first_start import FirstStartView
from terminal.qt.views.menu import MenuButton
from terminal.qt.window import Window
from terminal.till.messages import Key, Message, Pick, Text
from tests.terminal.qt import first_samples
from tests.terminal.qt.conftest import MakeWindow

LANGUAGES = ("en", "nl", "sv", "de", "pt_BR")
SIZES = ((1024, 600, False), (1280, 800, True), (1920, 1080, False))


def view_of(window: Window) -> FirstStartView:
    """The view that is shown."""
    QApplication.processEvents()
    assert window.body is not None
    view = window.body.view()
    assert isinstance(view, FirstStartView)
    return view


@pytest.mark.parametrize(("width", "height", "dark"), SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_cut_small_pale_or_nameless(
    make_window: MakeWindow, language: str, width: int, height: int, *, dark: bool
) -> None:
    window = make_window(width, height, dark=dark)
    for name, screen in first_samples.every(language).items():
        window.draw(screen)
        view = view_of(window)
        found = inspect(window)
        wrong = (*found.clipped, *found.small_targets, *found.low_contrast, *found.unnamed)
        assert wrong == (), name
        if screen.typed is not None:
            view.toggle_letters()
            QApplication.processEvents()
            found = inspect(window)
            assert (found.clipped, found.small_targets) == ((), ()), name
            view.toggle_letters()


def test_rows_letters_and_buttons_post_what_keys_would(
    make_window: MakeWindow, posted: list[Message]
) -> None:
    window = make_window()
    screens = first_samples.every()
    window.draw(screens["first-start"])
    rows = view_of(window).findChildren(MenuButton)
    assert [row.accessibleName() for row in rows] == ["First till of this shop", "Join a shop"]
    QTest.mouseClick(rows[1], Qt.MouseButton.LeftButton)
    window.draw(screens["first-start-code"])
    view = view_of(window)
    field = view.field
    assert isinstance(field, NumberLine)
    assert screens["first-start-code"].typed is not None
    assert field.accessibleDescription().startswith("192.168.1.20:8700/AB23CD45EF-")
    assert view.letters.isHidden()
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    letters = {key.words: key for key in view.letters.findChildren(DigitButton)}
    for sign in ("A", "-", ":", "7", "Backspace"):
        QTest.mouseClick(letters[sign], Qt.MouseButton.LeftButton)
    assert posted == [
        Pick(row=1),
        Text(text="A"),
        Text(text="-"),
        Text(text=":"),
        Text(text="7"),
        Key(name="Backspace"),
    ]
    assert not view.rows.isVisible()
    QTest.mouseClick(field, Qt.MouseButton.LeftButton)
    assert view.rows.isVisible()
    # What is only being waited for has nothing to press.
    window.draw(screens["first-start-joining"])
    QApplication.processEvents()
    assert view.field is None
    assert not view.letters.isVisible()
    assert not view.foot.isVisible()

"""The window draws every screen at every size whole, and posts what its keys would."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from terminal.qt.buttons import ActionButton, KeyButton, TouchButton
from terminal.qt.fields import Field
from terminal.qt.marks import ProgressBar, Tally
from terminal.qt.reward import RewardRow
from terminal.qt.rolling import Rolling
from terminal.qt.rows import HitRow, JournalRow
from terminal.qt.window import Window
from terminal.till.messages import GunHeard, Key, Message, Pick, Scan, Text, UseReward
from terminal.till.screens_any import AnyScreen
from tests.terminal.qt import first_samples, journal_samples, samples
from tests.terminal.qt.conftest import MakeWindow

SIZES = [
    (1024, 600),
    (1024, 768),
    (1280, 720),
    (1366, 768),
    (1440, 900),
    (1600, 900),
    (1920, 1080),
    (2560, 1440),
]
SCREENS = samples.every() | first_samples.every()


def draw(window: Window, screen: AnyScreen) -> None:
    """Draws a screen and lets Qt lay it out."""
    window.draw(screen)
    QApplication.processEvents()


def shown(window: Window, kind: type[QWidget]) -> list[QWidget]:
    """The visible widgets of a kind."""
    return [widget for widget in window.findChildren(kind) if widget.isVisible()]


def press(window: Window, key: Qt.Key, text: str, at_ms: int) -> None:
    """A key press at a time, as the window system would send it."""
    event = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier, text)
    event.setTimestamp(at_ms)
    handle = window.windowHandle()
    assert handle is not None
    QApplication.sendEvent(handle, event)


def scrolled(widget: QWidget) -> bool:
    """Whether it stands in a list that may be pushed."""
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, Rolling):
            return True
        parent = parent.parentWidget()
    return False


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("name", SCREENS)
def test_nothing_is_cut_too_small_or_nameless(
    make_window: MakeWindow, name: str, width: int, height: int
) -> None:
    window = make_window(width, height)
    draw(window, SCREENS[name])
    QApplication.processEvents()
    assert window.size().width() == width
    assert window.size().height() == height
    for widget in shown(window, QWidget):
        place = QRect(widget.mapTo(window, widget.rect().topLeft()), widget.size())
        if not scrolled(widget):
            assert window.rect().contains(place), (widget, place)
    for label in shown(window, QLabel):
        assert isinstance(label, QLabel)
        if label.text() and not label.wordWrap():
            assert label.height() >= label.minimumSizeHint().height(), label.text()
        elif label.text():
            needed = label.heightForWidth(label.width())
            assert label.height() >= needed, label.text()
    for button in shown(window, TouchButton):
        assert button.height() >= (56 if isinstance(button, KeyButton) else 48)
        assert button.accessibleName()


def test_every_key_button_posts_its_key(make_window: MakeWindow, posted: list[Message]) -> None:
    window = make_window()
    draw(window, SCREENS["member"])
    for button in shown(window, KeyButton):
        assert isinstance(button, KeyButton)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert posted == [Key(name=key) for key, _ in samples.FULL_BAR]


def test_actions_and_rows_post(make_window: MakeWindow, posted: list[Message]) -> None:
    window = make_window()
    draw(window, SCREENS["sale"])
    actions = {b.words: b for b in shown(window, ActionButton) if isinstance(b, ActionButton)}
    actions["Give 62 points"].click()
    actions["Clear amount"].click()
    rows = [row for row in shown(window, RewardRow) if isinstance(row, RewardRow)]
    rows[1].click()
    rows[3].click()
    draw(window, SCREENS["find"])
    hits = [row for row in shown(window, HitRow) if isinstance(row, HitRow)]
    hits[2].click()
    draw(window, SCREENS["refund"])
    sales = [row for row in shown(window, JournalRow) if isinstance(row, JournalRow)]
    sales[1].click()
    assert posted == [
        Key(name="Enter"),
        Key(name="Esc"),
        UseReward(row=1),
        Pick(row=2),
        Pick(row=1),
    ]


def test_typed_keys_reach_the_till_once(
    make_window: MakeWindow, posted: list[Message], qtbot: QtBot
) -> None:
    window = make_window()
    draw(window, SCREENS["idle"])
    press(window, Qt.Key.Key_1, "1", 1000)
    view = window.body.view() if window.body is not None else None
    assert view is not None
    assert isinstance(view.field, Field)
    assert view.field.tentative == "1"
    qtbot.waitUntil(lambda: bool(posted))
    assert posted == [Text(text="1")]
    assert view.field.tentative == ""
    press(window, Qt.Key.Key_Enter, "\r", 2000)
    press(window, Qt.Key.Key_F4, "", 3000)
    assert posted[1:] == [Key(name="Enter"), Key(name="F4")]


def test_a_scan_is_taken_from_every_screen_and_focus(
    make_window: MakeWindow, posted: list[Message]
) -> None:
    window = make_window()
    number = "9000012345678906"
    for index, screen in enumerate(SCREENS.values()):
        draw(window, screen)
        buttons = shown(window, ActionButton)
        (buttons[0] if buttons and index % 2 else window).setFocus()
        for at, digit in enumerate(number):
            press(window, Qt.Key(ord(digit)), digit, 1000 + index * 5000 + at * 7)
        press(window, Qt.Key.Key_Return, "\r", 1000 + index * 5000 + len(number) * 7)
    heard = [message.text for message in posted if isinstance(message, Scan | GunHeard)]
    assert heard == [number] * len(SCREENS)
    assert len(posted) == len(SCREENS)


def test_enter_on_a_focused_button_means_that_button(
    make_window: MakeWindow, posted: list[Message], qtbot: QtBot
) -> None:
    window = make_window()
    draw(window, SCREENS["sale"])
    window.activateWindow()
    esc = next(
        b for b in shown(window, ActionButton) if isinstance(b, ActionButton) and b.key == "Esc"
    )
    esc.setFocus()
    qtbot.waitUntil(esc.hasFocus)
    press(window, Qt.Key.Key_Return, "\r", 1000)
    assert posted == [Key(name="Esc")]


def test_the_window_keeps_the_focus_until_tab(make_window: MakeWindow, qtbot: QtBot) -> None:
    window = make_window()
    draw(window, SCREENS["idle"])
    window.activateWindow()
    qtbot.waitUntil(window.hasFocus)
    QTest.keyClick(window, Qt.Key.Key_Tab)
    assert isinstance(QApplication.focusWidget(), TouchButton)


def test_the_number_pad_types_by_touch(make_window: MakeWindow, posted: list[Message]) -> None:
    window = make_window()
    draw(window, SCREENS["member"])
    body = window.body
    assert body is not None
    view = body.view()
    assert view is not None
    assert isinstance(view.field, Field)
    QTest.mouseClick(view.field, Qt.MouseButton.LeftButton)
    assert body.pad is not None
    for button in body.pad.findChildren(TouchButton):
        if button.words in {"7", "Backspace", "Enter"}:
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert posted == [Text(text="7"), Key(name="Backspace"), Key(name="Enter")]
    assert window.rect().contains(body.pad.geometry())
    draw(window, SCREENS["idle"])
    assert body.pad is None


def test_an_event_is_announced_once(make_window: MakeWindow) -> None:
    window = make_window()
    draw(window, SCREENS["member"])
    body = window.body
    assert body is not None
    assert body.strip.said is not None
    body.strip.said = None
    draw(window, SCREENS["training"])
    assert body.strip.said is None
    draw(window, SCREENS["sale"])
    assert body.strip.said is not None


def test_what_did_not_change_is_not_built_again(make_window: MakeWindow) -> None:
    window = make_window()
    screen = samples.member()
    draw(window, screen)
    before = shown(window, RewardRow)
    typed = msgspec.structs.replace(screen.typed, text="€ 1,00")
    draw(window, msgspec.structs.replace(screen, typed=typed))
    assert shown(window, RewardRow) == before


def test_size_and_theme_change_while_it_stands(make_window: MakeWindow) -> None:
    window = make_window()
    draw(window, SCREENS["member"])
    assert window.body is not None
    light = window.grab().toImage().pixelColor(3, 3)
    window.set_dark(dark=True)
    assert window.body.look.dark
    assert window.grab().toImage().pixelColor(3, 3) != light
    window.resize(1920, 1080)
    QApplication.processEvents()
    assert window.body.look.wide
    assert shown(window, RewardRow)


def test_training_frames_the_window(make_window: MakeWindow) -> None:
    window = make_window()
    draw(window, SCREENS["training"])
    assert window.body is not None
    ink = window.body.look.colour("training")
    image = window.grab().toImage()
    assert image.pixelColor(2, 300) == ink
    assert image.pixelColor(1363, 300) == ink
    assert image.pixelColor(600, 765) == ink
    draw(window, SCREENS["member"])
    assert window.grab().toImage().pixelColor(2, 300) != ink


def test_the_chosen_sale_is_pushed_into_view(make_window: MakeWindow) -> None:
    window = make_window(1024, 600)
    screen = journal_samples.refund(samples.frame(samples.LINES))
    many = screen.rows * 4
    draw(window, msgspec.structs.replace(screen, rows=many, chosen=len(many) - 1))
    chosen = next(
        row for row in shown(window, JournalRow) if isinstance(row, JournalRow) and row.chosen
    )
    place = chosen.mapTo(window, chosen.rect().center())
    assert window.rect().contains(place)
    assert not chosen.visibleRegion().isEmpty()


def test_a_card_of_fifty_stamps_is_a_bar(make_window: MakeWindow) -> None:
    window = make_window()
    screen = samples.member()
    card = msgspec.structs.replace(screen.stamps[0], have=37, whole=50)
    draw(window, msgspec.structs.replace(screen, stamps=(card,)))
    assert not shown(window, Tally)
    assert len(shown(window, ProgressBar)) == 2

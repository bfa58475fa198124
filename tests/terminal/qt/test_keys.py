"""Keys reach the till or the window they were meant for, once, and never as part of a scan."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QImage, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QVBoxLayout
from pytestqt.qtbot import QtBot

from terminal.qt.window import Window
from terminal.till.messages import Key, Message, Scan, Text
from tests.terminal.qt import samples
from tests.terminal.qt.conftest import MakeWindow

NUMBER = "9000012345678906"
PLAIN = Qt.KeyboardModifier.NoModifier
KEYPAD = Qt.KeyboardModifier.KeypadModifier
PLACES = {
    "0": Qt.Key.Key_Insert,
    "1": Qt.Key.Key_End,
    "2": Qt.Key.Key_Down,
    "3": Qt.Key.Key_PageDown,
    "4": Qt.Key.Key_Left,
    "5": Qt.Key.Key_Clear,
    "6": Qt.Key.Key_Right,
    "7": Qt.Key.Key_Home,
    "8": Qt.Key.Key_Up,
    "9": Qt.Key.Key_PageUp,
}


def stroke(
    window: QWindow | None,
    key: Qt.Key,
    text: str,
    at_ms: int,
    modifiers: Qt.KeyboardModifier = PLAIN,
    *,
    repeated: bool = False,
) -> None:
    """A key down and up at a time, as the window system would send it."""
    assert window is not None
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, modifiers, text, repeated)
        event.setTimestamp(at_ms)
        QApplication.sendEvent(window, event)


def scan(window: QWindow | None, text: str, at_ms: int, gap_ms: int = 7) -> int:
    """A gun's keys with an Enter at their end; gives when that came."""
    for character in text:
        stroke(window, Qt.Key(ord(character)), character, at_ms)
        at_ms += gap_ms
    stroke(window, Qt.Key.Key_Return, "\r", at_ms)
    return at_ms


def counter(make_window: MakeWindow) -> Window:
    """A counter at rest."""
    window = make_window()
    window.draw(samples.idle())
    QApplication.processEvents()
    return window


class Form(QDialog):
    """A dialog with a field and a default button, as any part of the program may open."""

    def __init__(self, parent: Window) -> None:
        super().__init__(parent)
        self.field, self.button = QLineEdit(), QPushButton("Go")
        self.clicks = 0
        self.button.setDefault(True)
        self.button.clicked.connect(self.count)
        layout = QVBoxLayout(self)
        layout.addWidget(self.field)
        layout.addWidget(self.button)

    def count(self) -> None:
        """One more click."""
        self.clicks += 1


@pytest.fixture
def form(make_window: MakeWindow, qtbot: QtBot) -> Form:
    """An open dialog over the counter, with the focus in its field."""
    window = counter(make_window)
    made = Form(window)
    made.open()
    made.activateWindow()
    made.field.setFocus()
    qtbot.waitUntil(made.field.hasFocus)
    return made


def test_a_scan_in_a_dialog_goes_to_the_till_and_leaves_no_trace(
    form: Form, posted: list[Message]
) -> None:
    scan(form.windowHandle(), NUMBER, 1000)
    assert posted == [Scan(text=NUMBER, symbology="", source="wedge")]
    assert form.field.text() == ""
    assert form.clicks == 0


def test_typing_in_a_dialog_arrives_there(form: Form, posted: list[Message], qtbot: QtBot) -> None:
    for at, digit in enumerate("0612"):
        stroke(form.windowHandle(), Qt.Key(ord(digit)), digit, 1000 + at * 120)
    stroke(form.windowHandle(), Qt.Key.Key_Backspace, "\b", 2000)
    stroke(form.windowHandle(), Qt.Key.Key_5, "5", 2200)
    qtbot.waitUntil(lambda: form.field.text() == "0615")
    assert form.clicks == 0
    stroke(form.windowHandle(), Qt.Key.Key_Return, "\r", 3000)
    assert form.clicks == 1
    assert posted == []


def test_a_dialog_over_typing_and_scans_keeps_what_was_typed(
    form: Form, posted: list[Message]
) -> None:
    handle = form.windowHandle()
    stroke(handle, Qt.Key.Key_7, "7", 1000)
    scan(handle, NUMBER, 1060)
    assert form.field.text() == "7"
    assert form.clicks == 0
    assert posted == [Scan(text=NUMBER, symbology="", source="wedge")]


def test_keypad_digits_count_while_num_lock_is_off(
    make_window: MakeWindow, posted: list[Message]
) -> None:
    handle = counter(make_window).windowHandle()
    for at, digit in enumerate(NUMBER):
        stroke(handle, PLACES[digit], "", 1000 + at * 8, KEYPAD)
    stroke(handle, Qt.Key.Key_Enter, "\r", 1000 + len(NUMBER) * 8, KEYPAD)
    assert posted == [Scan(text=NUMBER, symbology="", source="wedge")]


def test_a_key_that_is_held_down_types_once(
    make_window: MakeWindow, posted: list[Message], qtbot: QtBot
) -> None:
    handle = counter(make_window).windowHandle()
    stroke(handle, Qt.Key.Key_0, "0", 1000)
    for at in range(30):
        stroke(handle, Qt.Key.Key_0, "0", 1500 + at * 33, repeated=True)
    qtbot.waitUntil(lambda: bool(posted))
    assert posted == [Text(text="0")]


def test_doubled_digits_of_a_very_fast_gun_are_no_repeats(
    make_window: MakeWindow, posted: list[Message]
) -> None:
    handle = counter(make_window).windowHandle()
    for at, digit in enumerate(NUMBER):
        doubled = at > 0 and NUMBER[at - 1] == digit
        stroke(handle, Qt.Key(ord(digit)), digit, 1000 + at // 2, repeated=doubled)
    stroke(handle, Qt.Key.Key_Return, "\r", 1000 + len(NUMBER) // 2)
    assert posted == [Scan(text=NUMBER, symbology="", source="wedge")]


def test_ten_digits_typed_while_the_window_was_busy_are_typing(
    make_window: MakeWindow, posted: list[Message]
) -> None:
    """They arrive together, but their own times say that a person typed them."""
    handle = counter(make_window).windowHandle()
    for at, digit in enumerate("0612345678"):
        stroke(handle, Qt.Key(ord(digit)), digit, 1000 + at * 60)
    stroke(handle, Qt.Key.Key_Return, "\r", 1000 + 600)
    typed = "".join(message.text for message in posted if isinstance(message, Text))
    assert typed == "0612345678"
    assert posted[-1] == Key(name="Enter")


def test_text_without_a_time_is_typing(make_window: MakeWindow, posted: list[Message]) -> None:
    """An input method gives no times: nothing it writes can be told to be a scan."""
    handle = counter(make_window).windowHandle()
    for digit in "061234":
        stroke(handle, Qt.Key(ord(digit)), digit, 0)
    assert "".join(message.text for message in posted if isinstance(message, Text)) == "061234"


def painted(window: Window) -> QImage:
    """What the counter shows, pixel by pixel."""
    QApplication.processEvents()
    return window.grab().toImage()


def at_rest(window: Window, qtbot: QtBot) -> QImage:
    """What the counter shows when nothing on it moves any more: strokes are drawn in at first."""
    pictures = [painted(window)]

    def is_still() -> bool:
        pictures.append(painted(window))
        return len(pictures) > 4 and all(one == pictures[-1] for one in pictures[-4:])

    qtbot.waitUntil(is_still)
    return pictures[-1]


@pytest.mark.parametrize("name", ["idle", "sale", "find"])
def test_a_pin_typed_at_the_till_is_never_painted_there(
    make_window: MakeWindow, posted: list[Message], qtbot: QtBot, name: str
) -> None:
    window = make_window()
    window.draw(samples.every()[name])
    told: list[str] = []
    window.keys.changed.connect(told.append)
    before = at_rest(window, qtbot)
    window.keys.set_private(private=True)
    for at, digit in enumerate("4821"):
        stroke(window.windowHandle(), Qt.Key(ord(digit)), digit, 1000 + at * 40)
        assert painted(window) == before
    window.keys.settle()
    assert painted(window) == before
    assert set(told) == {""}
    assert [m.text for m in posted if isinstance(m, Text)] == ["4821"]
    # Without a pad the same keys are painted at once: the test sees what it looks for.
    window.keys.set_private(private=False)
    stroke(window.windowHandle(), Qt.Key.Key_4, "4", 5000)
    assert painted(window) != before


def test_what_was_pending_is_wiped_when_the_pad_opens(make_window: MakeWindow) -> None:
    window = counter(make_window)
    before = painted(window)
    stroke(window.windowHandle(), Qt.Key.Key_4, "4", 1000)
    assert painted(window) != before
    window.keys.set_private(private=True)
    assert painted(window) == before


def test_a_scan_is_a_scan_while_the_pad_is_open(
    make_window: MakeWindow, posted: list[Message]
) -> None:
    window = counter(make_window)
    window.keys.set_private(private=True)
    for at, digit in enumerate("48"):
        stroke(window.windowHandle(), Qt.Key(ord(digit)), digit, 1000 + at * 130)
    scan(window.windowHandle(), NUMBER, 2000)
    assert posted == [
        Text(text="4"),
        Text(text="8"),
        Scan(text=NUMBER, symbology="", source="wedge"),
    ]

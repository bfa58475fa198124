"""The pad posts keys from finger, keyboard and number pad, and tells nobody which digit it was."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from terminal.qt.pad_parts import PadKeyButton
from terminal.qt.pad_window import PadWindow
from terminal.till.messages import Key, Message, PadKey, Text
from terminal.till.pad_screen import Pad
from tests.terminal.qt import pad_samples
from tests.terminal.qt.conftest import MakePad

PADS = pad_samples.every("en")
LEFT = Qt.MouseButton.LeftButton
KEYPAD = Qt.KeyboardModifier.KeypadModifier


def shown(make_pad: MakePad, pad: Pad) -> PadWindow:
    """A pad that is drawn."""
    window = make_pad()
    window.draw(pad)
    QApplication.processEvents()
    return window


def key(window: PadWindow, words: str) -> PadKeyButton:
    """The key with these words."""
    assert window.body is not None
    return next(k for k in window.body.findChildren(PadKeyButton) if k.words == words)


def typed(posted: list[Message]) -> list[str]:
    """The names of the pad's keys that were posted."""
    return [message.name for message in posted if isinstance(message, PadKey)]


def test_a_digit_is_posted_when_it_is_pressed_not_when_it_is_let_go(
    make_pad: MakePad, posted: list[Message], tones: list[str]
) -> None:
    window = shown(make_pad, PADS["pin"])
    for digit in "4821":
        QTest.mousePress(key(window, digit), LEFT)
    assert typed(posted) == ["4", "8", "2", "1"]
    assert tones == ["key"] * 4
    for digit in "4821":
        QTest.mouseRelease(key(window, digit), LEFT)
    assert len(posted) == 4


def test_a_fast_finger_presses_twice(make_pad: MakePad, posted: list[Message]) -> None:
    window = shown(make_pad, PADS["pin"])
    QTest.mouseClick(key(window, "7"), LEFT)
    QTest.mouseDClick(key(window, "7"), LEFT)
    assert typed(posted)[:2] == ["7", "7"]


def test_clear_stop_later_and_enter_are_keys_too(
    make_pad: MakePad, posted: list[Message], tones: list[str]
) -> None:
    window = shown(make_pad, PADS["check_in"])
    for words in ("Clear", "Stop", "Done"):
        QTest.mouseClick(key(window, words), LEFT)
    window.draw(PADS["choose"])
    QTest.mouseClick(key(window, "Later"), LEFT)
    window.draw(PADS["choose-both"])
    for words in ("Stop", "Later"):
        QTest.mouseClick(key(window, words), LEFT)
    assert typed(posted) == ["Delete", "Cancel", "Enter", "Later", "Cancel", "Later"]
    assert tones == ["key"] * 6


def test_keys_that_are_closed_post_nothing_but_stop(
    make_pad: MakePad, posted: list[Message]
) -> None:
    window = shown(make_pad, PADS["pin-checking"])
    QTest.mouseClick(key(window, "4"), LEFT)
    QTest.keyClicks(window, "12")
    QTest.keyClick(window, Qt.Key.Key_Backspace)
    assert posted == []
    QTest.mouseClick(key(window, "Stop"), LEFT)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert typed(posted) == ["Cancel", "Cancel"]


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, KEYPAD])
def test_the_keyboard_types(
    make_pad: MakePad, posted: list[Message], modifier: Qt.KeyboardModifier
) -> None:
    window = shown(make_pad, PADS["pin"])
    for digit in "0123456789":
        QTest.keyClick(window, Qt.Key(ord(digit)), modifier)
    assert typed(posted) == list("0123456789")


def test_the_digit_pad_types_while_num_lock_is_off(
    make_pad: MakePad, posted: list[Message]
) -> None:
    window = shown(make_pad, PADS["pin"])
    for place in (Qt.Key.Key_End, Qt.Key.Key_Up, Qt.Key.Key_Delete, Qt.Key.Key_Insert):
        QTest.keyClick(window, place, KEYPAD)
    assert typed(posted) == ["1", "8", "Delete", "0"]


def test_backspace_delete_and_escape(make_pad: MakePad, posted: list[Message]) -> None:
    window = shown(make_pad, PADS["pin"])
    for pressed in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Escape):
        QTest.keyClick(window, pressed)
    window.draw(PADS["choose"])
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert typed(posted) == ["Delete", "Delete", "Cancel", "Later"]


def test_enter_goes_on_only_where_the_pad_has_such_a_key(
    make_pad: MakePad, posted: list[Message]
) -> None:
    window = shown(make_pad, PADS["pin"])
    QTest.keyClick(window, Qt.Key.Key_Return)
    assert posted == []
    window.draw(PADS["check_in"])
    QTest.keyClick(window, Qt.Key.Key_Enter)
    assert typed(posted) == ["Enter"]


def test_letters_are_no_pin_and_function_keys_are_the_cashiers(
    make_pad: MakePad, posted: list[Message]
) -> None:
    window = shown(make_pad, PADS["pin"])
    QTest.keyClicks(window, "ab")
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert posted == [Key(name="F8")]


def test_what_is_typed_while_nothing_is_asked_is_the_tills(
    make_pad: MakePad, posted: list[Message]
) -> None:
    window = shown(make_pad, PADS["rest"])
    QTest.keyClicks(window, "12")
    QTest.keyClick(window, Qt.Key.Key_Return)
    assert posted == [Text(text="1"), Text(text="2"), Key(name="Enter")]


def test_the_ring_walks_the_keys_and_space_and_enter_press_them(
    make_pad: MakePad, posted: list[Message]
) -> None:
    window = shown(make_pad, PADS["pin"])
    window.activateWindow()
    walked = []
    for _ in range(12):
        QTest.keyClick(window, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert isinstance(focused, PadKeyButton)
        walked.append(focused.words)
    assert walked == [*"123456789", "Stop", "0", "Clear"]
    ringless = key(window, "5").grab().toImage()
    key(window, "5").setFocus(Qt.FocusReason.TabFocusReason)
    assert key(window, "5").grab().toImage() != ringless
    QTest.keyClick(key(window, "5"), Qt.Key.Key_Space)
    QTest.keyClick(key(window, "5"), Qt.Key.Key_Return)
    assert typed(posted) == ["5", "5"]


def test_a_touch_leaves_the_ring_where_it_was(make_pad: MakePad) -> None:
    window = shown(make_pad, PADS["pin"])
    QTest.mouseClick(key(window, "3"), LEFT)
    assert not key(window, "3").hasFocus()


def everything_told(window: PadWindow) -> str:
    """Every word that a screen reader could find in the window, and what was announced."""
    assert window.body is not None
    parts = [window.windowTitle(), repr(window.body.said), repr(window.pad)]
    for widget in window.findChildren(QWidget):
        if isinstance(widget, PadKeyButton):
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        parts += [interface.text(kind) for kind in QAccessible.Text if kind.value < 5]
    return " ".join(parts)


def test_a_screen_reader_hears_how_many_digits_and_never_which(
    make_pad: MakePad, posted: list[Message]
) -> None:
    pad = msgspec.structs.replace(PADS["pin"], filled=0, caption="for a coffee")
    window = shown(make_pad, pad)
    said = []
    for filled, digit in enumerate("9737", 1):
        QTest.mouseClick(key(window, digit), LEFT)
        window.draw(msgspec.structs.replace(pad, filled=filled))
        assert window.body is not None
        assert window.body.said is not None
        said.append(window.body.said[0])
    assert said == [f"{filled} of 4 digits" for filled in (1, 2, 3, 4)]
    assert typed(posted) == ["9", "7", "3", "7"]
    told = everything_told(window)
    assert "4 of 4 digits" in told
    assert "9" not in told
    assert "7" not in told


def values_of(thing: object) -> list[str]:
    """What a window's own attributes say."""
    return [repr(value) for value in vars(thing).values() if not isinstance(value, QWidget)]


def test_no_digit_stays_in_the_window(make_pad: MakePad) -> None:
    window = shown(make_pad, msgspec.structs.replace(PADS["pin"], filled=0, caption=""))
    before = (values_of(window), values_of(window.body))
    for digit in "9737":
        QTest.keyClicks(window, digit)
        QTest.mouseClick(key(window, digit), LEFT)
    assert (values_of(window), values_of(window.body)) == before


def test_the_picture_says_how_many_and_never_which(make_pad: MakePad) -> None:
    window = shown(make_pad, PADS["pin"])
    pictures = []
    for digit in "1590":
        QTest.mouseClick(key(window, digit), LEFT)
        QApplication.processEvents()
        pictures.append(window.grab().toImage())
    assert all(picture == pictures[0] for picture in pictures)


@pytest.mark.parametrize(("name", "expected"), [("pin", ["Cancel"]), ("rest", []), ("said", [])])
def test_closing_takes_back_what_was_asked(
    make_pad: MakePad, posted: list[Message], name: str, expected: list[str]
) -> None:
    window = shown(make_pad, PADS[name])
    window.close()
    assert typed(posted) == expected


def test_the_end_of_the_program_cancels_nothing(make_pad: MakePad, posted: list[Message]) -> None:
    window = shown(make_pad, PADS["pin"])
    window.end()
    assert posted == []


def test_the_program_does_not_wait_for_the_pad(make_pad: MakePad) -> None:
    window = shown(make_pad, PADS["rest"])
    assert not window.testAttribute(Qt.WidgetAttribute.WA_QuitOnClose)


def test_another_size_keeps_what_is_shown(make_pad: MakePad) -> None:
    window = shown(make_pad, PADS["pin"])
    before = window.body
    window.resize(600, 1024)
    QApplication.processEvents()
    assert window.body is not before
    assert window.body is not None
    assert window.body.dots.filled == 2
    assert window.body.places is not None
    assert window.body.places.upright


def test_a_held_key_is_one_key(make_pad: MakePad, posted: list[Message]) -> None:
    window = shown(make_pad, PADS["pin"])
    for repeated in (False, True, True):
        event = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_4, Qt.KeyboardModifier.NoModifier, "4", repeated
        )
        QApplication.sendEvent(window, event)
    assert typed(posted) == ["4"]

"""What a key event is to the counter: a character, a named key, or nobody's business."""

import sys
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from scanner.wedge import END, START

NAMES = {
    Qt.Key.Key_Return: "Enter",
    Qt.Key.Key_Enter: "Enter",
    Qt.Key.Key_Escape: "Esc",
    Qt.Key.Key_Backspace: "Backspace",
    Qt.Key.Key_Up: "Up",
    Qt.Key.Key_Down: "Down",
    Qt.Key.Key_Tab: "Tab",
    **{Qt.Key(Qt.Key.Key_F1 + index): f"F{index + 1}" for index in range(12)},
}
# The digit pad while NumLock is off, or while Shift is held: the places count, not the lamp.
KEYPAD = {
    Qt.Key.Key_Insert: "0",
    Qt.Key.Key_End: "1",
    Qt.Key.Key_Down: "2",
    Qt.Key.Key_PageDown: "3",
    Qt.Key.Key_Left: "4",
    Qt.Key.Key_Clear: "5",
    Qt.Key.Key_Right: "6",
    Qt.Key.Key_Home: "7",
    Qt.Key.Key_Up: "8",
    Qt.Key.Key_PageUp: "9",
    Qt.Key.Key_Delete: ".",
}
# Start and end of a code, and the separators inside codes of the GS1 kind.
MARKS = (START, END, "\x1c", "\x1d", "\x1e", "\x1f", "\x04")
SHORTCUT = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
# Some systems say AltGr like this: the bracket of a German keyboard is one of those.
ALT_GR = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPressed:
    """A key: either `text`, one character, or `name`."""

    text: str = ""
    name: str = ""


def key_of(event: QKeyEvent) -> KeyPressed | None:
    """Says what a key event is; None for modifiers, shortcuts and keys that mean nothing here."""
    key, modifiers = Qt.Key(event.key()), event.modifiers()
    # On a Mac every arrow key claims to be on the digit pad, and there is no NumLock.
    on_keypad = bool(modifiers & Qt.KeyboardModifier.KeypadModifier) and sys.platform != "darwin"
    if on_keypad and key in KEYPAD:
        return KeyPressed(text=KEYPAD[key])
    if key in NAMES:
        return KeyPressed(name=NAMES[key])
    text = event.text()
    if text in MARKS:
        return KeyPressed(text=text)
    commands = modifiers & SHORTCUT
    if not text or not text.isprintable() or commands not in {Qt.KeyboardModifier(0), ALT_GR}:
        return None
    return KeyPressed(text=text)

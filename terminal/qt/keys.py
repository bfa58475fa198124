"""Takes every key once, at window level, and turns it into the till's messages."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton

from terminal.qt.wedge import END, SETTLE_MS, START, Said, Wedge
from terminal.till.messages import Message

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
REPEATING = ("Backspace", "Up", "Down")
WINDOW_KEYS = ("F11",)
COMMANDS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)


class Keys(QObject):
    """Filters the events of one native window: a key is the till's before it is a widget's.

    Not of the whole application: every event there would pass through Python.
    """

    changed = Signal(str)
    """What is pending changed: to be painted at once in a tentative ink."""
    own_key = Signal(str)
    """A key that is the window's own affair (F11)."""

    def __init__(self, parent: QObject, post: Callable[[Message], None]) -> None:
        super().__init__(parent)
        self.post = post
        self.wedge = Wedge()
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(SETTLE_MS)
        self.timer.timeout.connect(self.settle)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002 - Qt's signature
        """True when the key was ours and nobody else may have it."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        return self.take(event)

    def take(self, event: QKeyEvent) -> bool:
        """Gives the key to the wedge; True when it was taken."""
        name = NAMES.get(Qt.Key(event.key()))
        if name is not None:
            return self.take_named(name, event)
        text = event.text()
        framing = text in {START, END}
        if not framing and (event.modifiers() & COMMANDS or not text or not text.isprintable()):
            return False
        if text == " " and not self.wedge.pending and self.focused() is not None:
            return False
        self.say(self.wedge.character(text, event.timestamp()))
        self.timer.start()
        return True

    def take_named(self, name: str, event: QKeyEvent) -> bool:
        """A named key: ours, the focused button's, or Qt's own way through the buttons."""
        if event.isAutoRepeat() and name not in REPEATING:
            return True
        if name in WINDOW_KEYS:
            self.own_key.emit(name)
            return True
        scanning = self.wedge.pending or self.wedge.is_late_end(event.timestamp())
        button = self.focused()
        if name == "Enter" and button is not None and not scanning:
            # The ring stands on this button: Enter means it, unless a scanner is still typing.
            button.click()
            return True
        if name == "Tab" and not scanning:
            return False
        self.say(self.wedge.named(name, event.timestamp()))
        return True

    def focused(self) -> QPushButton | None:
        """The button that has the keyboard focus, if one has."""
        widget = QApplication.focusWidget()
        return widget if isinstance(widget, QPushButton) else None

    def settle(self) -> None:
        """The keys rested: what is pending is decided."""
        self.say(self.wedge.settle())

    def say(self, said: list[Said]) -> None:
        """Posts what was decided and tells what is still pending."""
        if not self.wedge.pending:
            self.timer.stop()
        for message in said:
            self.post(message)
        self.changed.emit(self.wedge.pending)

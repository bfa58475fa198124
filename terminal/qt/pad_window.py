"""The member's pad as a window: posts keys, draws what the till says, remembers no digit."""

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from terminal.qt.buttons import TouchButton
from terminal.qt.display_body import DisplayBody
from terminal.qt.display_slides import Slides
from terminal.qt.icons import Icons
from terminal.qt.look import Look, palette
from terminal.qt.pad_body import PadBody, asks, wants
from terminal.qt.pad_parts import PadKeyButton
from terminal.qt.pad_places import make_pad_look, true_dpi
from terminal.qt.pad_words import PadWords
from terminal.qt.strokes import key_of
from terminal.qt.tokens import Tokens
from terminal.till.messages import DisplayTap, Key, Message, PadKey, Text
from terminal.till.pad_screen import Pad
from terminal.till.screens_display import AnyDisplay, Scene

LEAST = QSize(480, 480)
FIRST = QSize(1024, 640)
NAMED = {"Backspace": "Delete", "Esc": "Cancel", "Enter": "Enter"}
DECIMAL = (".", ",")


class PadWindow(QWidget):
    """What the member sees and touches. Closing it takes back what was asked, and no more."""

    closed = Signal()
    passed = Signal()
    """Somebody goes on, by touch or key, although the pad still has something to say."""

    def __init__(
        self,
        tokens: Tokens,
        icons: Icons,
        post: Callable[[Message], None],
        tone: Callable[[], None],
        *,
        dark: bool = False,
        dpi: float | None = None,
    ) -> None:
        """`tone` sounds the same for every key; `dpi` stands for what the screen says of itself."""
        super().__init__()
        self.tokens, self.icons, self.dark, self.dpi = tokens, icons, dark, dpi
        self.post, self.tone = post, tone
        self.pad: Pad | None = None
        self.scene: Scene | None = None
        self.shown: AnyDisplay | None = None
        self.turn = ""
        self.ending = False
        self.words = PadWords("")
        self.body: PadBody | None = None
        self.display: DisplayBody | None = None
        self.slides = Slides(self, self.next_slide)
        # The program ends with the counter, whatever stands on the member's side.
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(LEAST)
        self.resize(FIRST)
        self.follow_size()

    def draw(self, shown: AnyDisplay, turn: str = "") -> None:
        """Shows a pad or a scene; `turn` is the hint to turn the screen, where there is one."""
        before, self.shown = self.shown, shown
        if before is None or before.language != shown.language:
            self.words = PadWords(shown.language)
        self.pad = shown if isinstance(shown, Pad) else None
        self.scene = None if isinstance(shown, Pad) else shown
        self.setWindowTitle(self.words.title(shown.shop))
        is_framed = before is not None and before.training
        if turn != self.turn or is_framed != shown.training:
            self.turn = turn
            self.rebuild()
        else:
            self.fill()

    def fill(self) -> None:
        """Draws what there is in the body that it belongs to; the other one is not there."""
        if self.body is None or self.display is None:
            return
        if self.pad is not None:
            self.slides.stop()
            self.body.draw(self.pad, self.words)
        elif self.scene is not None:
            self.display.draw(self.scene, self.words)
        self.body.setVisible(self.scene is None)
        self.display.setVisible(self.scene is not None)

    def use_folder(self, folder: str) -> None:
        """The owner's pictures lie there from now on."""
        self.slides.folder = folder
        self.slides.kept.clear()

    def next_slide(self) -> None:
        """Another slide stands on the welcome."""
        if self.display is not None and self.scene is not None:
            self.display.slide()

    def follow_size(self) -> None:
        """Builds everything again when the size, or the screen, asks for another look."""
        dpi = self.dpi or true_dpi(self.screen())
        look = make_pad_look(self.tokens, self.icons, self.size(), dpi, dark=self.dark)
        if self.body is not None and (self.body.look, self.body.dpi) == (look, dpi):
            for body in (self.body, self.display):
                if body is not None:
                    body.setGeometry(self.inner(look))
            return
        self.rebuild()

    def rebuild(self) -> None:
        """Makes the body for the present size, theme and hint."""
        dpi = self.dpi or true_dpi(self.screen())
        look = make_pad_look(self.tokens, self.icons, self.size(), dpi, dark=self.dark)
        for old in (self.body, self.display):
            if old is not None:
                old.hide()
                old.deleteLater()
        self.setPalette(palette(look))
        self.body = PadBody(look, dpi, self.press, self.turn)
        self.display = DisplayBody(look, dpi, self.tap, self.slides, self.turn)
        for body in (self.body, self.display):
            body.setParent(self)
            body.setGeometry(self.inner(look))
        self.fill()

    def inner(self, look: Look) -> QRect:
        """Where the body stands: everywhere, or within the frame of training."""
        edge = look.stroke("training") if self.shown is not None and self.shown.training else 0
        return self.rect().adjusted(edge, edge, -edge, -edge)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the frame of training, which the body leaves free."""
        if self.shown is None or not self.shown.training or self.body is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.body.look.colour("training"))
        painter.end()

    def press(self, name: str) -> None:
        """A key of the pad: always the same tone, and off it goes to the till."""
        self.tone()
        self.post(PadKey(name=name))

    def tap(self, action: str) -> None:
        """A button of a scene was touched: one tone, and off it goes to the till."""
        self.tone()
        self.post(DisplayTap(action=action))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Takes the pad's keys from any keyboard; the others are the cashier's, who typed here."""
        key, name = key_of(event), self.pad_key(event)
        if event.isAutoRepeat() and name != "Delete":
            return
        if asks(self.pad):
            self.pad_pressed(name, key.name if key is not None else "")
            return
        if name == "Enter" and self.press_button():
            return
        if key is not None:
            self.passed.emit()
        if key is None:
            super().keyPressEvent(event)
        elif self.turn and key.name == "Esc":
            # It took the pad away; what it would mean at the till under it, nobody could see.
            event.accept()
        elif key.name:
            self.post(Key(name=key.name))
        else:
            self.post(Text(text=key.text))

    def pad_pressed(self, name: str, other: str) -> None:
        """A key while the pad asks: its own `name`, or the till's `other`."""
        if name == "Enter":
            self.press_focused()
        elif name and (self.keys_open or name in {"Cancel", "Later"}):
            self.press(name)
        elif not name and other:
            self.post(Key(name=other))

    @property
    def keys_open(self) -> bool:
        """Whether digits are taken now."""
        return self.pad is not None and self.pad.keys_open

    def pad_key(self, event: QKeyEvent) -> str:
        """The pad's own key that a key event means, or nothing."""
        key = key_of(event)
        if key is None:
            return "Delete" if event.key() == Qt.Key.Key_Delete else ""
        if key.text.isdecimal() and key.text.isascii():
            return key.text
        on_keypad = event.modifiers() & Qt.KeyboardModifier.KeypadModifier
        if key.text in DECIMAL and on_keypad:
            return "Delete"
        named = NAMED.get(key.name, "")
        if named == "Cancel" and self.body is not None:
            return self.body.stop_name()
        return named

    def press_button(self) -> bool:
        """Enter on a button of a scene that has the ring; it is the cashier's otherwise."""
        focused = QApplication.focusWidget()
        is_ours = isinstance(focused, TouchButton) and self.isAncestorOf(focused)
        if is_ours and self.scene is not None and isinstance(focused, TouchButton):
            focused.click()
            return True
        return False

    def press_focused(self) -> None:
        """Enter means the key with the ring, else the one that goes on where there is one."""
        focused = QApplication.focusWidget()
        if isinstance(focused, PadKeyButton) and self.isAncestorOf(focused):
            focused.click()
        elif self.pad is not None and self.pad.labels.enter and self.keys_open:
            self.press("Enter")

    def showEvent(self, event: QShowEvent) -> None:
        """Holds the focus itself: the ring stands on a key only after a Tab."""
        super().showEvent(event)
        self.setFocus()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A touch beside the keys: nothing, or on with it."""
        super().mousePressEvent(event)
        if not wants(self.shown):
            self.passed.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follows the size."""
        super().resizeEvent(event)
        self.follow_size()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Takes back what was asked: whoever closes the window does not want it."""
        if not self.ending:
            if asks(self.pad):
                self.post(PadKey(name="Cancel"))
            self.closed.emit()
        super().closeEvent(event)

    def end(self) -> None:
        """Goes away with the program, which asks nothing any more."""
        self.ending = True
        self.close()
        self.deleteLater()

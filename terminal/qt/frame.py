"""What stands around every stage: the top bar and the key bar."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QWidget

from terminal.qt.buttons import KeyButton
from terminal.qt.chips import Plate, StatusItem
from terminal.qt.line import Line, Span
from terminal.qt.look import Look
from terminal.qt.marks import Mark
from terminal.qt.panels import row

APART_FROM = "F10"


class Device(NamedTuple):
    """A device or line in the top bar."""

    word: str
    icon: str
    trouble: bool = False


class TopBar(QFrame):
    """Mark, shop and till at the left; devices and the time at the right."""

    def __init__(  # noqa: PLR0917
        self,
        look: Look,
        shop: str,
        till: str,
        devices: Iterable[Device],
        clock: QWidget | None = None,
        plate: str = "",
    ) -> None:
        super().__init__()
        self.setFixedHeight(look.size("top"))
        side = look.space(5)
        line = row(look.space(3), (side, 0, side, 0))
        self.setLayout(line)
        line.addWidget(Mark(look))
        line.addWidget(Line(look, Span(shop, "shop"), Span(till, "caption", "muted", 3)))
        if plate:
            line.addWidget(Plate(look, plate))
        line.addStretch(1)
        for device in devices:
            line.addWidget(StatusItem(look, device.word, device.icon, trouble=device.trouble))
        if clock is not None:
            line.addWidget(clock)


class KeyBar(QFrame):
    """The F-keys; menu and lock stand apart, where no hurried finger meets them."""

    def __init__(
        self, look: Look, keys: Iterable[tuple[str, str, str]], press: Callable[[str], None]
    ) -> None:
        super().__init__()
        self.look = look
        self.setFixedHeight(look.size("keys"))
        margin = look.size("margin")
        line = row(look.size("key_gap"), (margin, look.stroke("hairline"), margin, 0))
        self.setLayout(line)
        buttons = [KeyButton(look, key, words, state) for key, words, state in keys]
        gap = look.size("key_gap")
        edges = 2 * (margin + look.stroke("training"))
        room = look.px(look.tokens.layouts[look.layout].drawn[0]) - edges
        if look.compact or sum(button.sizeHint().width() + gap for button in buttons) > room:
            # Small windows have the same keys at the same places on every screen.
            for button in buttons:
                button.stack()
        asked = sum(button.sizeHint().width() + gap for button in buttons)
        for button in buttons:
            key = button.key
            if key == APART_FROM:
                # Where words are many it stands less far apart, before one of them is cut.
                line.addSpacing(max(0, min(look.size("key_apart"), room - asked)))
            button.setMinimumWidth(button.sizeHint().width())
            button.clicked.connect(lambda _checked=False, key=key: press(key))
            button.setMaximumWidth(look.size("key_width"))
            line.addWidget(button, 1)
        line.addStretch(0)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the hairline above the keys."""
        painter = QPainter(self)
        height = self.look.stroke("hairline")
        painter.fillRect(0, 0, self.width(), height, self.look.colour("line"))
        painter.end()

"""The member's side at rest: nearly dark, and awake at any touch."""

from collections.abc import Callable

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from terminal.till.screens_display import WAKE

DARK = 224
"""Of 255: what stands there is only just seen, so that nobody takes the screen for broken."""


class RestCover(QWidget):
    """Lies over everything while nobody is there."""

    def __init__(self, tap: Callable[[str], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.tap = tap
        self.hide()

    def show_if(self, room: QRect, *, rests: bool) -> None:
        """Covers what stands in this room, or uncovers it."""
        self.setGeometry(room)
        self.setVisible(rests)
        self.raise_()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Wakes the till: this touch does nothing else."""
        self.tap(WAKE)
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the dark."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(0, 0, 0, DARK))
        painter.end()

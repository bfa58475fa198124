"""A list that may be longer than its place: pushed with a finger or a wheel, no bars."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QScroller, QSizePolicy, QWidget


class Rolling(QScrollArea):
    """Shows `content` as high as it may be; `least_px` is the height it never goes below."""

    def __init__(self, content: QWidget, least_px: int = 0, wanted: QWidget | None = None) -> None:
        """`wanted` is a part of the content that is pushed into view."""
        super().__init__()
        self.content, self.least_px, self.wanted = content, least_px, wanted
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setWidgetResizable(True)
        self.setWidget(content)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps what is wanted in view."""
        super().resizeEvent(event)
        if self.wanted is not None:
            self.ensureWidgetVisible(self.wanted, 0, 0)

    def sizeHint(self) -> QSize:
        """All of it."""
        return self.content.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As narrow as the content may be."""
        return QSize(self.content.minimumSizeHint().width(), self.least_px)

"""A list that may be longer than its place: pushed with a finger or a wheel, no bars."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
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
        content.installEventFilter(self)
        self.verticalScrollBar().rangeChanged.connect(lambda *_: self.show_wanted())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keeps what is wanted in view."""
        super().resizeEvent(event)
        self.show_wanted()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keeps it in view also when the list itself is laid out again."""
        if event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self.show_wanted)
        return super().eventFilter(watched, event)

    def show_wanted(self) -> None:
        """Pushes what is wanted into view."""
        if self.wanted is not None:
            self.ensureWidgetVisible(self.wanted, 0, 0)

    def sizeHint(self) -> QSize:
        """All of it."""
        return self.content.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As narrow as the content may be."""
        return QSize(self.content.minimumSizeHint().width(), self.least_px)

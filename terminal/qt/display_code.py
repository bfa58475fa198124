"""The code of a card that exists only on a screen: black on white, whatever the theme."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from terminal.qt.look import Look

QUIET_MODULES = 4


class CodePicture(QLabel):
    """A QR code with its quiet zone, each module a whole number of pixels."""

    def __init__(self, look: Look, modules: tuple[str, ...], name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.look, self.modules, self.high = look, modules, 0
        self.setAccessibleName(name)

    def fit(self, width_px: int, scale: float) -> int:
        """A square."""
        self.high = round(width_px * scale)
        return self.high

    def height_now(self) -> int:
        """The height that it was fitted to."""
        return self.high

    def width_needed(self) -> int:
        """No more than it is high."""
        return self.high

    def put(self, rect: QRect) -> None:
        """Gives it its place."""
        self.setGeometry(rect)
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the modules, without the softened edges that a camera would have to guess at."""
        painter = QPainter(self)
        across = len(self.modules) + 2 * QUIET_MODULES
        unit = max(1, min(self.width(), self.height()) // across)
        side = unit * across
        left, top = (self.width() - side) // 2, (self.height() - side) // 2
        painter.fillRect(QRectF(left, top, side, side), Qt.GlobalColor.white)
        for y, row in enumerate(self.modules):
            for x, module in enumerate(row):
                if module == "1":
                    at = QRect(
                        left + (x + QUIET_MODULES) * unit,
                        top + (y + QUIET_MODULES) * unit,
                        unit,
                        unit,
                    )
                    painter.fillRect(at, Qt.GlobalColor.black)
        painter.end()

"""A drawn sketch of how a webcam stands over the counter: its height, and where the card lies."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF

from terminal.qt.look import Look
from terminal.qt.marks import Sign
from terminal.qt.paint import begin

CONE_ALPHA = 46
GRID = (190.0, 112.0)
SHIFT = 20.0
"""The units in which the sketch is drawn."""


class MountSketch(Sign):
    """A webcam on an arm that looks straight down at a card; the height stands beside it."""

    def __init__(self, look: Look, height: str) -> None:
        super().__init__(look, look.size("sketch_width"), look.size("sketch_height"), height)
        self.words = height

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws counter, stand, camera, what it sees, the card, and the height."""
        painter = begin(QPainter(self))
        unit = min(self.width() / GRID[0], self.height() / GRID[1])
        painter.scale(unit, unit)
        painter.translate(SHIFT, 0)
        self.draw_stand(painter)
        self.draw_view(painter)
        self.draw_height(painter)
        painter.resetTransform()
        room = QRectF(0, 0, (56 + SHIFT) * unit, self.height())
        font, ink = self.look.font("caption_strong"), self.look.colour("text")
        painter.setFont(font)
        painter.setPen(ink)
        middle = QRectF(room.left(), 30 * unit, room.width(), 50 * unit)
        painter.drawText(
            middle, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.words
        )
        painter.end()

    def pen(self, name: str, width: float) -> QPen:
        """A round pen in an ink of the theme."""
        pen = QPen(self.look.colour(name), width)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        return pen

    def draw_stand(self, painter: QPainter) -> None:
        """The counter, and an arm that stands on it at the right."""
        painter.setPen(self.pen("text", 3))
        painter.drawLine(QPointF(62, 104), QPointF(168, 104))
        arm = QPainterPath(QPointF(158, 103))
        arm.lineTo(158, 26)
        arm.cubicTo(158, 6, 116, 4, 114, 14)
        painter.setPen(self.pen("muted", 4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(arm)
        painter.drawLine(QPointF(148, 103), QPointF(168, 103))

    def draw_view(self, painter: QPainter) -> None:
        """The camera, its view, and the card in it."""
        cone = QPolygonF([QPointF(108, 28), QPointF(120, 28), QPointF(146, 102), QPointF(82, 102)])
        ground = self.look.colour("accent")
        ground.setAlpha(CONE_ALPHA)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawPolygon(cone)
        painter.setBrush(self.look.colour("text"))
        painter.drawRoundedRect(QRectF(101, 12, 26, 12), 4, 4)
        painter.drawRoundedRect(QRectF(108, 23, 12, 5), 2, 2)
        painter.setBrush(self.look.colour("accent"))
        painter.drawRoundedRect(QRectF(94, 97, 40, 5), 2, 2)

    def draw_height(self, painter: QPainter) -> None:
        """An arrow from the counter to the lens."""
        painter.setPen(self.pen("muted", 1.6))
        top, bottom, x = 30.0, 99.0, 66.0
        painter.drawLine(QPointF(x, top), QPointF(x, bottom))
        for tip, way in ((top, 1), (bottom, -1)):
            painter.drawLine(QPointF(x, tip), QPointF(x - 4, tip + 6 * way))
            painter.drawLine(QPointF(x, tip), QPointF(x + 4, tip + 6 * way))

"""The field to scratch: what was won lies under it, and a finger, or Show, uncovers it."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QWidget

from terminal.qt import paint
from terminal.qt.look import Look
from terminal.qt.pad_text import SCALES, broken, line_height, scaled
from terminal.qt.paint import Box, begin

CELLS = 12
OPEN_SHARE = 0.4
SHAPE = 0.62
HATCH_STEP = 14


class ScratchField(QLabel):
    """A covered field; `done` is called once when enough of it was scratched."""

    def __init__(
        self, look: Look, words: tuple[str, str], parent: QWidget, done: Callable[[], None]
    ) -> None:
        super().__init__(parent)
        self.look = look
        self.title, self.prize = words
        self.done = done
        self.is_open = False
        self.strokes = QPainterPath()
        self.cells: set[tuple[int, int]] = set()
        self.high = 0

    def set_open(self, *, is_open: bool, under: str) -> None:
        """Uncovers all of it; until then a screen reader hears only that it is covered."""
        self.is_open = is_open
        self.setAccessibleName(f"{self.title}. {self.prize}" if is_open else under)
        self.update()

    def fit(self, width_px: int, scale: float) -> int:
        """A field as wide as it may be, in its own shape."""
        self.high = round(width_px * SHAPE * scale)
        return self.high

    def height_now(self) -> int:
        """The height that it was fitted to."""
        return self.high

    def width_needed(self) -> int:
        """No more than it is given."""
        return 1

    def is_cut(self) -> bool:
        """Whether the prize does not stand in it."""
        return not self.fits(SCALES[-1])

    def put(self, rect: QRect) -> None:
        """Gives it its place."""
        self.setGeometry(rect)
        self.show()

    def brush_px(self) -> int:
        """How wide a finger scratches, in px."""
        return self.look.size("display_scratch_brush")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A finger comes down."""
        self.strokes.moveTo(event.position())
        self.scratch(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A finger goes over it."""
        if self.strokes.elementCount() == 0:
            self.strokes.moveTo(event.position())
        self.scratch(event.position())

    def scratch(self, at: QPointF) -> None:
        """Uncovers what lies there; with enough of it gone the rest goes as well."""
        if self.is_open or not self.width() or not self.height():
            return
        # A tap is a stroke, too: a path needs a length to be drawn.
        self.strokes.lineTo(at + QPointF(0.1, 0.1))
        reach = self.brush_px() / 2
        step_x, step_y = self.width() / CELLS, self.height() / CELLS
        for x in range(CELLS):
            for y in range(CELLS):
                middle = QPointF((x + 0.5) * step_x, (y + 0.5) * step_y)
                if (middle - at).manhattanLength() <= reach:
                    self.cells.add((x, y))
        self.update()
        if len(self.cells) >= OPEN_SHARE * CELLS * CELLS:
            self.is_open = True
            self.done()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another size: what was scratched was somewhere else."""
        super().resizeEvent(event)
        self.strokes, self.cells = QPainterPath(), set()

    def fits(self, scale: float) -> bool:
        """Whether title and prize stand in the field at a scale."""
        room = self.width() - 2 * self.look.size("display_panel")
        high = 0
        for role, words in (("pad_caption", self.title), ("display_title", self.prize)):
            font = scaled(self.look, role, scale)
            lines = broken(words, font, room)
            metrics = QFontMetricsF(font)
            if max((metrics.horizontalAdvance(one) for one in lines), default=0.0) > room:
                return False
            high += len(lines) * line_height(self.look, role, font)
        return high <= self.height() - self.look.size("display_panel")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the cover, and the prize wherever it is scratched away."""
        look, painter = self.look, begin(QPainter(self))
        rect, radius = QRectF(self.rect()), look.size("display_radius")
        shape = QPainterPath()
        shape.addRoundedRect(rect, radius, radius)
        painter.setClipPath(shape)
        if not self.is_open:
            self.draw_cover(painter, rect)
            painter.setClipPath(shape.intersected(outline(self.strokes, self.brush_px())))
        if self.is_open or not self.strokes.isEmpty():
            self.draw_prize(painter, rect)
        painter.setClipping(False)
        edge = Box("", "line_strong", look.stroke("selected"))
        paint.draw_box(painter, look, rect, radius, edge)
        painter.end()

    def draw_cover(self, painter: QPainter, rect: QRectF) -> None:
        """Draws the hatching."""
        look = self.look
        painter.fillRect(rect, look.colour("track"))
        painter.setPen(QPen(look.colour("line_strong"), look.stroke("hairline")))
        step = look.px(HATCH_STEP)
        for at in range(0, round(rect.width() + rect.height()), step):
            painter.drawLine(QPointF(at, 0), QPointF(at - rect.height(), rect.height()))

    def draw_prize(self, painter: QPainter, rect: QRectF) -> None:
        """Draws what was won, in the middle."""
        look = self.look
        painter.fillRect(rect, look.colour("accent"))
        scale = next((one for one in SCALES if self.fits(one)), SCALES[-1])
        room = rect.width() - 2 * look.size("display_panel")
        drawn = []
        for role, words in (("pad_caption", self.title), ("display_title", self.prize)):
            font = scaled(look, role, scale)
            drawn += [
                (line, font, line_height(look, role, font))
                for line in broken(words, font, round(room))
            ]
        top = rect.center().y() - sum(high for _, _, high in drawn) / 2
        for line, font, high in drawn:
            place = QRectF(rect.left(), top, rect.width(), high)
            paint.draw_words(painter, place, line, font, look.colour("on_accent"), paint.CENTRE)
            top += high


def outline(strokes: QPainterPath, width_px: int) -> QPainterPath:
    """What a finger of this width went over."""
    stroker = QPainterPathStroker()
    stroker.setWidth(width_px)
    stroker.setCapStyle(Qt.PenCapStyle.RoundCap)
    stroker.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return stroker.createStroke(strokes)

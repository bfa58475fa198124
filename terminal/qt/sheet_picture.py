"""A sheet of cards seen from above: which places are used, and which is the first free one."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from terminal.qt import paint
from terminal.qt.look import Look
from terminal.qt.paint import Box, begin
from terminal.till.screens_cards import SheetSeen

SHAPE = 210 / 297
"""An A4 sheet upright; the few that are of another size are near to it."""
MARGIN_SHARE = 0.04


class SheetPicture(QWidget):
    """The places of a sheet, to be touched; keys go to the field beside it."""

    def __init__(self, look: Look, sheet: SheetSeen, picked: Callable[[int], None]) -> None:
        """`picked` hears which place was touched, counted from 0."""
        super().__init__()
        self.look, self.sheet, self.picked = look, sheet, picked
        self.setAccessibleName(sheet.name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """It takes what is left."""
        side = self.look.size("set_up_side")
        return QSize(side, side)

    def paper(self) -> QRectF:
        """The sheet in the middle of its room."""
        height = min(float(self.height()), self.width() / SHAPE)
        width = height * SHAPE
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)

    def place(self, at: int) -> QRectF:
        """The rectangle of a place, counted from 0, row by row."""
        paper, sheet = self.paper(), self.sheet
        margin = paper.width() * MARGIN_SHARE
        row, column = divmod(at, sheet.columns)
        width = (paper.width() - 2 * margin) / sheet.columns
        height = (paper.height() - 2 * margin) / sheet.rows
        gap = self.look.space(1) / 2
        left, top = paper.left() + margin + column * width, paper.top() + margin + row * height
        return QRectF(left, top, width, height).adjusted(gap, gap, -gap, -gap)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws used places sunken, free ones with their number, and the first with the ring."""
        look, sheet = self.look, self.sheet
        painter = begin(QPainter(self))
        hairline = look.stroke("hairline")
        paint.draw_box(painter, look, self.paper(), 0, Box("surface", "line_strong", hairline))
        font, radius = look.font("body_strong"), look.radius("field") / 2
        for at in range(sheet.columns * sheet.rows):
            rect, number = self.place(at), at + 1
            is_first, is_used = number == sheet.start, number < sheet.start
            ground = "accent_soft" if is_first else "sunken" if is_used else "surface"
            border = "" if is_first else "line"
            paint.draw_box(painter, look, rect, radius, Box(ground, border, hairline))
            if is_first:
                paint.draw_ring(painter, look, rect, radius)
            if not is_used:
                painter.setFont(font)
                painter.setPen(look.colour("text"))
                painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(number))
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A place that is touched is the first free one."""
        event.accept()
        for at in range(self.sheet.columns * self.sheet.rows):
            if self.place(at).contains(event.position()):
                self.picked(at)
                return

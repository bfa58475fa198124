"""The sale screen's band: what is paid, what it earns and why, the balance after it."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy

from terminal.qt import paint
from terminal.qt.line import Line, Span
from terminal.qt.look import Look
from terminal.qt.paint import Box, begin

SHARES = (108, 116, 60)
"""How the three columns share the width."""


class Column(NamedTuple):
    """One column of the band: eyebrow, the spans of its figure, the note under it."""

    title: str
    figure: tuple[Span, ...]
    note: str


class SaleBand(QFrame):
    """Sale, earns, new balance side by side under one ring; the caret stands after the amount."""

    tapped = Signal()

    def __init__(self, look: Look, columns: tuple[Column, ...]) -> None:
        super().__init__()
        self.look = look
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        grid = QGridLayout(self)
        pad = look.size("sale_pad")
        grid.setContentsMargins(0, pad, 0, pad)
        grid.setSpacing(0)
        self.figures: list[Line] = []
        self.tentative = ""
        side = look.size("sale_side")
        for index, (part, share) in enumerate(zip(columns, SHARES, strict=False)):
            figure = Line(look, *part.figure, beside="amount")
            lines = (
                Line(look, Span(part.title, "caption_strong", "muted")),
                figure,
                Line(look, Span(part.note, "caption", "muted")),
            )
            for row_index, line in enumerate(lines):
                grid.addWidget(line, row_index, 2 * index + 1)
            grid.setColumnMinimumWidth(2 * index, side if index == 0 else 2 * side)
            needed = max(line.sizeHint().width() for line in lines)
            grid.setColumnStretch(2 * index + 1, needed if look.compact else share)
            self.figures.append(figure)
        grid.setColumnMinimumWidth(2 * len(columns), side)
        said = ", ".join(f"{c.title} {' '.join(s.text for s in c.figure)}" for c in columns)
        self.setAccessibleName(said)

    def set_tentative(self, text: str) -> None:
        """Shows keys that may still turn out to be a scan after the amount, in a paler ink."""
        self.tentative = text
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A tap asks for the number pad."""
        self.tapped.emit()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the ground, the ring, the dividers and the caret."""
        look, painter = self.look, begin(QPainter(self))
        rect, radius = QRectF(self.rect()), look.radius("field")
        paint.draw_box(painter, look, rect, radius, Box("surface"))
        inset = look.space(4)
        for figure in self.figures[1:]:
            x = figure.x() - look.size("sale_side")
            upright = QRectF(x, inset, look.stroke("hairline"), rect.height() - 2 * inset)
            painter.fillRect(upright, look.colour("line"))
        self.draw_end(painter, self.figures[0])
        paint.draw_ring(painter, look, rect, radius)
        painter.end()

    def draw_end(self, painter: QPainter, amount: Line) -> None:
        """Draws tentative digits and the caret behind the amount."""
        look, role = self.look, amount.spans[0].role if amount.spans else "amount"
        font = look.font(role)
        x = amount.x() + min(amount.full_width(), amount.width()) + look.space(1) / 2
        middle = amount.geometry().center().y()
        if self.tentative:
            width = QFontMetricsF(font).horizontalAdvance(self.tentative)
            room = QRectF(x, amount.y(), width + 1, amount.height())
            paint.draw_words(painter, room, self.tentative, font, look.colour("faint"))
            x += width
        paint.draw_caret(painter, look, QPointF(x, middle), font.pixelSize() * 0.72)

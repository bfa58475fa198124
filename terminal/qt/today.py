"""The day beside the camera: one large figure, the hours as bars."""

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QSizePolicy

from terminal.qt import paint
from terminal.qt.line import Line, Paragraph, Span
from terminal.qt.look import Look
from terminal.qt.paint import Box, begin
from terminal.qt.panels import column

BAR_SHARE = 0.67
LEAST_BAR = 2


class Hour(NamedTuple):
    """One hour of the day: its number, the sales in it, whether it is running."""

    hour: int
    sales: int
    now: bool = False


class Figure(QFrame):
    """An eyebrow, a figure and what it is of."""

    def __init__(self, look: Look, title: str, figure: str, caption: str) -> None:
        super().__init__()
        self.setAccessibleName(", ".join(part for part in (title, figure, caption) if part))
        stack = column()
        self.setLayout(stack)
        stack.addWidget(Line(look, Span(title, "caption_strong", "muted")))
        stack.addWidget(Line(look, Span(figure, "figure_small")))
        stack.addWidget(Paragraph(look, caption, "caption", "muted"))


class HourBars(QFrame):
    """Sales by hour: ink for what was, blue for the hour that is running."""

    def __init__(self, look: Look, hours: Sequence[Hour], name: str) -> None:
        super().__init__()
        self.look, self.hours = look, tuple(hours)
        self.setMinimumHeight(look.size("bars_height") + look.line_px("caption"))
        self.setMaximumHeight(self.minimumHeight())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        counts = (f"{entry.hour}: {entry.sales}" for entry in self.hours)
        self.setAccessibleDescription(", ".join(counts))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws a bar an hour, each on its number."""
        if not self.hours:
            return
        look, painter = self.look, begin(QPainter(self))
        most = max(1, *(entry.sales for entry in self.hours))
        words = look.line_px("caption")
        room, step = self.height() - words - look.space(1), self.width() / len(self.hours)
        width, least = step * BAR_SHARE, look.px(LEAST_BAR)
        apart = paint.words_width("00", look.font("caption")) + look.space(2)
        every = max(1, ceil(apart / step))
        for index, entry in enumerate(self.hours):
            left = index * step + (step - width) / 2
            height = max(least, round(room * entry.sales / most))
            ink = "accent" if entry.now else "text" if entry.sales else "line"
            bar = QRectF(left, room - height, width, height)
            radius = min(look.px(3), height / 2)
            paint.draw_box(painter, look, bar, radius, Box(ink))
            if index % every == 0:
                label = QRectF(index * step - step, room + look.space(1), 3 * step, words)
                font, muted = look.font("caption"), look.colour("muted")
                paint.draw_words(painter, label, str(entry.hour), font, muted, paint.CENTRE)
        painter.end()

"""The member's last lines: when, what it was and why, and what it did to the points."""

from math import ceil

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from terminal.qt import paint
from terminal.qt.look import Look
from terminal.qt.pad_text import broken, line_height, scaled
from terminal.qt.paint import begin
from terminal.till.screens_history import HistoryRow

ROLE = "display_row"


class HistoryRows(QLabel):
    """A line for each entry; where there is room below, why stands under what."""

    def __init__(
        self, look: Look, rows: tuple[HistoryRow, ...], parent: QWidget, *, upright: bool
    ) -> None:
        super().__init__(parent)
        self.look, self.rows, self.upright = look, rows, upright
        self.drawn: QFont = look.font(ROLE)
        self.high = self.room_px = 0
        told = (" ".join(part for part in self.words(row) if part) for row in rows)
        self.setAccessibleName(". ".join(told))

    def words(self, row: HistoryRow) -> tuple[str, str, str, str]:
        """What stands in the columns of a line, and under it."""
        return row.date, row.what, row.points, row.why

    def reasons(self, row: HistoryRow) -> tuple[str, ...]:
        """Why, in as many lines as it takes under what it was."""
        if not self.upright or not row.why:
            return ()
        beside_px = self.date_px() + self.look.space(6)
        return tuple(broken(row.why, self.drawn, self.room_px - beside_px))

    def lines(self, row: HistoryRow) -> int:
        """How many lines an entry takes."""
        return 1 + len(self.reasons(row))

    def fit(self, width_px: int, scale: float) -> int:
        """As many lines as there are."""
        self.room_px = width_px
        self.drawn = scaled(self.look, ROLE, scale)
        step, gap = line_height(self.look, ROLE, self.drawn), self.look.space(2)
        self.high = sum(self.lines(row) * step + gap for row in self.rows)
        return self.high

    def height_now(self) -> int:
        """The height that it was fitted to."""
        return self.high

    def width_needed(self) -> int:
        """Date, what and points; what does not fit of the reason is left out."""
        metrics = QFontMetricsF(self.drawn)
        widest = max((metrics.horizontalAdvance(row.what) for row in self.rows), default=0.0)
        return self.date_px() + ceil(widest) + self.points_px() + 2 * self.look.space(6)

    def date_px(self) -> int:
        """The width of the first column."""
        metrics = QFontMetricsF(self.drawn)
        return ceil(max((metrics.horizontalAdvance(row.date) for row in self.rows), default=0.0))

    def points_px(self) -> int:
        """The width of the last column."""
        metrics = QFontMetricsF(self.drawn)
        return ceil(max((metrics.horizontalAdvance(row.points) for row in self.rows), default=0.0))

    def put(self, rect: QRect) -> None:
        """Gives it its place."""
        self.setGeometry(rect)
        self.setVisible(bool(self.rows))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the lines."""
        look, painter = self.look, begin(QPainter(self))
        step, gap = line_height(look, ROLE, self.drawn), look.space(2)
        date_px, points_px = self.date_px() + look.space(6), self.points_px()
        text, muted = look.colour("text"), look.colour("muted")
        top = 0
        for row in self.rows:
            room = self.width() - date_px - points_px - look.space(6)
            place = QRectF(0, top, date_px, step)
            paint.draw_words(painter, place, row.date, self.drawn, muted)
            place = QRectF(date_px, top, room, step)
            taken = paint.draw_words(painter, place, row.what, self.drawn, text)
            left = QRectF(self.width() - points_px, top, points_px, step)
            paint.draw_words(painter, left, row.points, self.drawn, text, paint.RIGHT)
            for at, why in enumerate(self.reasons(row), 1):
                place = QRectF(date_px, top + at * step, self.width() - date_px, step)
                paint.draw_words(painter, place, why, self.drawn, muted)
            if row.why and not self.upright:
                beside = place.adjusted(taken + look.space(5), 0, 0, 0)
                if beside.width() >= QFontMetricsF(self.drawn).horizontalAdvance(row.why):
                    paint.draw_words(painter, beside, row.why, self.drawn, muted)
            top += self.lines(row) * step + gap
        painter.end()

"""The sale screen's band: what is paid, what it earns and why, the balance after it."""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QWidget

from terminal.qt import paint
from terminal.qt.line import Line, Paragraph, Span
from terminal.qt.look import Look
from terminal.qt.paint import Box, begin

SHARES = (108, 116, 60)
"""How the three columns share what is left of the width."""


class Column(NamedTuple):
    """One column of the band: eyebrow, the spans of its figure, the note under it."""

    title: str
    figure: tuple[Span, ...]
    note: str


def stage_px(look: Look) -> int:
    """The width in px that the stage has at least, inside its panel."""
    drawn = look.px(look.tokens.layouts[look.layout].drawn[0])
    edges = look.size("margin") + look.stroke("training") + look.size("pad_x")
    return drawn - 2 * edges - look.size("gutter") - look.size("side")


def shared(
    look: Look, columns: tuple[Column, ...], room_px: int
) -> tuple[tuple[Column, ...], tuple[int, ...]]:
    """The columns with their widths: figures are always whole, the rest goes to the notes.

    What a figure is worth goes down into the note where the figures need all of the room.
    """
    needed = [figure_px(look, part) for part in columns]
    if sum(needed) > room_px:
        columns = tuple(lowered(part) for part in columns)
        needed = [figure_px(look, part) for part in columns]
    font = look.font("caption")
    notes = [paint.words_width(part.note, font) + 2 for part in columns]
    wants = [max(0, words - width) for words, width in zip(notes, needed, strict=True)]
    spare = max(0, room_px - sum(needed))
    if (asked := sum(wants)) > spare:
        given = [spare * want // asked for want in wants]
    else:
        rest = spare - asked
        given = [
            want + rest * share // sum(SHARES) for want, share in zip(wants, SHARES, strict=False)
        ]
    return columns, tuple(width + more for width, more in zip(needed, given, strict=True))


def figure_px(look: Look, part: Column) -> int:
    """The width of the column's figure and of its title, whichever is wider, in px."""
    title = Line(look, Span(part.title, "caption_strong"))
    figure = Line(look, *part.figure)
    return max(title.sizeHint().width(), figure.sizeHint().width()) + look.space(1)


def lowered(part: Column) -> Column:
    """The column with what its figure is worth before its note."""
    figure, *worth = part.figure
    words = " ".join(span.text for span in worth)
    return Column(part.title, (figure,), " · ".join(one for one in (words, part.note) if one))


def note(look: Look, words: str, width_px: int) -> QWidget:
    """The note under a figure: one line, or as many as it takes in the width of its column."""
    if paint.words_width(words, look.font("caption")) <= width_px:
        return Line(look, Span(words, "caption", "muted"))
    lines = Paragraph(look, words, "caption", "muted")
    lines.setFixedWidth(width_px)
    lines.setFixedHeight(lines.heightForWidth(width_px))
    return lines


class SaleBand(QFrame):
    """Sale, earns, new balance side by side under one ring; the caret stands after the amount."""

    tapped = Signal()

    def __init__(self, look: Look, columns: tuple[Column, ...]) -> None:
        super().__init__()
        self.look = look
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        pad, side = look.size("sale_pad"), look.size("sale_side")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, pad, 0, pad)
        grid.setSpacing(0)
        self.figures: list[Line] = []
        self.tentative = ""
        said = ", ".join(f"{c.title} {' '.join(s.text for s in c.figure)}" for c in columns)
        self.setAccessibleName(said)
        room = stage_px(look) - 2 * side * len(columns)
        columns, widths = shared(look, columns, room)
        for index, (part, width) in enumerate(zip(columns, widths, strict=True)):
            figure = Line(look, *part.figure, beside="amount")
            lines = (Line(look, Span(part.title, "caption_strong", "muted")), figure)
            for row_index, line in enumerate((*lines, note(look, part.note, width))):
                grid.addWidget(line, row_index, 2 * index + 1, Qt.AlignmentFlag.AlignTop)
            grid.setColumnMinimumWidth(2 * index, side if index == 0 else 2 * side)
            grid.setColumnMinimumWidth(2 * index + 1, width)
            grid.setColumnStretch(2 * index + 1, width)
            self.figures.append(figure)
        grid.setColumnMinimumWidth(2 * len(columns), side)

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

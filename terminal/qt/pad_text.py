"""Words on the member's pad: broken into lines, and smaller only where they must be."""

from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QLabel, QWidget

from terminal.qt import paint
from terminal.qt.look import Look
from terminal.qt.paint import Box, begin

SCALES = (1.0, 0.9, 0.8, 0.72, 0.64, 0.56, 0.5, 0.44, 0.38, 0.33)
LINE_LEAST = 1.04
ALONE_MOST = 2


def scaled(look: Look, role: str, scale: float) -> QFont:
    """The font of a role at a part of its size, never under the floor of all type."""
    font = look.font(role)
    drawn = max(round(font.pixelSize() * scale), round(look.tokens.font_floor_px))
    font.setLetterSpacing(
        QFont.SpacingType.AbsoluteSpacing, font.letterSpacing() * drawn / font.pixelSize()
    )
    font.setPixelSize(drawn)
    return font


def line_height(look: Look, role: str, font: QFont) -> int:
    """The height of one line in px, in the role's own proportion."""
    entry = look.tokens.type[role]
    return ceil(font.pixelSize() * max(LINE_LEAST, entry.line[1] / entry.px[1]))


def broken(text: str, font: QFont, width_px: int) -> tuple[str, ...]:
    """The lines of `text` that is `width_px` wide; a word is never cut in two."""
    lines = []
    for told in text.splitlines():
        # A unit does not stand alone on a line: "250 g" stays together.
        head, space, tail = told.rpartition(" ")
        part = f"{head}\u00a0{tail}" if space and len(tail) <= ALONE_MOST else told
        layout = QTextLayout(part, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        layout.setTextOption(option)
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(width_px)
            start = line.textStart()
            lines.append(part[start : start + line.textLength()].rstrip())
        layout.endLayout()
    return tuple(lines)


class PadText(QLabel):
    """Words that wrap; `fit` chooses the lines, and a screen reader hears them as one text."""

    def __init__(self, look: Look, role: str, ink: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.look, self.role, self.ink = look, role, ink
        self.drawn = look.font(role)
        self.lines: tuple[str, ...] = ()

    def set_words(self, words: str) -> None:
        """Changes what it says; `fit` has to follow."""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(words)
        self.setAccessibleName(words)

    def fit(self, width_px: int, scale: float) -> int:
        """Breaks the words for a width at a part of their size; gives the height, 0 for none."""
        self.drawn = scaled(self.look, self.role, scale)
        self.lines = broken(self.text(), self.drawn, width_px) if self.text() else ()
        self.update()
        return self.height_needed()

    def height_needed(self) -> int:
        """The height of the lines that it has now."""
        return len(self.lines) * line_height(self.look, self.role, self.drawn)

    def width_needed(self) -> int:
        """The width of its longest line: more than it was given when a word is too long."""
        metrics = QFontMetricsF(self.drawn)
        return ceil(max((metrics.horizontalAdvance(line) for line in self.lines), default=0.0))

    def is_cut(self) -> bool:
        """Whether some of it cannot be seen."""
        return self.height_needed() > self.height() or self.width_needed() > self.width() + 1

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws line after line from the top."""
        painter = begin(QPainter(self))
        self.draw_lines(painter, QRectF(self.rect()), self.look.colour(self.ink).name())
        painter.end()

    def draw_lines(self, painter: QPainter, rect: QRectF, ink: str) -> None:
        """Draws the lines in `rect`, in an ink."""
        height = line_height(self.look, self.role, self.drawn)
        metrics = QFontMetricsF(self.drawn)
        painter.setFont(self.drawn)
        painter.setPen(ink)
        for at, line in enumerate(self.lines):
            middle = rect.top() + (at + 0.5) * height
            baseline = middle + (metrics.ascent() - metrics.descent()) / 2
            painter.drawText(QPointF(rect.left(), baseline), line)


class PadNote(PadText):
    """A sign and a sentence; one that went wrong stands in a frame, with a sign of its own."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, "pad_note", "muted", parent)
        self.icon, self.wrong = "", False

    def set_note(self, words: str, icon: str, *, wrong: bool) -> None:
        """Changes what it says and how."""
        self.icon, self.wrong = icon, wrong
        self.set_words(words)

    def edge(self) -> int:
        """The padding of the frame in px."""
        return self.look.space(4) if self.wrong else 0

    def sign(self) -> int:
        """What the sign and its gap take from the width, in px."""
        return self.look.size("pad_icon") + self.look.space(4) if self.icon else 0

    def fit_in(self, width_px: int) -> int:
        """Breaks the words for a width; gives the height with the frame."""
        room = width_px - self.sign() - 2 * self.edge()
        for scale in SCALES:
            height = self.fit(room, scale)
            if self.width_needed() <= room and len(self.lines) * scale <= 3:  # noqa: PLR2004
                break
        least = self.look.size("pad_icon") if self.icon else 0
        return max(height, least) + 2 * self.edge() if self.text() else 0

    def is_cut(self) -> bool:
        """Whether some of it cannot be seen."""
        room = self.width() - self.sign() - 2 * self.edge()
        needed = self.height_needed() + 2 * self.edge()
        return bool(self.lines) and (needed > self.height() or self.width_needed() > room + 1)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws frame, sign and words."""
        look, painter = self.look, begin(QPainter(self))
        rect, edge = QRectF(self.rect()), self.edge()
        ink = look.colour("danger" if self.wrong else self.ink)
        if self.wrong:
            box = Box("danger_soft", "danger", look.stroke("selected"))
            paint.draw_box(painter, look, rect, look.radius("surface"), box)
        inner = rect.adjusted(edge, edge, -edge, -edge)
        first = line_height(look, self.role, self.drawn)
        side = look.size("pad_icon")
        top = inner.top() + max(0.0, (inner.height() - self.height_needed()) / 2)
        if self.icon:
            place = QRectF(inner.left(), round(top + (first - side) / 2), side, side)
            paint.draw_icon(painter, look, place, self.icon, ink)
        words = inner.adjusted(self.sign(), top - inner.top(), 0, 0)
        self.draw_lines(painter, words, ink.name())
        painter.end()

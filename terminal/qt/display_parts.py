"""The drawn parts of the member's scenes: figures, stamps, panels, and words beside a sign."""

from math import ceil
from typing import Protocol

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QWidget

from terminal.qt import paint
from terminal.qt.look import Look
from terminal.qt.pad_text import PadText, line_height, scaled
from terminal.qt.paint import STROKES_PER_TALLY, Box, begin
from terminal.till.screens_display import DisplayStamps


class Block(Protocol):
    """Something that takes a width at a part of its size and says how high it is then."""

    def fit(self, width_px: int, scale: float) -> int:
        """Breaks or shrinks for a width; gives the height in px."""
        ...

    def width_needed(self) -> int:
        """The width that it really takes, in px."""
        ...

    def height_now(self) -> int:
        """The height that it was fitted to, in px."""
        ...

    def put(self, rect: QRect) -> None:
        """Gives it its place."""
        ...


class Words(PadText):
    """Words of the member's side that take part in a pile."""

    def height_now(self) -> int:
        """The height of its lines."""
        return self.height_needed()

    def put(self, rect: QRect) -> None:
        """Gives them their place; without words they are not there."""
        self.setGeometry(rect)
        self.setVisible(bool(self.text()))


class SignedWords(Words):
    """A sign and words beside it, both in one ink."""

    def __init__(self, look: Look, role: str, ink: str, icon: str, parent: QWidget) -> None:
        super().__init__(look, role, ink, parent)
        self.icon, self.scale = icon, 1.0

    def side(self) -> int:
        """How large the sign is, in px."""
        return round(line_height(self.look, self.role, self.drawn) * 0.86)

    def fit(self, width_px: int, scale: float) -> int:
        """Breaks the words for what the sign leaves."""
        self.drawn = scaled(self.look, self.role, scale)
        return super().fit(width_px - self.side() - self.look.space(5), scale)

    def width_needed(self) -> int:
        """The words, the sign and the gap."""
        return super().width_needed() + self.side() + self.look.space(5)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the sign level with the first line."""
        look, painter = self.look, begin(QPainter(self))
        side, ink = self.side(), look.colour(self.ink)
        high = line_height(look, self.role, self.drawn)
        paint.draw_icon(painter, look, QRectF(0, (high - side) / 2, side, side), self.icon, ink)
        rect = QRectF(self.rect()).adjusted(side + look.space(5), 0, 0, 0)
        self.draw_lines(painter, rect, ink.name())
        painter.end()


class Figure(PadText):
    """A large figure with its word on the same baseline, or under it where there is no room."""

    def __init__(self, look: Look, role: str, ink: str, word: str, parent: QWidget) -> None:
        super().__init__(look, role, ink, parent)
        self.word, self.is_under = word, False
        self.word_drawn = look.font("pad_caption")

    def fit(self, width_px: int, scale: float) -> int:
        """Shrinks both; a figure is never broken."""
        self.drawn = scaled(self.look, self.role, scale)
        self.word_drawn = scaled(self.look, "pad_caption", scale)
        self.lines = (self.text(),)
        self.is_under = bool(self.word) and self.beside() > width_px
        self.update()
        return self.height_needed()

    def height_now(self) -> int:
        """One line, or two."""
        return self.height_needed()

    def beside(self) -> int:
        """The width of both side by side."""
        wide = QFontMetricsF(self.word_drawn).horizontalAdvance(self.word)
        return super().width_needed() + self.look.space(7) + ceil(wide)

    def height_needed(self) -> int:
        """One line, or two."""
        word_px = line_height(self.look, "pad_caption", self.word_drawn) if self.is_under else 0
        return line_height(self.look, self.role, self.drawn) + word_px

    def width_needed(self) -> int:
        """What both take as they stand now."""
        if not self.word or not self.is_under:
            return self.beside() if self.word else super().width_needed()
        wide = QFontMetricsF(self.word_drawn).horizontalAdvance(self.word)
        return max(super().width_needed(), ceil(wide))

    def put(self, rect: QRect) -> None:
        """Gives it its place."""
        self.setGeometry(rect)
        self.setVisible(bool(self.text()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the figure, then its word."""
        look, painter = self.look, begin(QPainter(self))
        high = line_height(look, self.role, self.drawn)
        metrics = QFontMetricsF(self.drawn)
        baseline = high / 2 + (metrics.ascent() - metrics.descent()) / 2
        painter.setFont(self.drawn)
        painter.setPen(look.colour(self.ink))
        painter.drawText(QPointF(0, baseline), self.text())
        at = QPointF(super().width_needed() + look.space(7), baseline)
        if self.is_under:
            word = QFontMetricsF(self.word_drawn)
            at = QPointF(0, high + word.ascent())
        painter.setFont(self.word_drawn)
        painter.setPen(look.colour("text"))
        painter.drawText(at, self.word)
        painter.end()


class StampRow(QLabel):
    """One stamp card: its strokes in fives, ghosts to come, and what that is in words."""

    def __init__(self, look: Look, stamps: DisplayStamps, parent: QWidget) -> None:
        super().__init__(parent)
        self.look, self.stamps = look, stamps
        self.setAccessibleName(stamps.title)
        self.words = Words(look, "display_strong", "text", self)
        self.words.set_words(stamps.title)
        self.shown = float(stamps.have)
        self.side, self.rows, self.is_beside, self.high = 0, 1, False, 0

    def groups(self) -> int:
        """How many fives the card has."""
        return max(1, -(-self.stamps.whole // STROKES_PER_TALLY))

    def fit(self, width_px: int, scale: float) -> int:
        """Puts the words beside the strokes where both find room, else under them."""
        look = self.look
        self.side = max(1, round(look.size("display_tally") * scale))
        step = self.step()
        room = max(1, (width_px + step - self.side) // step)
        self.rows = -(-self.groups() // room)
        gap = look.space(7)
        one_line = self.words.fit(width_px, scale)
        taken = self.strokes_width() + gap
        self.is_beside = self.rows == 1 and taken + self.words.width_needed() <= width_px
        strokes_px = self.rows * self.side + (self.rows - 1) * look.space(3)
        under_px = strokes_px + look.space(3) + one_line
        self.high = max(strokes_px, one_line) if self.is_beside else under_px
        return self.high

    def height_now(self) -> int:
        """The height that it was fitted to."""
        return self.high

    def step(self) -> int:
        """From one five to the next, in px."""
        return round(self.side * 1.28)

    def strokes_width(self) -> int:
        """How wide the strokes are in their longest row."""
        across = -(-self.groups() // self.rows)
        return (across - 1) * self.step() + self.side

    def width_needed(self) -> int:
        """What strokes and words take."""
        words_px = self.words.width_needed()
        if self.is_beside:
            return self.strokes_width() + self.look.space(7) + words_px
        return max(self.strokes_width(), words_px)

    def put(self, rect: QRect) -> None:
        """Gives itself and its words their places."""
        self.setGeometry(rect)
        high = self.words.height_needed()
        left, top = 0, rect.height() - high
        if self.is_beside:
            left, top = self.strokes_width() + self.look.space(7), (rect.height() - high) // 2
        self.words.put(QRect(left, top, rect.width() - left, high))
        self.show()

    def advance(self, shown: float) -> None:
        """One step of drawing the new strokes."""
        self.shown = shown
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the strokes; a five that the card has not all of is drawn as far as it goes."""
        painter, look = begin(QPainter(self)), self.look
        ink, ghost = look.colour("text"), look.colour("line")
        across = -(-self.groups() // self.rows)
        for group in range(self.groups()):
            row, column = divmod(group, across)
            top = row * (self.side + look.space(3))
            if self.is_beside:
                top = (self.height() - self.side) // 2
            place = QRectF(column * self.step(), top, self.side, self.side)
            first = group * STROKES_PER_TALLY
            paint.draw_tally(painter, place, self.shown - first, ink, ghost)
        painter.end()


class Panel(QLabel):
    """A surface with blocks on it, hairlines between them."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self.blocks: list[Block] = []
        self.heights: list[int] = []
        self.high = 0

    def add(self, block: Block) -> None:
        """Puts one more under the others."""
        self.blocks.append(block)

    def inset(self) -> int:
        """The padding on every side, in px."""
        return self.look.size("display_panel")

    def gap(self) -> int:
        """Between two blocks; the hairline stands in its middle."""
        return self.look.size("display_panel")

    def fit(self, width_px: int, scale: float) -> int:
        """Fits every block; gives the height with the padding, 0 for an empty panel."""
        inner = width_px - 2 * self.inset()
        self.heights = [block.fit(inner, scale) for block in self.blocks]
        gaps_px = self.gap() * (len(self.blocks) - 1) + 2 * self.inset()
        self.high = sum(self.heights) + gaps_px if self.blocks else 0
        return self.high

    def height_now(self) -> int:
        """The height that it was fitted to."""
        return self.high

    def width_needed(self) -> int:
        """The widest block with the padding."""
        widest = max((block.width_needed() for block in self.blocks), default=0)
        return widest + 2 * self.inset() if self.blocks else 0

    def put(self, rect: QRect) -> None:
        """Gives itself and its blocks their places."""
        self.setGeometry(rect)
        self.setVisible(bool(self.blocks))
        # They stand beside it on the stage, not inside it: a screen reader reads them in order.
        left, top = rect.left() + self.inset(), rect.top() + self.inset()
        for block, high in zip(self.blocks, self.heights, strict=True):
            block.put(QRect(left, top, rect.width() - 2 * self.inset(), high))
            top += high + self.gap()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the surface and the hairlines."""
        look, painter = self.look, begin(QPainter(self))
        box = Box("surface", "line", look.stroke("selected"))
        paint.draw_box(painter, look, QRectF(self.rect()), look.size("display_radius"), box)
        top = self.inset()
        for high in self.heights[:-1]:
            top += high + self.gap()
            line = QRectF(self.inset(), top - self.gap() / 2, self.width() - 2 * self.inset(), 1)
            painter.fillRect(line, look.colour("line"))
        painter.end()

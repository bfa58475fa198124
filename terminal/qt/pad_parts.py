"""The drawn parts of the member's pad: its keys, its dots and its bar of time."""

from math import ceil

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from terminal.qt import paint
from terminal.qt.buttons import TouchButton
from terminal.qt.look import Look
from terminal.qt.pad_text import scaled
from terminal.qt.paint import Box, begin

INKS = {"stop": "danger", "clear": "warning", "go": "on_accent"}
GROUNDS = {"stop": "danger_soft", "clear": "warning_soft", "go": "accent"}
EDGES = {"stop": "danger", "clear": "warning", "go": "accent"}
SIGNS = {"stop": "x", "clear": "caret-left", "go": "check-bold", "later": "clock"}
SIGN_SHARE = 0.36
BUMP_DIGIT = "5"
DOT_DASHES = [2.0, 1.4]


class PadKeyButton(TouchButton):
    """A key of the pad: a digit, or what stops, clears, goes on or waits for later.

    Every key looks the same when it is pressed, and none changes under a pointer: who looks over
    a shoulder, or at a mirrored screen, learns nothing.
    """

    def __init__(self, look: Look, words: str, kind: str, parent: QWidget) -> None:
        super().__init__(look, words, parent)
        self.kind = kind
        self.word_scale = 1.0
        self.setAttribute(Qt.WidgetAttribute.WA_Hover, on=False)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)

    def set_words(self, words: str, kind: str) -> None:
        """Changes what it says and is for."""
        self.words, self.kind = words, kind
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(words)

    def box(self) -> Box:
        """Fill and border for the state it is in."""
        width = self.look.stroke("selected")
        if not self.isEnabled():
            return Box("", "line", width)
        if self.isDown():
            return Box("track", "text", width)
        return Box(GROUNDS.get(self.kind, "surface"), EDGES.get(self.kind, "line_strong"), width)

    def ink(self) -> str:
        """The ink of what stands on it."""
        if not self.isEnabled():
            return "faint"
        return "text" if self.isDown() else INKS.get(self.kind, "text")

    def own_scale(self) -> float:
        """How far its word has to shrink to stand on it."""
        room = self.width() - 2 * self.look.space(2)
        asked = QFontMetricsF(scaled(self.look, "pad_word", 1.0)).horizontalAdvance(self.words)
        return min(1.0, room / asked) if asked > 0 else 1.0

    def is_cut(self) -> bool:
        """Whether its word is too long for it."""
        font = scaled(self.look, "pad_word", self.word_scale)
        return self.kind != "" and QFontMetricsF(font).horizontalAdvance(self.words) > self.width()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the key."""
        look, painter = self.look, begin(QPainter(self))
        radius = look.size("pad_radius")
        rect = self.inside(painter, radius)
        paint.draw_box(painter, look, rect, radius, self.box())
        if self.kind:
            self.draw_word(painter, rect)
        else:
            self.draw_digit(painter, rect)
        painter.end()

    def draw_digit(self, painter: QPainter, rect: QRectF) -> None:
        """Draws the digit; the five has a bar below it, where fingers look for the middle."""
        look, ink = self.look, self.look.colour(self.ink())
        font = look.font("pad_digit")
        font.setPixelSize(min(font.pixelSize(), round(rect.height() * 0.56)))
        paint.draw_words(painter, rect, self.words, font, ink, paint.CENTRE)
        if self.words == BUMP_DIGIT:
            width, height = look.size("pad_bump_width"), look.size("pad_bump_height")
            bump = QRectF(0, 0, width, height)
            bump.moveCenter(rect.center())
            bump.moveBottom(rect.bottom() - rect.height() * 0.1)
            paint.draw_box(painter, look, bump, height / 2, Box(self.ink()))

    def draw_word(self, painter: QPainter, rect: QRectF) -> None:
        """Draws the sign over its word; on a wide key they stand side by side."""
        look, ink = self.look, self.look.colour(self.ink())
        font = scaled(look, "pad_word", self.word_scale)
        side = min(look.size("pad_sign"), round(rect.height() * SIGN_SHARE))
        words_px = ceil(QFontMetricsF(font).horizontalAdvance(self.words))
        if rect.width() > 3 * rect.height():
            left = rect.center().x() - (side + look.space(4) + words_px) / 2
            sign = QRectF(left, rect.center().y() - side / 2, side, side)
            words = QRectF(sign.right() + look.space(4), rect.top(), words_px, rect.height())
        else:
            high = font.pixelSize() * 1.1
            top = rect.center().y() - (side + high) / 2
            sign = QRectF(rect.center().x() - side / 2, top, side, side)
            words = QRectF(rect.left(), sign.bottom(), rect.width(), high)
        paint.draw_icon(painter, look, sign, SIGNS[self.kind], ink)
        paint.draw_words(painter, words, self.words, font, ink, paint.CENTRE)


class PadDots(QLabel):
    """How many digits there are, of how many: never which. Wrong ones are dashed rings."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self.filled, self.of, self.wrong = 0, 0, False

    def set_count(self, filled: int, of: int, *, wrong: bool, words: str) -> None:
        """Changes the dots; `words` says them to a screen reader."""
        self.filled, self.of, self.wrong = filled, of, wrong
        self.setAccessibleName(words)
        self.update()

    def height_needed(self) -> int:
        """The height of a dot, 0 where there are none."""
        return self.look.size("pad_dot") if self.of else 0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the dots from the left, closer and smaller where there are many."""
        look, painter = self.look, begin(QPainter(self))
        side, gap = look.size("pad_dot"), look.size("pad_dot_gap")
        asked = self.of * side + (self.of - 1) * gap
        shrink = min(1.0, self.width() / asked) if asked > 0 else 1.0
        edge = look.size("pad_dot_edge")
        for at in range(self.of):
            drawn = QRectF(at * (side + gap) * shrink, 0, side * shrink, side * shrink)
            ring = drawn.adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2)
            is_full = at < self.filled
            pen = QPen(
                look.colour("danger" if self.wrong else "text" if is_full else "line_strong")
            )
            pen.setWidth(edge)
            if self.wrong and not is_full:
                pen.setDashPattern(DOT_DASHES)
            painter.setPen(pen)
            painter.setBrush(look.colour("text") if is_full else Qt.BrushStyle.NoBrush)
            painter.drawEllipse(ring)
        painter.end()


class TimeBar(QLabel):
    """What is left of the time, along the whole foot of the pad."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look, self.left_s, self.whole_s = look, 0, 0

    def set_left(self, left_s: int | None, words: str) -> None:
        """Shows the seconds that are left; None hides it and forgets how many there were."""
        self.whole_s = max(self.whole_s, left_s) if left_s is not None else 0
        self.left_s = left_s or 0
        self.setAccessibleName(words)
        self.setVisible(left_s is not None)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the well and what is left in it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.look.colour("track"))
        share = self.left_s / self.whole_s if self.whole_s else 0.0
        left = QRectF(0, 0, self.width() * share, self.height())
        painter.fillRect(left, self.look.colour("text"))
        painter.end()

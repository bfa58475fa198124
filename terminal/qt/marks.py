"""The drawn signs: the mark, tallies, tier strokes, icons, keycaps and bars."""

from PySide6.QtCore import QEasingCurve, QRectF, QSize, QVariantAnimation
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from terminal.qt import paint
from terminal.qt.look import Look
from terminal.qt.paint import STROKES_PER_TALLY, Box, Cap, begin


class Sign(QLabel):
    """A drawn sign of a fixed size with words for a screen reader."""

    def __init__(self, look: Look, width: int, height: int, name: str) -> None:
        super().__init__()
        self.look = look
        self.hint = QSize(width, height)
        self.setFixedSize(self.hint)
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        """The fixed size."""
        return self.hint


class Mark(Sign):
    """The tally that is Regulars' own sign."""

    def __init__(
        self, look: Look, size: str = "mark", name: str = "Regulars", ink: str = "text"
    ) -> None:
        super().__init__(look, look.size(size), look.size(size), name)
        self.ink = ink

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws all five strokes."""
        painter = begin(QPainter(self))
        ink = self.look.colour(self.ink)
        paint.draw_tally(painter, QRectF(self.rect()), STROKES_PER_TALLY, ink, ink)
        painter.end()


class Tally(Sign):
    """Stamps as strokes in fives: drawn, and ghosts for those still to come."""

    def __init__(self, look: Look, drawn: int, total: int, name: str, size: str = "tally") -> None:
        self.side = look.size(size)
        self.gap = self.side // 4
        self.groups = max(1, -(-total // STROKES_PER_TALLY))
        self.total = total
        self.shown = float(drawn)
        width = self.groups * self.side + (self.groups - 1) * self.gap
        super().__init__(look, width, self.side, name)
        self.motion = QVariantAnimation(self)
        self.motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.motion.valueChanged.connect(self.advance)

    def grow_from(self, before: int) -> None:
        """Draws the strokes after `before` one after the other, as a pen would."""
        strokes = max(0, round(self.shown) - before)
        if not strokes:
            return
        self.motion.setStartValue(float(before))
        self.motion.setEndValue(self.shown)
        self.motion.setDuration(strokes * self.look.tokens.motion_ms["tally_stroke_ms"])
        self.motion.start()

    def advance(self, value: float) -> None:
        """One step of the drawing."""
        self.shown = value
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the groups; strokes beyond the card's total are not drawn at all."""
        painter = begin(QPainter(self))
        ink, ghost = self.look.colour("text"), self.look.colour("line")
        for group in range(self.groups):
            left = group * (self.side + self.gap)
            rect = QRectF(left, 0, self.side, self.side)
            first = group * STROKES_PER_TALLY
            paint.draw_tally(painter, rect, self.shown - first, ink, ghost)
        painter.end()


class TierStrokes(Sign):
    """A tier as one to four strokes."""

    def __init__(self, look: Look, strokes: int, name: str) -> None:
        self.strokes = strokes
        width = look.px(2 + 6 * strokes)
        super().__init__(look, width, look.size("rank_height"), name)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the strokes."""
        painter = begin(QPainter(self))
        draw_rank(painter, self.look, QRectF(self.rect()), self.strokes)
        painter.end()


def draw_rank(painter: QPainter, look: Look, rect: QRectF, strokes: int) -> None:
    """Draws a tier's strokes from the left of `rect`, in the text's ink."""
    unit = rect.height() / 18
    for index in range(strokes):
        stroke = QRectF(
            rect.left() + (2 + 6 * index) * unit, rect.top() + 2 * unit, 3 * unit, 14 * unit
        )
        paint.draw_box(painter, look, stroke, 1.5 * unit, Box("text"))


class Icon(Sign):
    """One icon of a named size and ink."""

    def __init__(
        self, look: Look, icon: str, size: str = "icon", ink: str = "muted", name: str = ""
    ) -> None:
        super().__init__(look, look.size(size), look.size(size), name)
        self.icon, self.ink = icon, ink

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the icon."""
        painter = begin(QPainter(self))
        ink = self.look.colour(self.ink)
        paint.draw_icon(painter, self.look, QRectF(self.rect()), self.icon, ink)
        painter.end()


class Keycap(Sign):
    """A key as it has to be pressed, printed small."""

    def __init__(self, look: Look, key: str, cap: Cap = paint.CAP_REST) -> None:
        super().__init__(look, paint.cap_width(look, key), look.size("keycap_height"), key)
        self.key, self.cap = key, cap

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the keycap."""
        painter = begin(QPainter(self))
        paint.draw_cap(painter, self.look, QRectF(self.rect()), self.key, self.cap)
        painter.end()


class ProgressBar(QLabel):
    """A bar that is `part` of `whole` long: ink on a well, as wide as it may be."""

    def __init__(self, look: Look, part: int, whole: int, name: str, ink: str = "text") -> None:
        super().__init__()
        self.look, self.ink = look, ink
        self.share = 0.0
        self.setFixedHeight(look.size("bar"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        self.set_part(part, whole)

    def set_part(self, part: int, whole: int) -> None:
        """Moves the end; below nothing and above all are cut."""
        self.share = min(max(part / whole, 0.0), 1.0) if whole > 0 else 0.0
        self.setAccessibleDescription(f"{round(self.share * 100)} %")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the well and what fills it."""
        painter = begin(QPainter(self))
        rect = QRectF(self.rect())
        radius = rect.height() / 2
        paint.draw_box(painter, self.look, rect, radius, Box("track"))
        if self.share > 0:
            filled = QRectF(0, 0, max(rect.height(), rect.width() * self.share), rect.height())
            paint.draw_box(painter, self.look, filled, radius, Box(self.ink))
        painter.end()

"""The pictures on the member's pad: a card held under the camera, and a quiet celebration."""

from PySide6.QtCore import QEasingCurve, QPointF, QRectF, Qt, QVariantAnimation
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QWidget

from terminal.qt import paint
from terminal.qt.look import Look
from terminal.qt.paint import STROKES_PER_TALLY, Box, begin

TILT_DEGREES = -4
CORNER_SHARE = 0.17
CARD_SHARE = 0.78
CARD_SHAPE = 0.63
MODULES = 21
FINDER = 7
EYE = 3


class AimPicture(QLabel):
    """Where a card goes: the four corners of the reader and a card between them."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws corners and card."""
        look, painter = self.look, begin(QPainter(self))
        edge = look.px(10)
        rect = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        pen = QPen(look.colour("on_welcome"), edge)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        draw_corners(painter, rect)
        width = min(rect.width() * CARD_SHARE, rect.height() * CARD_SHARE / CARD_SHAPE)
        painter.translate(rect.center())
        painter.rotate(TILT_DEGREES)
        draw_card(
            painter, look, QRectF(-width / 2, -width * CARD_SHAPE / 2, width, width * CARD_SHAPE)
        )
        painter.end()


def draw_corners(painter: QPainter, rect: QRectF) -> None:
    """Draws the four rounded corners of `rect` with the painter's pen."""
    arm = min(rect.width(), rect.height()) * CORNER_SHARE
    for x, to_x in ((rect.left(), 1), (rect.right(), -1)):
        for y, to_y in ((rect.top(), 1), (rect.bottom(), -1)):
            path = QPainterPath(QPointF(x, y + to_y * arm))
            path.lineTo(x, y + to_y * arm * 0.5)
            path.quadTo(x, y, x + to_x * arm * 0.5, y)
            path.lineTo(x + to_x * arm, y)
            painter.drawPath(path)


def draw_card(painter: QPainter, look: Look, rect: QRectF) -> None:
    """Draws a card with the mark and a code that is nobody's."""
    paint.draw_box(painter, look, rect, rect.height() * 0.08, Box("on_welcome"))
    side = rect.height() * 0.5
    mark = QRectF(rect.left() + rect.width() * 0.08, rect.center().y() - side / 2, side, side)
    ink = look.colour("welcome")
    paint.draw_tally(painter, mark, STROKES_PER_TALLY, ink, ink)
    side = rect.height() * 0.64
    code = QRectF(
        rect.right() - side - rect.height() * 0.12, rect.center().y() - side / 2, side, side
    )
    paint.draw_box(painter, look, code, side * 0.06, Box("on_picture"))
    edge = side * 0.1
    draw_code(painter, look, code.adjusted(edge, edge, -edge, -edge))


def draw_code(painter: QPainter, look: Look, rect: QRectF) -> None:
    """Draws what looks like a QR code from afar; no reader takes it for one."""
    unit = rect.width() / MODULES
    last = MODULES - FINDER
    for x in range(MODULES):
        for y in range(MODULES):
            in_eye = ((x < FINDER + 1 or x >= last - 1) and y < FINDER + 1) or (
                x < FINDER + 1 and y >= last - 1
            )
            if not in_eye and (x * x + 3 * y + x * y) % 5 < 2:  # noqa: PLR2004 - a pattern
                place = QRectF(rect.left() + x * unit, rect.top() + y * unit, unit, unit)
                painter.fillRect(place, look.colour("picture"))
    for x, y in ((0, 0), (last, 0), (0, last)):
        for side, ink in ((FINDER, "picture"), (FINDER - 2, "on_picture"), (EYE, "picture")):
            inset = (FINDER - side) / 2
            eye = QRectF(
                rect.left() + (x + inset) * unit,
                rect.top() + (y + inset) * unit,
                side * unit,
                side * unit,
            )
            painter.fillRect(eye, look.colour(ink))


class Badge(QLabel):
    """What just went well: a tally that is drawn once, stroke by stroke. It never loops."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = look
        self.icon, self.shown = "", float(STROKES_PER_TALLY)
        self.motion = QVariantAnimation(self)
        self.motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.motion.valueChanged.connect(self.advance)

    def celebrate(self) -> None:
        """Draws the tally as a pen would."""
        self.icon = ""
        self.motion.stop()
        self.motion.setStartValue(0.0)
        self.motion.setEndValue(float(STROKES_PER_TALLY))
        self.motion.setDuration(STROKES_PER_TALLY * self.look.tokens.motion_ms["tally_stroke_ms"])
        self.motion.start()

    def show_state(self, icon: str) -> None:
        """Shows a state's sign instead, at once."""
        self.motion.stop()
        self.icon = icon
        self.update()

    def advance(self, value: float) -> None:
        """One step of the drawing."""
        self.shown = value
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws a round ground and what stands on it."""
        look, painter = self.look, begin(QPainter(self))
        side = min(self.width(), self.height())
        disc = QRectF(0, 0, side, side)
        disc.moveCenter(QRectF(self.rect()).center())
        bad = self.icon.startswith("warning")
        paint.draw_box(
            painter, look, disc, side / 2, Box("danger_soft" if bad else "positive_soft")
        )
        inset = side * 0.26
        inner = disc.adjusted(inset, inset, -inset, -inset)
        ink = look.colour("danger" if bad else "positive")
        if self.icon:
            paint.draw_icon(painter, look, inner, self.icon, ink)
        else:
            ghost = look.colour("positive_soft")
            paint.draw_tally(painter, inner, self.shown, ink, ghost)
        painter.end()

"""What several parts draw alike: boxes, rings, keycaps, tallies, icons and elided words."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from terminal.qt.look import Look

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter
STROKES_PER_TALLY = 5
KEY_GAP = "\u2002"
DASHES = [3.0, 3.0]


class Box(NamedTuple):
    """A rounded rectangle: fill, border, border width in px, dashed or not."""

    fill: str = ""
    border: str = ""
    width: int = 1
    dashed: bool = False


class Cap(NamedTuple):
    """How a keycap looks: the colours of its face, its edge and its words."""

    face: str
    edge: str
    ink: str


CAP_REST = Cap("canvas", "line_strong", "text")
CAP_FAINT = Cap("", "line", "faint")
CAP_ACCENT = Cap("accent", "accent_pressed", "on_accent")
CAP_ON_ACCENT = Cap("", "on_accent", "on_accent")
CAP_NOT_YET = Cap("", "faint", "faint")


def begin(painter: QPainter) -> QPainter:
    """Sets the hints every part draws with and returns the painter."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    return painter


def draw_box(painter: QPainter, look: Look, rect: QRectF, radius: float, box: Box) -> None:
    """Draws `box` inside `rect`, its border on whole pixels."""
    inset = box.width / 2 if box.border else 0.0
    painter.setBrush(look.colour(box.fill))
    if box.border:
        pen = QPen(look.colour(box.border), box.width)
        if box.dashed:
            pen.setDashPattern([dash * look.factor / box.width for dash in DASHES])
        painter.setPen(pen)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    shape = rect.adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(shape, radius, radius)


def draw_ring(painter: QPainter, look: Look, rect: QRectF, radius: float) -> None:
    """Draws the focus ring just inside `rect`."""
    draw_box(painter, look, rect, radius, Box("", "focus", look.stroke("focus")))


def draw_words(  # noqa: PLR0917 - words have a place, a font and an ink
    painter: QPainter,
    rect: QRectF,
    words: str,
    font: QFont,
    ink: QColor,
    align: Qt.AlignmentFlag = LEFT,
) -> float:
    """Draws `words` elided to `rect` and returns the width they took, in px."""
    metrics = QFontMetricsF(font, painter.device())
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, rect.width() + 1)
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(rect, int(align | Qt.TextFlag.TextSingleLine), shown)
    return metrics.horizontalAdvance(shown)


def words_width(words: str, font: QFont) -> int:
    """The width of `words` in px, rounded up."""
    return int(QFontMetricsF(font).horizontalAdvance(words)) + 1 if words else 0


def draw_icon(painter: QPainter, look: Look, rect: QRectF, name: str, ink: QColor) -> None:
    """Draws the icon `name` to fill the square `rect`; the empty name draws nothing."""
    if not name:
        return
    font = QFont(look.icons.family)
    font.setPixelSize(max(1, round(rect.height())))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(rect, int(CENTRE | Qt.TextFlag.TextDontClip), look.icons.character(name))


def square(centre_y: float, left: float, side: float) -> QRectF:
    """A square of `side` whose left edge and vertical middle are given."""
    return QRectF(left, round(centre_y - side / 2), side, side)


def cap_width(look: Look, words: str, pad: str = "keycap_pad") -> int:
    """The width of a keycap that says `words`, in px."""
    needed = words_width(words.replace(" ", KEY_GAP), look.font("keycap")) + 2 * look.size(pad)
    return max(needed, look.size("keycap_width"))


def draw_cap(painter: QPainter, look: Look, rect: QRectF, words: str, cap: Cap) -> None:
    """Draws a keycap in `rect`: a face, and the thick bottom edge that makes it a key."""
    radius = look.radius("keycap")
    edge, hairline = look.stroke("keycap_bottom"), look.stroke("hairline")
    inner = rect.adjusted(hairline, hairline, -hairline, -edge)
    if cap.face == "accent":
        inner = rect.adjusted(0, 0, 0, -edge)
    rim = QPainterPath()
    rim.addRoundedRect(rect, radius, radius)
    well = QPainterPath()
    well.addRoundedRect(inner, radius - hairline, radius - hairline)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillPath(rim.subtracted(well), look.colour(cap.edge))
    if cap.face:
        painter.fillPath(well, look.colour(cap.face))
    face, words = rect.adjusted(0, 0, 0, -edge + hairline), words.replace(" ", KEY_GAP)
    draw_words(painter, face, words, look.font("keycap"), look.colour(cap.ink), CENTRE)


def tally_lines(rect: QRectF) -> tuple[QLineF, ...]:
    """The four strokes and the slash of one tally inside the square `rect`, in drawing order."""
    unit = rect.width() / 32
    left, top = rect.left(), rect.top()
    uprights = tuple(
        QLineF(left + x * unit, top + 4 * unit, left + x * unit, top + 28 * unit)
        for x in (5.0, 12.2, 19.4, 26.6)
    )
    slash = QLineF(left + 1.5 * unit, top + 23.5 * unit, left + 30.5 * unit, top + 8.5 * unit)
    return (*uprights, slash)


def draw_tally(painter: QPainter, rect: QRectF, drawn: float, ink: QColor, ghost: QColor) -> None:
    """Draws a tally with `drawn` of its five strokes in ink, the rest as ghosts underneath."""
    lines = tally_lines(rect)
    pens: Sequence[tuple[bool, QColor]] = ((False, ghost), (True, ink))
    for inked, colour in pens:
        pen = QPen(colour, rect.width() * 3 / 32)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        for index, line in enumerate(lines):
            part = min(max(drawn - index, 0.0), 1.0)
            if not inked and part < 1.0:
                painter.drawLine(line)
            elif inked and part > 0.0:
                painter.drawLine(QLineF(line.p1(), line.pointAt(part)))


def draw_caret(painter: QPainter, look: Look, at: QPointF, height: float) -> None:
    """Draws the text caret, centred vertically on `at`. It does not blink: nothing here loops."""
    width = look.size("caret")
    body = QRectF(at.x(), at.y() - height / 2, width, height)
    painter.fillRect(body, look.colour("accent"))

"""The reader: the camera's live picture with the aiming corners, painted by a timer."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QImage,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QShowEvent,
)
from PySide6.QtWidgets import QFrame

from terminal.qt import paint
from terminal.qt.look import Look
from terminal.qt.paint import Box, begin
from terminal.till.camera_values import Aim

PILL_ALPHA = 210
EDGE_ALPHA = 150
BYTES_PER_PIXEL = 3
SHARE_OF_SIDE = 0.24
LOW_HINTS = 6
INFLATE = 1.10
BOX_SHARE = 0.7
ROUND_SHARE = 0.42
THOUSAND = 1000


Corners = Sequence[tuple[float, float]]


class Frame(Protocol):
    """One picture: size in px, RGB bytes, and four corners (0..1) for each code that is seen."""

    @property
    def width_px(self) -> int: ...
    @property
    def height_px(self) -> int: ...
    @property
    def rgb(self) -> bytes: ...
    @property
    def corners(self) -> Sequence[Corners]: ...


Preview = Callable[[], Frame | None]


class ReaderView(QFrame):
    """Paints the newest picture of `preview`, which must answer at once and never blocks."""

    def __init__(
        self, look: Look, preview: Preview, word: str, *, hint: str = "", read: bool = False
    ) -> None:
        super().__init__()
        self.look, self.preview, self.word, self.hint, self.read = look, preview, word, hint, read
        self.tile = not hint
        self.whole = False
        self.aim: Aim | None = None
        self.frame: Frame | None = None
        self.image = QImage()
        self.timer = QTimer(self)
        self.timer.setInterval(look.tokens.motion_ms["paint_ms"])
        self.timer.timeout.connect(self.take)
        self.setAccessibleName(" ".join(part for part in (word, hint) if part))

    def showEvent(self, event: QShowEvent) -> None:
        """Starts painting."""
        self.take()
        self.timer.start()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Stops painting: nobody looks."""
        self.timer.stop()
        super().hideEvent(event)

    def set_word(self, word: str, *, read: bool) -> None:
        """Changes the pill: "Live", or "Read" with a tick."""
        self.word, self.read = word, read
        self.setAccessibleName(" ".join(part for part in (word, self.hint) if part))
        self.update()

    def take(self) -> None:
        """Takes the newest picture; the same one twice is not painted again."""
        frame = self.preview()
        if frame is self.frame:
            return
        if frame is None:
            # A camera that was closed shows nothing, and not what it saw last.
            self.frame, self.image = None, QImage()
            self.update()
            return
        self.frame = frame
        stride = frame.width_px * BYTES_PER_PIXEL
        bare = QImage(
            frame.rgb, frame.width_px, frame.height_px, stride, QImage.Format.Format_RGB888
        )
        # Scaled while it is painted, 32 bits a pixel is several times quicker; it is a copy, too,
        # where the bare image only borrows the frame's bytes.
        self.image = bare.convertToFormat(QImage.Format.Format_RGB32)
        self.update()

    def cover(self) -> QRectF:
        """Where the whole picture lies in the view, in px: it covers it, or fits into it."""
        if self.image.isNull():
            return QRectF(self.rect())
        fit = min if self.whole else max
        scale = fit(self.width() / self.image.width(), self.height() / self.image.height())
        place = QRectF(0, 0, self.image.width() * scale, self.image.height() * scale)
        place.moveCenter(QRectF(self.rect()).center())
        return place

    def aims(self) -> list[list[QPointF]]:
        """What to frame, four corners each: the codes that are seen, else the box to aim at."""
        codes = self.frame.corners if self.frame is not None else ()
        seen = [self.around(corners) for corners in codes]
        # Beside a member there is nothing to aim at any more; only what is seen is framed.
        return seen or ([] if self.tile and self.read else [self.box()])

    def around(self, corners: Corners) -> list[QPointF]:
        """A code's corners in the view, a little outside of it."""
        place = self.cover()
        points = [
            QPointF(place.x() + x * place.width(), place.y() + y * place.height())
            for x, y in corners
        ]
        count = len(points)
        centre = QPointF(sum(p.x() for p in points) / count, sum(p.y() for p in points) / count)
        return [centre + (point - centre) * INFLATE for point in points]

    def box(self) -> list[QPointF]:
        """The box to aim at: where codes are read, as far as it is seen; else in the middle."""
        look = self.look
        if self.aim is not None and not self.tile:
            return self.aimed(self.aim)
        height = float(look.size("aim_tile" if self.tile else "aim_height"))
        height = min(height, self.height() * BOX_SHARE)
        width = height * look.size("aim_width") / look.size("aim_height")
        box = QRectF(0, 0, width, height)
        box.moveCenter(QRectF(self.rect()).center())
        return [box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft()]

    def aimed(self, aim: Aim) -> list[QPointF]:
        """The corners of the part of the picture in which codes are read."""
        place, edge = self.cover(), float(self.look.space(3))
        box = QRectF(
            QPointF(
                place.left() + aim.left * place.width() / THOUSAND,
                place.top() + aim.top * place.height() / THOUSAND,
            ),
            QPointF(
                place.left() + aim.right * place.width() / THOUSAND,
                place.top() + aim.bottom * place.height() / THOUSAND,
            ),
        )
        hint = self.look.size("reader_hint")
        # In a low picture the words below would lie on the lower corners.
        is_low = bool(self.hint) and self.height() < hint * LOW_HINTS
        below = hint + 2 * self.look.space(4) if is_low else edge
        seen = place.intersected(QRectF(self.rect())).adjusted(edge, edge, -edge, -below)
        box = box.intersected(seen)
        return [box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft()]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws picture, corners and pills."""
        look, painter = self.look, begin(QPainter(self))
        rect, radius = QRectF(self.rect()), look.radius("surface")
        if self.image.isNull():
            painter.fillRect(rect, look.colour("picture"))
        else:
            if self.whole:
                painter.fillRect(rect, look.colour("picture"))
            painter.drawImage(self.cover(), self.image)
        for points in self.aims():
            self.draw_corners(painter, points)
        self.draw_pills(painter, rect)
        self.round_off(painter, rect, radius)
        paint.draw_box(painter, look, rect, radius, Box("", "line", look.stroke("hairline")))
        painter.end()

    def round_off(self, painter: QPainter, rect: QRectF, radius: float) -> None:
        """Covers the picture's square edges; clipping the picture itself is far slower."""
        outside, inside = QPainterPath(), QPainterPath()
        outside.addRect(rect)
        inside.addRoundedRect(rect, radius, radius)
        painter.fillPath(outside.subtracted(inside), self.look.colour("canvas"))

    def draw_corners(self, painter: QPainter, points: list[QPointF]) -> None:
        """Draws the brackets at the four corners: white, with a dark edge for any ground."""
        aim = self.look.stroke("aim")
        path = brackets(points)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((QColor(8, 10, 12, EDGE_ALPHA), aim * 1.8), (QColor("white"), aim)):
            pen = QPen(colour, width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPath(path)

    def draw_pills(self, painter: QPainter, rect: QRectF) -> None:
        """Draws the state top left, and what to do at the bottom."""
        look, edge = self.look, self.look.space(2 if self.tile else 3)
        height = look.size("reader_pill")
        if self.word:
            icon = "check-circle-fill" if self.read else "camera-fill"
            width = self.pill_width(self.word, "caption_medium")
            # Where the whole picture is shown, the frame for cards needs its upper corners.
            top = rect.height() - edge - height if self.whole else edge
            place = QRectF(edge, top, min(width, rect.width() - 2 * edge), height)
            self.draw_pill(painter, place, icon, self.word, "caption_medium")
        if self.hint:
            height = look.size("reader_hint")
            width = min(self.pill_width(self.hint, "pill"), rect.width() - 2 * edge)
            place = QRectF(rect.center().x() - width / 2, 0, width, height)
            place.moveBottom(rect.bottom() - look.space(4))
            self.draw_pill(painter, place, "qr-code", self.hint, "pill")

    def pill_width(self, words: str, role: str) -> float:
        """The width of a pill in px."""
        look = self.look
        words_px = paint.words_width(words, look.font(role))
        return words_px + look.size("icon_status") + look.space(2) + 2 * look.space(3)

    def draw_pill(self, painter: QPainter, place: QRectF, icon: str, words: str, role: str) -> None:
        """Draws one dark pill with icon and words."""
        look, ink = self.look, self.look.colour("on_picture")
        ground = look.colour("pill")
        ground.setAlpha(PILL_ALPHA)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(place, place.height() / 2, place.height() / 2)
        side, left = look.size("icon_status"), place.left() + look.space(3)
        paint.draw_icon(painter, look, paint.square(place.center().y(), left, side), icon, ink)
        left += side + look.space(2)
        room = QRectF(left, place.top(), place.right() - left - look.space(2), place.height())
        paint.draw_words(painter, room, words, look.font(role), ink)


def brackets(points: list[QPointF]) -> QPainterPath:
    """The path of four rounded corner brackets of a quadrilateral."""
    path = QPainterPath()
    for index, corner in enumerate(points):
        before, after = points[index - 1], points[(index + 1) % len(points)]
        arm = SHARE_OF_SIDE
        if abs((before - corner).manhattanLength()) > abs((after - corner).manhattanLength()):
            towards = (arm * 0.65, arm)
        else:
            towards = (arm, arm * 0.65)
        first = corner + (before - corner) * towards[0]
        last = corner + (after - corner) * towards[1]
        path.moveTo(first)
        path.lineTo(corner + (first - corner) * ROUND_SHARE)
        path.quadTo(corner, corner + (last - corner) * ROUND_SHARE)
        path.lineTo(last)
    return path

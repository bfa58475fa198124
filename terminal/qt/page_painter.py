"""Paints pages of print on screens and printers: the same outlines as their PDF, in millimetres."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPen,
    QTransform,
)

from cards.drawing.fonts import Fonts
from cards.drawing.outlines import filled
from cards.drawing.paths import rounded
from cards.drawing.pdf_content import gradient_line
from cards.drawing.pictures import picture_of
from cards.drawing.shapes import (
    DOT_MM,
    Bars,
    Clip,
    Gradient,
    Group,
    Modules,
    Page,
    Path,
    Photo,
    Shape,
    Stroke,
    snapped,
)


def paint(painter: QPainter, page: Page, pixels_per_mm: float, fonts: Fonts) -> None:
    """Paint a page at the painter's origin. Raises Refusal as setting its texts does."""
    painter.save()
    painter.scale(pixels_per_mm, pixels_per_mm)
    painter.setClipRect(QRectF(0, 0, page.width_mm, page.height_mm), Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setPen(Qt.PenStyle.NoPen)
    _shapes(painter, page.shapes, fonts)
    painter.restore()


def image_of(page: Page, width_px: int, fonts: Fonts) -> QImage:
    """Give a page as a picture of a width, on white. Raises Refusal as `paint`."""
    scale = width_px / page.width_mm
    image = QImage(width_px, max(1, round(page.height_mm * scale)), QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    paint(painter, page, scale, fonts)
    painter.end()
    return image


def path_of(path: Path, *, close: bool = True) -> QPainterPath:
    """Give a path of shapes as Qt has it; its contours are closed where they are filled."""
    painted = QPainterPath()
    painted.setFillRule(Qt.FillRule.WindingFill)
    for letter, points in path:
        ends = [QPointF(x, y) for x, y in zip(points[::2], points[1::2], strict=True)]
        if letter == "M":
            if close and not painted.isEmpty():
                painted.closeSubpath()
            painted.moveTo(ends[0])
        elif letter == "L":
            painted.lineTo(ends[0])
        else:
            painted.cubicTo(*ends)
    if close and not painted.isEmpty():
        painted.closeSubpath()
    return painted


def _shapes(painter: QPainter, shapes: Iterable[Shape], fonts: Fonts) -> None:
    for shape in shapes:
        match shape:
            case Group():
                _group(painter, shape, fonts)
            case Gradient():
                painter.fillPath(_box(shape), _gradient(shape))
            case Photo():
                _photo(painter, shape)
            case Stroke():
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.strokePath(path_of(shape.path, close=shape.closed), _pen(shape))
            case _:
                # Where every dot has a pixel, codes are whole: soft edges would blur them.
                whole = isinstance(shape, Modules | Bars) and _pixels_a_dot(painter) >= 1.0
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, not whole)
                path, colour = filled(shape, fonts)
                painter.fillPath(path_of(path), QColor(colour))


def _pixels_a_dot(painter: QPainter) -> float:
    across = painter.worldTransform()
    # A hair more, so that a printer of exactly 300 dots to the inch counts as one.
    return DOT_MM * max(abs(across.m11()), abs(across.m12())) * 1.001


def _group(painter: QPainter, group: Group, fonts: Fonts) -> None:
    painter.save()
    painter.setTransform(
        QTransform()
        .translate(snapped(group.x_mm), snapped(group.y_mm))
        .rotate(90 * group.quarters),
        True,
    )
    if group.clip is not None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipPath(_box(group.clip), Qt.ClipOperation.IntersectClip)
    _shapes(painter, group.shapes, fonts)
    painter.restore()


def _photo(painter: QPainter, photo: Photo) -> None:
    picture = picture_of(photo)
    place = QRectF(picture.x_mm, picture.y_mm, picture.width_mm, picture.height_mm)
    painter.drawImage(place, QImage.fromData(picture.as_file()))


def _gradient(gradient: Gradient) -> QBrush:
    line = QLinearGradient(*gradient_line(gradient))
    last = len(gradient.colours) - 1
    for at, colour in enumerate(gradient.colours):
        line.setColorAt(at / last, QColor(colour))
    return QBrush(line)


def _pen(stroke: Stroke) -> QPen:
    pen = QPen(QColor(stroke.colour), stroke.width_mm)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap if stroke.round else Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin if stroke.round else Qt.PenJoinStyle.BevelJoin)
    if stroke.dash_mm:
        pen.setDashPattern([stroke.dash_mm / stroke.width_mm] * 2)
    return pen


def _box(box: Gradient | Clip) -> QPainterPath:
    return path_of(rounded(box.x_mm, box.y_mm, box.width_mm, box.height_mm, box.radius_mm))

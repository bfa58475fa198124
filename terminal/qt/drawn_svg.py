"""Draws an SVG file as a picture, for the shop's logo."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSizeF
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer


def svg_as_png(data: bytes, side_px: int) -> bytes:
    """Give a drawing as PNG on nothing, its longer side so long; empty where it cannot be drawn."""
    renderer = QSvgRenderer(QByteArray(data))
    if not renderer.isValid():
        return b""
    size = QSizeF(renderer.defaultSize())
    longer = max(size.width(), size.height())
    if longer <= 0:
        return b""
    scaled = (size * (side_px / longer)).toSize()
    if scaled.isEmpty():
        return b""
    image = QImage(scaled, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    renderer.render(painter, QRectF(0, 0, scaled.width(), scaled.height()))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(buffer.data().data())

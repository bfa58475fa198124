"""How a card looks, on screen: the very page that is printed, painted in its size."""

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from terminal.qt import paint
from terminal.qt.look import Look
from terminal.qt.paint import Box, begin

Faces = tuple[QImage, ...]
GAP_SHARE = 0.06
"""The gap between the sides of a card, as a part of its width."""


class CardPicture(QWidget):
    """The sides of a card below each other, each as large as there is room for."""

    def __init__(self, look: Look, faces: Callable[[int], Faces], name: str) -> None:
        """`faces` paints the sides at a width in pixels of the screen itself."""
        super().__init__()
        self.look, self.faces = look, faces
        self.drawn: tuple[int, Faces] = (0, ())
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """It takes what is left."""
        side = self.look.size("set_up_side")
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the sides; both have the same width, and the whole stands in the middle."""
        painter = begin(QPainter(self))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        width = self.fitting()
        faces = self.at(round(width * self.devicePixelRatioF()))
        if not faces:
            painter.end()
            return
        heights = [width * each.height() / each.width() for each in faces]
        gap = width * GAP_SHARE
        top = (self.height() - sum(heights) - gap * (len(faces) - 1)) / 2
        left = (self.width() - width) / 2
        edge = Box("", "line", self.look.stroke("hairline"))
        for face, height in zip(faces, heights, strict=True):
            rect = QRectF(left, top, width, height)
            painter.drawImage(rect, face)
            paint.draw_box(painter, self.look, rect, 0, edge)
            top += height + gap
        painter.end()

    def at(self, width_px: int) -> Faces:
        """The sides at a width, painted once."""
        if self.drawn[0] != width_px:
            self.drawn = (width_px, self.faces(max(width_px, 1)))
        return self.drawn[1]

    def fitting(self) -> float:
        """The width at which all sides have room."""
        sides = self.drawn[1] or self.at(round(self.width() * self.devicePixelRatioF()))
        share = sum(each.height() / each.width() for each in sides) or 1.0
        share += GAP_SHARE * max(len(sides) - 1, 0)
        return max(1.0, min(float(self.width()), self.height() / share))


def no_faces(width_px: int) -> Faces:
    """Gives nothing, where no design is chosen."""
    del width_px
    return ()

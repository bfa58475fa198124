"""The grounds things stand on: panels, notes, hairlines, and the shadow of the one in focus."""

from typing import TypeVar

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from terminal.qt import paint
from terminal.qt.look import Look
from terminal.qt.paint import Box, begin

L = TypeVar("L", bound=QBoxLayout)
SHADOW_ALPHA = 4
SHADOW_RINGS = 5


class Panel(QFrame):
    """A surface with a hairline border; `lit` marks the one the eye should go to."""

    def __init__(
        self, look: Look, *, ground: str = "surface", border: str = "line", lit: bool = False
    ) -> None:
        super().__init__()
        self.look, self.ground, self.border, self.lit = look, ground, border, lit
        self.radius_name = "surface"

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the ground."""
        painter = begin(QPainter(self))
        box = Box(self.ground, self.border, self.look.stroke("hairline"))
        radius = self.look.radius(self.radius_name)
        paint.draw_box(painter, self.look, QRectF(self.rect()), radius, box)
        painter.end()


class TapPanel(Panel):
    """A surface that answers a tap, and says to a screen reader what it is."""

    tapped = Signal()

    def __init__(self, look: Look, name: str) -> None:
        super().__init__(look)
        self.setAccessibleName(name)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A tap on what has no button of its own."""
        self.tapped.emit()
        super().mouseReleaseEvent(event)


def draw_shadows(painter: QPainter, look: Look, ground: QWidget) -> None:
    """Draws on `ground` the soft shadow of each lit panel on it; in the dark there is none."""
    if look.dark:
        return
    begin(painter)
    painter.setPen(QColor(0, 0, 0, 0))
    painter.setBrush(QColor(16, 20, 24, SHADOW_ALPHA))
    for panel in ground.findChildren(Panel):
        if panel.lit and panel.isVisibleTo(ground):
            place = QRectF(panel.rect()).translated(panel.mapTo(ground, panel.rect().topLeft()))
            # What the panel covers anyway is left out: filling it five times costs a frame.
            corner = look.radius("surface")
            covered = place.adjusted(corner, corner, -corner, -corner).toRect()
            painter.setClipRegion(QRegion(ground.rect()).subtracted(QRegion(covered)))
            for ring in range(1, SHADOW_RINGS + 1):
                spread, drop = look.px(ring) / 2, look.px(ring)
                shade = place.adjusted(-spread, spread, spread, drop)
                radius = look.radius("surface") + spread
                painter.drawRoundedRect(shade, radius, radius)
            painter.setClipping(False)


class Hairline(QFrame):
    """A one pixel line between things."""

    def __init__(self, look: Look, *, upright: bool = False, ink: str = "line") -> None:
        super().__init__()
        self.look, self.ink = look, ink
        width = look.stroke("selected" if ink == "text" else "hairline")
        if upright:
            self.setFixedWidth(width)
        else:
            self.setFixedHeight(width)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Fills it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.look.colour(self.ink))
        painter.end()


def row(gap: int = 0, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QHBoxLayout:
    """A horizontal layout with this gap and these margins in px."""
    return tuned(QHBoxLayout(), gap, margins)


def column(gap: int = 0, margins: tuple[int, int, int, int] = (0, 0, 0, 0)) -> QVBoxLayout:
    """A vertical layout with this gap and these margins in px."""
    return tuned(QVBoxLayout(), gap, margins)


def tuned(layout: L, gap: int, margins: tuple[int, int, int, int]) -> L:
    """The layout with its gap and margins set; Qt's own defaults follow the platform."""
    layout.setSpacing(gap)
    layout.setContentsMargins(*margins)
    return layout


def boxed(layout: QBoxLayout) -> QWidget:
    """A bare widget around a layout."""
    widget = QWidget()
    widget.setLayout(layout)
    return widget

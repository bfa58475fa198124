"""Rows of the camera's set-up: a camera to choose, a setting that a touch moves on."""

from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from terminal.qt import paint
from terminal.qt.buttons import TouchButton
from terminal.qt.look import Look
from terminal.qt.paint import Box, begin
from terminal.till.camera_values import CameraRow, Switch

WRAPPED = int(Qt.TextFlag.TextWordWrap)


class CameraButton(TouchButton):
    """One camera: its name, and whether it is the one in use."""

    def __init__(self, look: Look, entry: CameraRow, *, chosen: bool) -> None:
        super().__init__(look, entry.name)
        self.entry, self.chosen = entry, chosen
        self.setCheckable(True)
        self.setChecked(chosen)
        self.setAccessibleDescription(entry.caption)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(self.sizeHint().height())

    def words_px(self) -> int:
        """The width that the name has, in px; what is wider goes on below."""
        look = self.look
        around = 2 * look.size("panel_x") + look.space(4) + 2 * look.space(3) + look.size("icon")
        return look.size("set_up_side") - around

    def name_px(self) -> int:
        """The height that the name takes in px: makers give cameras long names."""
        metrics = QFontMetricsF(self.look.font("body_strong"))
        room = QRectF(0, 0, self.words_px(), self.look.size("side"))
        return ceil(metrics.boundingRect(room, WRAPPED, self.words).height())

    def sizeHint(self) -> QSize:
        """It takes the width it is given, and the height of its words."""
        look = self.look
        below = look.line_px("caption") if self.entry.caption else 0
        words = self.name_px() + below + 2 * look.space(2)
        return QSize(look.size("set_up_side"), max(look.size("journal"), words))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws icon, name and caption under it; the chosen one is filled and bordered."""
        look, painter = self.look, begin(QPainter(self))
        radius = look.radius("control")
        rect = self.inside(painter, radius)
        rest = "sunken" if self.isDown() else "surface"
        box = Box(rest, "line", look.stroke("hairline"))
        if self.chosen:
            box = Box("accent_soft", "accent", look.stroke("selected"))
        paint.draw_box(painter, look, rect, radius, box)
        gap, side, middle = look.space(3), look.size("icon"), rect.center().y()
        icon = "check-circle-fill" if self.chosen else "camera"
        ink = look.colour("accent" if self.chosen else "muted")
        place = paint.square(middle, look.space(4), side)
        paint.draw_icon(painter, look, place, icon, ink)
        high, low = self.name_px(), look.line_px("caption") if self.entry.caption else 0
        top = middle - (high + low) / 2
        name = QRectF(place.right() + gap, top, self.words_px(), high)
        painter.setFont(look.font("body_strong"))
        painter.setPen(look.colour("text"))
        painter.drawText(name, WRAPPED, self.words)
        under = QRectF(name.left(), name.bottom(), name.width(), low)
        ink = look.colour("text" if self.chosen else "muted")
        paint.draw_words(painter, under, self.entry.caption, look.font("caption"), ink)
        painter.end()


class SwitchButton(TouchButton):
    """One setting with its digit at the left and how it stands at the right."""

    def __init__(self, look: Look, entry: Switch) -> None:
        super().__init__(look, entry.label)
        self.entry = entry
        self.setAccessibleName(f"{entry.label}: {entry.value}")
        self.setAccessibleDescription(entry.key)
        self.setFixedHeight(look.size("mini"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """It takes the width it is given."""
        return QSize(self.look.size("set_up_side"), self.look.size("mini"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws keycap, label and value; a value that is not the usual one stands out."""
        look, painter = self.look, begin(QPainter(self))
        radius = look.radius("control")
        rect = self.inside(painter, radius)
        if self.isDown():
            paint.draw_box(painter, look, rect, radius, Box("sunken"))
        middle, gap = rect.center().y(), look.space(3)
        height, width = look.size("keycap_height"), paint.cap_width(look, self.entry.key)
        cap = QRectF(rect.left() + look.space(1), middle - height / 2, width, height)
        paint.draw_cap(painter, look, cap, self.entry.key, paint.CAP_REST)
        font = look.font("body_strong")
        wide = paint.words_width(self.entry.value, font)
        value = QRectF(rect.right() - look.space(1) - wide, rect.top(), wide, rect.height())
        ink = look.colour("accent" if self.entry.is_on else "text")
        paint.draw_words(painter, value, self.entry.value, font, ink, paint.RIGHT)
        left = cap.right() + gap
        room = QRectF(left, rect.top(), max(0.0, value.left() - gap - left), rect.height())
        paint.draw_words(painter, room, self.words, look.font("body"), look.colour("text"))
        painter.end()

"""Where typing shows: the number line, and the amount band with its Enter button."""

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from terminal.qt import paint
from terminal.qt.look import Look
from terminal.qt.paint import Box, begin


class Field(QLabel):
    """Shows what is being typed, committed and not yet; typing itself goes to the window."""

    tapped = Signal()

    def __init__(self, look: Look, name: str, height: str, *, lit: bool = True) -> None:
        super().__init__()
        self.look, self.name, self.lit = look, name, lit
        self.value, self.tentative, self.meaning = "", "", ""
        self.setFixedHeight(look.size(height))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_typed("")

    def set_typed(self, value: str, meaning: str = "") -> None:
        """Shows what the till has taken, and what it means ("Find phone ..50")."""
        self.value, self.meaning, self.tentative = value, meaning, ""
        self.speak()

    def set_tentative(self, text: str) -> None:
        """Shows keys that may still turn out to be a scan, in a paler ink."""
        self.tentative = text
        self.speak()

    def speak(self) -> None:
        """Tells a screen reader what stands here and draws it."""
        self.setAccessibleName(self.name)
        said = " ".join(part for part in (self.value + self.tentative, self.meaning) if part)
        self.setText(said)
        self.setAccessibleDescription(said)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A tap asks for the number pad, for shops without a keyboard."""
        self.tapped.emit()
        event.accept()

    def draw_ground(self, painter: QPainter) -> QRectF:
        """Draws the field, with the ring when keys go here, and returns its rectangle."""
        rect, radius = QRectF(self.rect()), self.look.radius("field")
        border = "line_strong" if not self.lit else ""
        box = Box("surface", border, self.look.stroke("hairline"))
        paint.draw_box(painter, self.look, rect, radius, box)
        if self.lit:
            paint.draw_ring(painter, self.look, rect, radius)
        return rect

    def draw_value(self, painter: QPainter, rect: QRectF, role: str) -> float:
        """Draws the typed text with the caret after it; returns where that ends, in px."""
        look, font = self.look, self.look.font(role)
        end = rect.left()
        for words, ink in ((self.value, "text"), (self.tentative, "faint")):
            if words:
                room = QRectF(end, rect.top(), rect.right() - end, rect.height())
                end += paint.draw_words(painter, room, words, font, look.colour(ink))
        end += look.space(1)
        if self.lit:
            height = font.pixelSize() * 0.92
            paint.draw_caret(painter, look, QPointF(end, rect.center().y()), height)
        return end + look.size("caret")


class NumberLine(Field):
    """The line that takes phone, last four or amount: icon, digits, meaning, Enter."""

    def __init__(
        self,
        look: Look,
        hint: str,
        icon: str = "keyboard",
        action: str = "",
        key: str = "Enter",
        *,
        height: str = "number_line",
        lit: bool = True,
    ) -> None:
        self.hint, self.icon, self.action, self.key = hint, icon, action, key
        super().__init__(look, hint, height, lit=lit)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for the text to elide."""
        return QSize(self.look.space(10), self.height())

    def draw_right(self, painter: QPainter, rect: QRectF) -> float:
        """Draws meaning, action and keycap from the right; returns where they start, in px."""
        look, end = self.look, rect.right() - self.look.space(4)
        if self.action and self.key:
            width, height = paint.cap_width(look, self.key), look.size("keycap_height")
            cap = QRectF(end - width, rect.center().y() - height / 2, width, height)
            paint.draw_cap(painter, look, cap, self.key, paint.CAP_REST)
            end -= width + look.space(3)
        words, font = self.meaning or self.action, look.font("caption")
        width = min(paint.words_width(words, font), round(rect.width() / 2))
        place = QRectF(end - width, rect.top(), width, rect.height())
        paint.draw_words(painter, place, words, font, look.colour("muted"))
        return end - width - look.space(3)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the line."""
        look, painter = self.look, begin(QPainter(self))
        rect = self.draw_ground(painter)
        side, left = look.size("icon_line"), look.space(5)
        place = paint.square(rect.center().y(), left, side)
        paint.draw_icon(painter, look, place, self.icon, look.colour("muted"))
        left += side + look.space(3)
        end = self.draw_right(painter, rect)
        room = QRectF(left, rect.top(), max(0.0, end - left), rect.height())
        if self.value or self.tentative:
            small = self.height() < look.size("number_line")
            self.draw_value(painter, room, "body_strong" if small else "number")
        else:
            self.draw_hint(painter, room)
        painter.end()

    def draw_hint(self, painter: QPainter, room: QRectF) -> None:
        """Draws the caret and what may be typed."""
        look, font = self.look, self.look.font("hint")
        if self.lit:
            at = QPointF(room.left(), room.center().y())
            paint.draw_caret(painter, look, at, font.pixelSize() * 1.35)
            room = room.adjusted(look.space(2), 0, 0, 0)
        paint.draw_words(painter, room, self.hint, font, look.colour("faint"))


class AmountBand(Field):
    """The member screen's amount: currency, caret and hint; its button stands on it."""

    def __init__(
        self, look: Look, hint: str, currency: str, *, note: str = "", role: str = "band"
    ) -> None:
        self.hint, self.currency, self.note, self.role = hint, currency, note, role
        super().__init__(look, hint, "amount_band")

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for the text to elide."""
        return QSize(self.look.space(10), self.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the amount, or the currency with the hint after the caret."""
        look, painter = self.look, begin(QPainter(self))
        rect = self.draw_ground(painter)
        room = rect.adjusted(look.space(6), 0, -look.space(6), 0)
        if self.note:
            font = look.font("body")
            paint.draw_words(painter, room, self.note, font, look.colour("muted"), paint.RIGHT)
        if self.layout() is not None:
            room.setRight(self.childrenRect().left() - look.space(3))
        if self.value or self.tentative:
            room.setLeft(self.draw_value(painter, room, self.role) + look.space(3))
            font, ink = look.font("caption"), look.colour("muted")
            paint.draw_words(painter, room, self.meaning, font, ink, paint.RIGHT)
        else:
            self.draw_empty(painter, room)
        painter.end()

    def draw_empty(self, painter: QPainter, room: QRectF) -> None:
        """Draws currency, caret and hint."""
        look, font = self.look, self.look.font("currency")
        ink = look.colour("faint")
        room = room.adjusted(
            paint.draw_words(painter, room, self.currency, font, ink) + look.space(4), 0, 0, 0
        )
        paint.draw_caret(
            painter, look, QPointF(room.left(), room.center().y()), font.pixelSize() * 1.15
        )
        room = room.adjusted(look.space(4), 0, 0, 0)
        paint.draw_words(painter, room, self.hint, look.font("lead"), ink)

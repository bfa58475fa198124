"""The buttons: keys of the bar, actions with their keycap, digits and segments."""

from enum import StrEnum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from terminal.qt import paint
from terminal.qt.look import Look
from terminal.qt.paint import Box, Cap, begin


class Kind(StrEnum):
    """What a button is for, which is how it looks."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    QUIET = "quiet"
    HARMFUL = "harmful"


class TouchButton(QPushButton):
    """A push button that a tap does not focus: the ring stays where the keys go."""

    def __init__(self, look: Look, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words.replace("&", "&&"), parent)
        self.look = look
        self.words = words
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoDefault(False)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def inside(self, painter: QPainter, radius: float) -> QRectF:
        """The rectangle to fill; with keyboard focus it steps back and the ring is drawn."""
        rect = QRectF(self.rect())
        if not self.hasFocus():
            return rect
        paint.draw_ring(painter, self.look, rect, radius)
        step = self.look.stroke("focus") + self.look.stroke("selected")
        return rect.adjusted(step, step, -step, -step)

    def minimumSizeHint(self) -> QSize:
        """Narrow enough to elide, never lower than a finger."""
        return QSize(self.look.space(10), self.sizeHint().height())


class ActionButton(TouchButton):
    """What can be done here, with the key that does it: `Give 62 points [Enter]`."""

    def __init__(
        self,
        look: Look,
        words: str,
        kind: Kind = Kind.SECONDARY,
        *,
        key: str = "",
        icon: str = "",
        size: str = "button",
        ready: bool = True,
        left: bool = False,
    ) -> None:
        super().__init__(look, words)
        self.kind, self.key, self.sign, self.size_name, self.left = kind, key, icon, size, left
        self.setEnabled(ready)
        self.setAccessibleDescription(key)
        self.setFixedHeight(look.size(size))

    def role(self) -> str:
        """The type role of the words."""
        if self.size_name in {"primary", "band_button"}:
            strong = self.kind in {Kind.PRIMARY, Kind.HARMFUL}
            return "action" if strong else "action_medium"
        if self.size_name == "mini":
            return "caption_strong"
        return "body_medium" if self.kind is Kind.QUIET else "body_strong"

    def pad(self) -> int:
        """The padding left and right in px."""
        names = {"primary": "primary_pad", "band_button": "primary_pad", "mini": "mini_pad"}
        return self.look.size(names.get(self.size_name, "button_pad"))

    def parts_width(self) -> int:
        """The width of icon, words and keycap with the gaps between them, in px."""
        look, gap = self.look, self.look.space(3)
        widths = [paint.words_width(self.words, look.font(self.role()))]
        widths += [look.size("icon_reward")] if self.sign else []
        widths += [paint.cap_width(look, self.key)] if self.key else []
        widths = [width for width in widths if width]
        return sum(widths) + gap * (len(widths) - 1)

    def sizeHint(self) -> QSize:
        """As wide as its parts, as high as its kind."""
        return QSize(self.parts_width() + 2 * self.pad(), self.look.size(self.size_name))

    def box(self) -> Box:
        """Fill and border for the state it is in."""
        if not self.isEnabled():
            return Box("sunken")
        if self.kind is Kind.PRIMARY:
            name = "accent_hover" if self.underMouse() else "accent"
            return Box("accent_pressed" if self.isDown() else name)
        fill = "sunken" if self.isDown() else "canvas" if self.underMouse() else "surface"
        if self.kind is Kind.HARMFUL:
            return Box(fill, "danger", self.look.stroke("selected"))
        border = "line" if self.kind is Kind.QUIET else "line_strong"
        return Box(fill, border, self.look.stroke("hairline"))

    def inks(self) -> tuple[str, Cap]:
        """The ink of the words and the look of the keycap."""
        if not self.isEnabled():
            return "faint", paint.CAP_NOT_YET
        if self.kind is Kind.PRIMARY:
            return "on_accent", paint.CAP_ON_ACCENT
        return ("danger" if self.kind is Kind.HARMFUL else "text"), paint.CAP_REST

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws box, icon, words and keycap; the cap leads on every kind but the primary."""
        look, painter = self.look, begin(QPainter(self))
        radius = look.radius("field" if self.size_name == "primary" else "control")
        rect = self.inside(painter, radius)
        paint.draw_box(painter, look, rect, radius, self.box())
        ink_name, cap = self.inks()
        ink, gap, middle = look.colour(ink_name), look.space(3), rect.center().y()
        room = self.width() - 2 * self.pad()
        spare = max(0, room - self.parts_width())
        x = self.pad() + (0 if self.left else spare / 2)
        end = self.width() - self.pad() - (spare if self.left else spare / 2)
        if self.key:
            width, height = paint.cap_width(look, self.key), look.size("keycap_height")
            trails = self.kind is Kind.PRIMARY
            place = QRectF(end - width if trails else x, middle - height / 2, width, height)
            paint.draw_cap(painter, look, place, self.key, cap)
            x, end = (x, end - width - gap) if trails else (x + width + gap, end)
        if self.sign:
            side = look.size("icon_reward")
            paint.draw_icon(painter, look, paint.square(middle, x, side), self.sign, ink)
            x += side + gap
        words = QRectF(x, rect.top(), max(0.0, end - x), rect.height())
        paint.draw_words(painter, words, self.words, look.font(self.role()), ink)
        painter.end()


class KeyButton(TouchButton):
    """A key of the bar: `rest`, `here` (its screen is open) or `not_now` (faint, still said)."""

    def __init__(self, look: Look, key: str, words: str, state: str = "rest") -> None:
        super().__init__(look, words)
        self.key, self.state, self.stacked = key, state, False
        self.setAccessibleDescription(key)
        self.setFixedHeight(look.size("key_height"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setEnabled(state != "not_now")

    def cap_width(self) -> int:
        """The width of its keycap in px."""
        return paint.cap_width(self.look, self.key, "key_cap_pad")

    def stack(self) -> None:
        """Puts the words under the keycap, where a bar has many keys and little room."""
        self.stacked = True
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As wide as its words; the bar shares out the rest evenly."""
        look = self.look
        words = paint.words_width(self.words, look.font("key")) + 2
        width = words + self.cap_width() + look.size("key_icon_gap") + 2 * look.size("key_pad")
        if self.stacked:
            width = max(words, self.cap_width()) + 2 * look.size("key_icon_gap")
        return QSize(width, look.size("key_height"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the key in its state."""
        look, painter = self.look, begin(QPainter(self))
        radius = look.radius("control")
        rect = self.inside(painter, radius)
        rest = "sunken" if self.isDown() else "surface"
        boxes = {
            "here": Box(rest, "accent", look.stroke("selected")),
            "not_now": Box("", "line", look.stroke("hairline")),
        }
        inks = {"here": "accent", "not_now": "faint"}
        box = boxes.get(self.state, Box(rest, "line", look.stroke("hairline")))
        paint.draw_box(painter, look, rect, radius, box)
        cap = paint.CAP_FAINT if self.state == "not_now" else paint.CAP_REST
        height, left = look.size("keycap_height"), look.size("key_pad")
        place = QRectF(left, rect.center().y() - height / 2, self.cap_width(), height)
        start = place.right() + look.size("key_icon_gap")
        words = QRectF(start, rect.top(), rect.right() - start - 2, rect.height())
        align = paint.LEFT
        if self.stacked:
            line = look.line_px("key")
            top = rect.center().y() - (height + line) / 2
            place = QRectF(rect.center().x() - self.cap_width() / 2, top, self.cap_width(), height)
            words = QRectF(rect.left(), place.bottom(), rect.width(), line)
            align = paint.CENTRE
        paint.draw_cap(painter, look, place, self.key, cap)
        ink = look.colour(inks.get(self.state, "text"))
        paint.draw_words(painter, words, self.words, look.font("key"), ink, align)
        painter.end()


class DigitButton(TouchButton):
    """A key of a number pad: a digit, or an icon with words for a screen reader."""

    def __init__(self, look: Look, words: str, *, icon: str = "", cap: str = "") -> None:
        super().__init__(look, words)
        self.sign, self.cap = icon, cap
        self.setFixedHeight(look.size("lock_key"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A little wider than high."""
        return QSize(self.look.size("lock_key"), self.look.size("lock_key"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the key; all keys look alike when pressed."""
        look, painter = self.look, begin(QPainter(self))
        radius = look.radius("control")
        rect = self.inside(painter, radius)
        fill = "sunken" if self.isDown() else "surface"
        border = "line" if self.sign or self.cap else "line_strong"
        paint.draw_box(painter, look, rect, radius, Box(fill, border, look.stroke("hairline")))
        if self.sign:
            side = look.size("icon_line")
            place = QRectF(rect.center().x() - side / 2, rect.center().y() - side / 2, side, side)
            paint.draw_icon(painter, look, place, self.sign, look.colour("text"))
        elif self.cap:
            width, height = paint.cap_width(look, self.cap), look.size("keycap_height")
            place = QRectF(0, 0, width, height)
            place.moveCenter(rect.center())
            paint.draw_cap(painter, look, place, self.cap, paint.CAP_REST)
        else:
            font, ink = look.font("digit"), look.colour("text")
            paint.draw_words(painter, rect, self.words, font, ink, paint.CENTRE)
        painter.end()

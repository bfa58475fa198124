"""What a member touches on their side: tiles with a reason, faces, and wide buttons."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from terminal.qt import paint
from terminal.qt.buttons import TouchButton
from terminal.qt.look import Look
from terminal.qt.pad_text import SCALES, broken, line_height, scaled
from terminal.qt.paint import Box, begin
from terminal.till.screens_display import DisplayButton, DisplayTile

LINES_MOST = 2


def prepare(key: TouchButton) -> None:
    """Lets a button of the member's side take any size, and not change under a pointer."""
    key.setAttribute(Qt.WidgetAttribute.WA_Hover, on=False)
    key.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)


def ground(key: TouchButton, *, primary: bool = False, dashed: bool = False) -> Box:
    """Fill and border for the state that a button is in."""
    width = key.look.stroke("selected")
    if dashed:
        return Box("", "line_strong", width, dashed=True)
    if key.isDown():
        return Box("accent_pressed" if primary else "track", "text", width)
    return Box(*(("accent", "accent") if primary else ("surface", "line_strong")), width)


class Tile(TouchButton):
    """A reward or cause to choose; one that cannot be used is dashed and says why."""

    def __init__(self, look: Look, tile: DisplayTile, parent: QWidget) -> None:
        super().__init__(look, tile.title, parent)
        prepare(self)
        self.tile, self.scale = tile, 1.0
        self.setAccessibleName(f"{tile.title}. {tile.caption}" if tile.caption else tile.title)
        self.setEnabled(tile.state == "usable")

    def is_cut(self) -> bool:
        """Whether some of its words cannot be seen."""
        return not self.fits(self.scale)

    def parts(self, scale: float) -> tuple[tuple[QFont, tuple[str, ...], str], ...]:
        """Font, lines and role of the title and of what stands under it."""
        room = self.width() - 2 * self.inset()
        parts = []
        for role, words in (("display_strong", self.tile.title), ("pad_caption", self.caption())):
            font = scaled(self.look, role, scale)
            sign = self.sign_px(font) if role == "pad_caption" else 0
            parts.append((font, broken(words, font, room - sign) if words else (), role))
        return tuple(parts)

    def caption(self) -> str:
        """What stands under the title."""
        return self.tile.caption

    def inset(self) -> int:
        """The padding, in px; a low tile has less."""
        return min(self.look.size("display_panel"), max(self.height() // 6, 1))

    def sign_px(self, font: QFont) -> int:
        """What the hourglass of a reason takes from the width."""
        return 0 if self.isEnabled() else round(font.pixelSize() * 1.2)

    def fits(self, scale: float) -> bool:
        """Whether title and caption stand on it, each on two lines at most."""
        room, high = self.width() - 2 * self.inset(), 0
        for font, lines, role in self.parts(scale):
            sign = self.sign_px(font) if role == "pad_caption" else 0
            metrics = QFontMetricsF(font)
            widest = max((metrics.horizontalAdvance(line) for line in lines), default=0.0)
            if widest > room - sign or len(lines) > LINES_MOST:
                return False
            high += len(lines) * line_height(self.look, role, font)
        return high <= self.height() - self.inset()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the tile."""
        look, painter = self.look, begin(QPainter(self))
        radius = look.size("display_radius")
        rect = self.inside(painter, radius)
        paint.draw_box(painter, look, rect, radius, ground(self, dashed=not self.isEnabled()))
        parts = self.parts(self.scale)
        high = sum(len(lines) * line_height(look, role, font) for font, lines, role in parts)
        top = rect.center().y() - high / 2
        for font, lines, role in parts:
            is_caption = role == "pad_caption"
            ink = look.colour("text" if is_caption is not self.isEnabled() else "muted")
            line_px, left = line_height(look, role, font), rect.left() + self.inset()
            if is_caption and lines and not self.isEnabled():
                side = font.pixelSize()
                sign = QRectF(left, top + (line_px - side) / 2, side, side)
                paint.draw_icon(painter, look, sign, "hourglass-medium", ink)
                left += self.sign_px(font)
            for line in lines:
                place = QRectF(left, top, rect.right() - left, line_px)
                paint.draw_words(painter, place, line, font, ink)
                top += line_px
        painter.end()


class Face(TouchButton):
    """A large sign over its word."""

    def __init__(self, look: Look, button: DisplayButton, parent: QWidget) -> None:
        super().__init__(look, button.label, parent)
        prepare(self)
        self.drawn_icon, self.scale = button.icon, 1.0

    def is_cut(self) -> bool:
        """Whether its word cannot be seen."""
        return not self.fits(self.scale)

    def fits(self, scale: float) -> bool:
        """Whether the word stands under its sign."""
        font = scaled(self.look, "display_strong", scale)
        wide = QFontMetricsF(font).horizontalAdvance(self.words)
        high = line_height(self.look, "display_strong", font) * 2
        return wide <= self.width() - 2 * self.look.space(4) and high <= self.height()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws sign and word."""
        look, painter = self.look, begin(QPainter(self))
        radius = look.size("display_radius")
        rect = self.inside(painter, radius)
        paint.draw_box(painter, look, rect, radius, ground(self))
        font = scaled(look, "display_strong", self.scale)
        word_px = line_height(look, "display_strong", font)
        room = rect.height() - word_px - 2 * look.space(4)
        side = min(look.size("display_face"), room, rect.width() * 0.7)
        gap, ink = look.space(4), look.colour("text")
        top = rect.center().y() - (side + gap + word_px) / 2
        sign = QRectF(rect.center().x() - side / 2, top, side, side)
        paint.draw_icon(painter, look, sign, self.drawn_icon, ink)
        words = QRectF(rect.left(), sign.bottom() + gap, rect.width(), word_px)
        paint.draw_words(painter, words, self.words, font, ink, paint.CENTRE)
        painter.end()


class Wide(TouchButton):
    """A sign and a word side by side; the one that goes on is blue."""

    def __init__(
        self, look: Look, button: DisplayButton, parent: QWidget, *, primary: bool = False
    ) -> None:
        super().__init__(look, button.label, parent)
        prepare(self)
        self.drawn_icon, self.primary, self.scale = button.icon, primary, 1.0

    def is_cut(self) -> bool:
        """Whether its word cannot be seen."""
        return not self.fits(self.scale)

    def sign(self, font: QFont) -> int:
        """What sign and gap take."""
        return round(font.pixelSize() * 1.5) if self.drawn_icon else 0

    def fits(self, scale: float) -> bool:
        """Whether word and sign stand side by side."""
        font = scaled(self.look, "display_strong", scale)
        wide = QFontMetricsF(font).horizontalAdvance(self.words) + self.sign(font)
        high = line_height(self.look, "display_strong", font)
        return wide <= self.width() - 2 * self.look.space(6) and high <= self.height()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws sign and word in the middle."""
        look, painter = self.look, begin(QPainter(self))
        radius = look.size("pad_radius")
        rect = self.inside(painter, radius)
        paint.draw_box(painter, look, rect, radius, ground(self, primary=self.primary))
        font = scaled(look, "display_strong", self.scale)
        ink = look.colour("on_accent" if self.primary else "text")
        wide = QFontMetricsF(font).horizontalAdvance(self.words)
        left = rect.center().x() - (wide + self.sign(font)) / 2
        side = font.pixelSize()
        sign = QRectF(left, rect.center().y() - side / 2, side, side)
        paint.draw_icon(painter, look, sign, self.drawn_icon, ink)
        words = QRectF(left + self.sign(font), rect.top(), wide + 2, rect.height())
        paint.draw_words(painter, words, self.words, font, ink)
        painter.end()


DisplayKey = Tile | Face | Wide


def alike(keys: Sequence[DisplayKey]) -> None:
    """Lets all of a group shrink their words as the one that has to shrink most."""
    scales = [next((each for each in SCALES if key.fits(each)), SCALES[-1]) for key in keys]
    for key in keys:
        key.scale = min(scales)
        key.show()
        key.update()

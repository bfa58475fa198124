"""Small pills: chips, tier chips, device states in the top bar, the training plate."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel

from terminal.qt import paint
from terminal.qt.look import Look
from terminal.qt.marks import draw_rank
from terminal.qt.paint import Box, begin

RANK_STEP = 6
RANK_END = 2


class Chip(QLabel):
    """A pill with a sign and words; `ground` and `ink` are colours of the theme."""

    def __init__(  # noqa: PLR0917
        self,
        look: Look,
        words: str,
        icon: str = "",
        ink: str = "text",
        ground: str = "sunken",
        strokes: int = 0,
    ) -> None:
        super().__init__(words)
        self.look, self.icon, self.ink, self.ground = look, icon, ink, ground
        self.strokes = strokes
        self.setAccessibleName(words)
        self.setFixedSize(self.sizeHint())

    def role(self) -> str:
        """The type role of the words."""
        return "caption_strong"

    def pad(self) -> int:
        """The padding left and right in px."""
        return self.look.size("chip_pad" if self.ground else "status_pad")

    def sign_width(self) -> int:
        """The width of the icon or the tier strokes in px."""
        if self.strokes:
            return self.look.px(RANK_STEP * self.strokes + RANK_END)
        return self.look.size("icon_small") if self.icon else 0

    def sizeHint(self) -> QSize:
        """As wide as its parts."""
        look, sign = self.look, self.sign_width()
        words = paint.words_width(self.text(), look.font(self.role()))
        gap = look.size("status_gap") if sign else 0
        return QSize(sign + gap + words + 2 * self.pad(), look.size("chip"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the pill."""
        painter = begin(QPainter(self))
        rect = QRectF(self.rect())
        if self.ground:
            paint.draw_box(painter, self.look, rect, rect.height() / 2, Box(self.ground))
        self.draw_inside(painter, rect)
        painter.end()

    def draw_inside(self, painter: QPainter, rect: QRectF) -> None:
        """Draws the sign and the words."""
        look, sign = self.look, self.sign_width()
        x, ink = float(self.pad()), look.colour(self.ink)
        if self.strokes:
            height = look.size("rank_height")
            place = QRectF(x, rect.center().y() - height / 2, sign, height)
            draw_rank(painter, look, place, self.strokes)
        elif self.icon:
            place = paint.square(rect.center().y(), x, sign)
            paint.draw_icon(painter, look, place, self.icon, ink)
        x += sign + (look.size("status_gap") if sign else 0)
        words = QRectF(x, 0, rect.width() - x, rect.height())
        paint.draw_words(painter, words, self.text(), look.font(self.role()), ink)


class StatusItem(Chip):
    """A device: a grey icon and a word, a filled chip only in trouble."""

    def __init__(self, look: Look, words: str, icon: str, *, trouble: bool = False) -> None:
        self.trouble = trouble
        ink, ground = ("warning", "warning_soft") if trouble else ("muted", "")
        super().__init__(look, words, icon, ink, ground)

    def role(self) -> str:
        """Quiet while all is well."""
        return "caption_strong" if self.trouble else "caption"


class Plate(Chip):
    """The orange plate that says TRAINING."""

    def __init__(self, look: Look, words: str) -> None:
        super().__init__(look, words, "graduation-cap-fill", "on_training", "training")
        self.setFixedHeight(look.size("plate"))

    def role(self) -> str:
        """Bold capitals, tracked."""
        return "plate"

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws a plate: squarer than a chip."""
        painter = begin(QPainter(self))
        rect = QRectF(self.rect())
        paint.draw_box(painter, self.look, rect, self.look.radius("keycap"), Box(self.ground))
        self.draw_inside(painter, rect)
        painter.end()

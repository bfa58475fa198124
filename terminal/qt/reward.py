"""A reward row: its key, what it is, what it costs, and how it stands with it now."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from terminal.qt import paint
from terminal.qt.buttons import TouchButton
from terminal.qt.look import Look
from terminal.qt.paint import Box, begin

OPEN_STATES = ("offered", "usable")


class RewardRow(TouchButton):
    """Offered (soft blue), usable, saved for later, or not now (dashed, with its reason)."""

    def __init__(  # noqa: PLR0917
        self,
        look: Look,
        key: str,
        icon: str,
        title: str,
        cost: str,
        note: str,
        note_icon: str,
        state: str,
    ) -> None:
        super().__init__(look, title)
        self.key, self.sign, self.cost = key, icon, cost
        self.note, self.note_icon, self.state = note, note_icon, state
        self.setAccessibleDescription(", ".join(part for part in (cost, note, key) if part))
        self.setFixedHeight(look.size("reward"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setEnabled(state in OPEN_STATES)

    @property
    def can_use(self) -> bool:
        """Whether it can be taken now."""
        return self.state in OPEN_STATES

    def sizeHint(self) -> QSize:
        """It takes the width it is given."""
        return QSize(self.look.size("text_column"), self.look.size("reward"))

    def box(self) -> Box:
        """The ground for its state."""
        hairline = self.look.stroke("hairline")
        if self.state == "offered":
            return Box("accent_soft")
        if self.can_use:
            return Box("sunken" if self.isDown() else "surface", "line", hairline)
        return Box("", "line", hairline, dashed=self.state != "saved")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws key, icon and title from the left, note and cost from the right."""
        look, painter = self.look, begin(QPainter(self))
        rect = self.inside(painter, look.radius("control"))
        paint.draw_box(painter, look, rect, look.radius("control"), self.box())
        left = self.draw_key(painter, rect)
        end = self.draw_state(painter, rect)
        role, ink = ("body_strong", "text") if self.can_use else ("body_medium", "muted")
        room = QRectF(left, rect.top(), max(0.0, end - left), rect.height())
        if paint.words_width(self.words, look.font(role)) <= room.width() + 1:
            paint.draw_words(painter, room, self.words, look.font(role), look.colour(ink))
        else:
            painter.setFont(look.font("caption_strong" if self.can_use else "caption_medium"))
            painter.setPen(look.colour(ink))
            painter.drawText(room, int(paint.LEFT | Qt.TextFlag.TextWordWrap), self.words)
        painter.end()

    def draw_key(self, painter: QPainter, rect: QRectF) -> float:
        """Draws keycap and icon; returns where the title starts, in px."""
        look, middle, gap = self.look, rect.center().y(), self.look.space(3)
        caps = {"offered": paint.CAP_ACCENT, "usable": paint.CAP_REST}
        width = max(look.size("reward_cap"), paint.cap_width(look, self.key) if self.key else 0)
        height = look.size("keycap_height")
        left = gap
        if self.key:
            place = QRectF(left, middle - height / 2, width, height)
            cap = caps.get(self.state, paint.CAP_FAINT)
            paint.draw_cap(painter, look, place, self.key, cap)
        left += width + gap
        side = look.size("icon_reward")
        ink = look.colour("text" if self.can_use else "faint")
        paint.draw_icon(painter, look, paint.square(middle, left, side), self.sign, ink)
        return left + side + gap

    def draw_state(self, painter: QPainter, rect: QRectF) -> float:
        """Draws the note with its icon, and the cost before it; returns where they start."""
        look, middle, gap = self.look, rect.center().y(), self.look.space(2)
        font, side = look.font("caption_strong"), look.size("icon_small")
        right = rect.right() - look.space(4)
        start = right
        if self.note:
            room = rect.width() * (0.30 if self.can_use else 0.52)
            width = min(paint.words_width(self.note, font), room)
            words = QRectF(right - width, rect.top(), width, rect.height())
            paint.draw_words(painter, words, self.note, font, look.colour("text"))
            ink = look.colour("text" if self.can_use else "muted")
            start = words.left() - gap - side
            paint.draw_icon(painter, look, paint.square(middle, start, side), self.note_icon, ink)
        if not self.can_use or not self.cost:
            return start - gap
        start = min(start - look.space(3), right - look.size("reward_state") - look.space(3))
        cost_font = look.font("cost")
        width = min(paint.words_width(self.cost, cost_font), rect.width() * 0.36)
        place = QRectF(start - width, rect.top(), width, rect.height())
        paint.draw_words(painter, place, self.cost, cost_font, look.colour("muted"), paint.RIGHT)
        return start - width - gap

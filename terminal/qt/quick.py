"""Quick keys: a button for each item, with what presses it and how often it is in the sale."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from terminal.qt import paint
from terminal.qt.buttons import TouchButton
from terminal.qt.look import Look
from terminal.qt.paint import Box, begin
from terminal.qt.rolling import Rolling
from terminal.qt.views.scene import Scene
from terminal.till.messages import Pick
from terminal.till.quick_values import Quick

COLUMNS = 2


class QuickButton(TouchButton):
    """One item: its name, its price, its keys; the count stands where the keys were."""

    def __init__(self, look: Look, quick: Quick) -> None:
        super().__init__(look, quick.title)
        self.quick = quick
        spoken = (quick.caption, quick.key, f"\u00d7 {quick.count}" if quick.count else "")
        self.setAccessibleDescription(", ".join(part for part in spoken if part))
        self.setFixedHeight(look.size("button"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """It takes the width it is given."""
        return QSize(self.look.size("button"), self.look.size("button"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws name over price at the left, count or keys at the right."""
        look, painter, quick = self.look, begin(QPainter(self)), self.quick
        rect, radius = QRectF(self.rect()), look.radius("control")
        ground = "accent_soft" if quick.count else "sunken" if self.isDown() else "surface"
        paint.draw_box(painter, look, rect, radius, Box(ground, "line", look.stroke("hairline")))
        if self.hasFocus():
            paint.draw_ring(painter, look, rect, radius)
        pad, middle = look.space(3), rect.center().y()
        words = f"\u00d7 {quick.count}" if quick.count else quick.key
        font = look.font("body_strong" if quick.count else "caption")
        width = paint.words_width(words, font)
        right = QRectF(rect.right() - pad - width, rect.top(), width, rect.height())
        ink = look.colour("text" if quick.count else "muted")
        paint.draw_words(painter, right, words, font, ink)
        high = look.line_px("body_strong")
        low = look.line_px("caption") if quick.caption else 0
        room = right.left() - pad - look.space(1)
        name = QRectF(pad, middle - (high + low) / 2, room, high)
        paint.draw_words(painter, name, self.words, look.font("body_strong"), look.colour("text"))
        if quick.caption:
            under = QRectF(pad, name.bottom(), room, low)
            muted = look.colour("text" if quick.count else "muted")
            paint.draw_words(painter, under, quick.caption, look.font("caption"), muted)
        painter.end()


def quick_grid(scene: Scene, keys: tuple[Quick, ...]) -> Rolling:
    """The keys in two columns, each a button that adds its item."""
    look = scene.look
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(look.space(2))
    for index, quick in enumerate(keys):
        button = QuickButton(look, quick)
        button.clicked.connect(lambda _=False, at=index: scene.post(Pick(row=at)))
        grid.addWidget(button, index // COLUMNS, index % COLUMNS)
    holder = QWidget()
    holder.setLayout(grid)
    return Rolling(holder, look.size("button"))

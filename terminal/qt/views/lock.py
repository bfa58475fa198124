"""A PIN typed at the till: the time and the shop at the left, dots and digits at the right."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from terminal.qt import paint
from terminal.qt.buttons import DigitButton
from terminal.qt.chips import Chip
from terminal.qt.line import Line, Paragraph, Span
from terminal.qt.look import Look
from terminal.qt.marks import Mark, Sign
from terminal.qt.paint import Box, begin
from terminal.qt.panels import Panel, boxed, column, row
from terminal.qt.views.scene import Part, Scene, View, stage_row
from terminal.till.messages import Key, Text
from terminal.till.screens_staff import Lock

DIGITS = ("1", "2", "3", "4", "5", "6", "7", "8", "9")
LAST_ROW, MIDDLE, RIGHT = 3, 1, 2
LINES = 2


class LockView(View):
    """The clock's side, and the pad."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        look = scene.look
        line = stage_row(self)
        self.place, self.words = Part(self.build_place), Part(self.build_words)
        self.dots, self.keys = Part(self.build_dots), Part(self.build_keys)
        inset = look.size("side_steps") // 3
        left = column(0, (inset, 0, 0, 0))
        left.addStretch(1)
        left.addWidget(Mark(look, "pad_head"))
        self.time = Line(look, Span("", "figure"))
        left.addWidget(self.time)
        left.addWidget(self.place)
        left.addStretch(1)
        panel = Panel(look, lit=True)
        side = look.space(4 if look.compact else 7)
        pile = column(look.space(2 if look.compact else 4), (side, side, side, side))
        panel.setLayout(pile)
        panel.setFixedWidth(look.size("lock_panel"))
        pile.addWidget(self.words)
        pile.addWidget(self.dots)
        pile.addWidget(self.keys)
        right = column()
        right.addStretch(1)
        right.addWidget(panel)
        right.addStretch(1)
        line.addLayout(left, 1)
        line.addLayout(right)

    def draw(self, screen: Lock) -> None:
        """Shows the screen."""
        self.place.draw((screen.frame.shop, screen.frame.till, screen.kept, screen.foot))
        self.words.draw((screen.headline, screen.note or screen.caption, screen.is_wrong))
        self.dots.draw((screen.filled, screen.of))
        self.keys.draw((screen.clear, screen.delete))

    def show_time(self, words: str) -> None:
        """Moves the clock on."""
        self.time.set_spans(Span(words, "figure"))

    def build_place(self, value: tuple[str, str, str, str]) -> QWidget:
        """Where this is, and whether a sale waits."""
        shop, till, kept, foot = value
        look = self.look
        pile = column(look.space(4))
        pile.addWidget(Line(look, Span(f"{shop} \u00b7 {till}", "lead", "muted")))
        if kept:
            line = row()
            state = look.tokens.state["hold"]
            line.addWidget(Chip(look, kept, state.icon, state.ink, state.ground))
            line.addStretch(1)
            pile.addLayout(line)
        pile.addWidget(Paragraph(look, foot, "body", "muted"))
        return boxed(pile)

    def build_words(self, value: tuple[str, str, bool]) -> QWidget:
        """What is asked, or what came of it."""
        headline, caption, is_wrong = value
        ink = "danger" if is_wrong else "muted"
        pile = column(self.look.space(1))
        pile.addWidget(Line(self.look, Span(headline, "title")))
        said = Paragraph(self.look, caption, "body", ink)
        # The keys never move: what is said has two lines, also when it needs only one.
        said.setMinimumHeight(self.look.line_px("body") * LINES)
        said.setAlignment(Qt.AlignmentFlag.AlignTop)
        pile.addWidget(said)
        return boxed(pile)

    def build_dots(self, value: tuple[int, int]) -> QWidget:
        """How many digits were typed; none of them can be read here."""
        filled, of = value
        return PinDots(self.look, filled, of)

    def build_keys(self, value: tuple[str, str]) -> QWidget:
        """Ten digits, and two keys that take digits away."""
        clear, delete = value
        look, grid = self.look, QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(look.space(2))
        for at, digit in enumerate(DIGITS):
            grid.addWidget(self.digit(digit), at // 3, at % 3)
        back = DigitButton(look, clear, icon="x")
        back.clicked.connect(lambda: self.scene.post(Key(name="Esc")))
        last = DigitButton(look, delete, icon="backspace")
        last.clicked.connect(lambda: self.scene.post(Key(name="Backspace")))
        grid.addWidget(back, LAST_ROW, 0)
        grid.addWidget(self.digit("0"), LAST_ROW, MIDDLE)
        grid.addWidget(last, LAST_ROW, RIGHT)
        holder = QWidget()
        holder.setLayout(grid)
        return holder

    def digit(self, digit: str) -> DigitButton:
        """One digit; it never takes the ring, so that Enter stays the counter's."""
        button = DigitButton(self.look, digit)
        button.clicked.connect(lambda: self.scene.post(Text(text=digit)))
        return button


class PinDots(Sign):
    """A dot for each digit that was typed, a ring for each that is to come."""

    def __init__(self, look: Look, filled: int, of: int) -> None:
        super().__init__(look, look.size("side"), look.size("number_line"), f"{filled} / {of}")
        self.filled, self.of = filled, of
        self.setMinimumWidth(0)
        self.setMaximumWidth(16_777_215)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """It takes the width it is given."""
        return QSize(self.look.size("side"), self.look.size("number_line"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the well with the ring, and the dots in its middle."""
        look, painter, rect = self.look, begin(QPainter(self)), QRectF(self.rect())
        box = Box("sunken", "line", look.stroke("hairline"))
        paint.draw_box(painter, look, rect, look.radius("field"), box)
        paint.draw_ring(painter, look, rect, look.radius("field"))
        side, gap = look.space(5), look.space(6)
        left = rect.center().x() - (self.of * side + (self.of - 1) * gap) / 2
        for at in range(self.of):
            place = QRectF(left + at * (side + gap), rect.center().y() - side / 2, side, side)
            ground = "text" if at < self.filled else ""
            dot = Box(ground, "text" if ground else "line_strong", look.stroke("selected"))
            paint.draw_box(painter, look, place, side / 2, dot)
        painter.end()

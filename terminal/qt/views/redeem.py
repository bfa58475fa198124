"""A reward is set aside for this sale: what is awaited, and what stands after it."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from terminal.qt import paint
from terminal.qt.chips import Chip
from terminal.qt.fields import AmountBand
from terminal.qt.line import Line, Paragraph, Span
from terminal.qt.look import Look
from terminal.qt.marks import Icon, Sign
from terminal.qt.paint import Box, begin
from terminal.qt.panels import Panel, boxed, column, row
from terminal.qt.views.member import DOT
from terminal.qt.views.scene import (
    Part,
    Scene,
    View,
    ends,
    figures,
    member_panel,
    rule,
    side_panel,
    stage_row,
)
from terminal.till.screens import Action, Hold, Person, Redeem

PICTURE = (116, 92)


class RedeemView(View):
    """The held reward at the left, this sale and the points after it at the right."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        look = scene.look
        line = stage_row(self)
        panel, pile = member_panel(look)
        self.top, self.typed = Part(self.build_top), Part(self.build_typed)
        self.wait, self.foot = Part(self.build_wait), Part(self.build_foot)
        for part in (self.top, self.wait, self.typed):
            pile.addWidget(part)
            pile.addStretch(1)
        pile.addWidget(self.foot)
        line.addWidget(panel, 1)
        self.side = Part(self.build_side)
        self.side.setFixedWidth(look.size("side_redeem"))
        line.addWidget(self.side)

    def draw(self, screen: Redeem) -> None:
        """Shows the screen."""
        self.top.draw((screen.person, screen.hold))
        self.wait.draw(screen.hold)
        self.typed.draw((screen.typed.hint, screen.currency))
        if isinstance(self.field, AmountBand):
            self.field.set_typed(screen.typed.text, screen.typed.meaning)
        self.foot.draw((screen.esc, screen.enter))
        self.side.draw(screen.hold)

    def build_top(self, value: tuple[Person, Hold]) -> QWidget:
        """Whose reward it is, and what it is."""
        person, hold = value
        look, state = self.look, self.look.tokens.state["hold"]
        pile, line = column(look.space(1)), row(look.space(4))
        line.addWidget(Chip(look, hold.chip, state.icon, state.ink, state.ground))
        whose = f" {DOT} ".join(part for part in (person.name, person.last_four) if part)
        line.addWidget(Line(look, Span(whose, "body", "muted")), 1)
        pile.addLayout(line)
        pile.addSpacing(look.size("part_gap"))
        pile.addWidget(Line(look, Span(hold.headline, "held")))
        pile.addWidget(Line(look, Span(hold.caption, "lead", "muted")))
        return boxed(pile)

    def build_wait(self, hold: Hold) -> QWidget:
        """What has to happen now."""
        look = self.look
        panel = Panel(look, ground="canvas")
        pad = look.size("wait_pad")
        line = row(look.space(5), (pad, pad, pad, pad))
        panel.setLayout(line)
        if hold.waiting:
            line.addWidget(ScreenPicture(look))
        else:
            line.addWidget(Icon(look, "receipt", "icon_lost", "text"))
        words = column()
        if hold.waiting:
            words.addWidget(Line(look, Span(hold.instruction_title, "title")))
            words.addWidget(Paragraph(look, hold.instruction, "body", "muted"))
        else:
            # What to ring up is what the eye goes to; where is only its heading.
            words.addWidget(Line(look, Span(hold.instruction_title, "body_strong", "muted")))
            words.addWidget(Paragraph(look, hold.instruction, "share"))
        if hold.warning:
            words.addWidget(Paragraph(look, hold.warning, "body_strong", "warning"))
        line.addLayout(words, 1)
        return panel

    def build_typed(self, value: tuple[str, str]) -> QWidget | None:
        """The amount of this sale, to be typed while the reward is held."""
        hint, currency = value
        if not hint:
            return None
        field = AmountBand(self.look, hint, currency)
        self.listen(field)
        return field

    def build_foot(self, actions: tuple[Action | None, Action | None]) -> QWidget:
        """Esc and Enter."""
        return ends(self.scene, actions)

    def build_side(self, hold: Hold) -> QWidget:
        """This sale with what is to be paid, and the points after it."""
        look = self.look
        panel, pile = side_panel(look)
        pile.setSpacing(look.space(3))
        pile.addWidget(figures(look, hold.sale_title, hold.sale))
        pile.addWidget(rule(look))
        pay = row(look.space(3))
        pay.addWidget(Line(look, Span(hold.to_pay_label, "body_strong"), beside="to_pay"))
        pay.addStretch(1)
        pay.addWidget(Line(look, Span(hold.to_pay, "to_pay"), right=True))
        pile.addLayout(pay)
        pile.addStretch(1)
        pile.addWidget(figures(look, hold.points_title, hold.points))
        pile.addWidget(rule(look))
        pile.addWidget(figures(look, "", (hold.after,)))
        return panel


class ScreenPicture(Sign):
    """A small picture of the customer's display with a PIN being typed on it."""

    def __init__(self, look: Look) -> None:
        width = look.size("screen_picture")
        super().__init__(look, width, width * PICTURE[1] // PICTURE[0], "")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws screen, foot and three fading dashes."""
        look, painter = self.look, begin(QPainter(self))
        unit = self.width() / PICTURE[0]
        painter.scale(unit, unit)
        painter.setPen(QPen(look.colour("text"), 3))
        painter.setBrush(look.colour("surface"))
        painter.drawRoundedRect(QRectF(2, 2, 112, 72), 9, 9)
        painter.fillRect(QRectF(56.5, 74, 3, 14), look.colour("text"))
        paint.draw_box(painter, look, QRectF(39, 86, 38, 3), 1.5, Box("text"))
        for index, opacity in enumerate((1.0, 0.55, 0.25)):
            painter.setOpacity(opacity)
            dash = QRectF(26 + 23 * index, 36, 18, 5)
            paint.draw_box(painter, look, dash, 2.5, Box("accent"))
        painter.end()

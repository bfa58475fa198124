"""A new member: the card, what it starts with, and a phone for those who want."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from terminal.qt import paint
from terminal.qt.fields import NumberLine
from terminal.qt.line import Line, Paragraph, Span
from terminal.qt.look import Look
from terminal.qt.marks import Icon, Sign
from terminal.qt.paint import STROKES_PER_TALLY, begin
from terminal.qt.panels import boxed, column, row
from terminal.qt.views.scene import Part, Scene, View, ends, member_panel, stage_row
from terminal.till.screens import Action, Enrol

CARD = (856, 540)
CARD_GROUND, CARD_INK = "#15232B", "#F1ECE0"


class EnrolView(View):
    """The card at the left, the one question at the right."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        look = scene.look
        line = stage_row(self)
        panel, pile = member_panel(look)
        self.card, self.words = Part(self.build_card), Part(self.build_words)
        self.phone, self.advice = Part(self.build_phone), Part(self.build_advice)
        self.foot = Part(self.build_foot)
        text = column(look.space(5))
        for part in (self.words, self.phone, self.advice):
            part.setMaximumWidth(look.size("text_column"))
            text.addWidget(part)
        middle = row(look.size("column_gap") + look.space(6))
        middle.addStretch(1)
        middle.addWidget(self.card)
        middle.addLayout(text, 6)
        middle.addStretch(1)
        pile.addStretch(1)
        pile.addLayout(middle)
        pile.addStretch(1)
        pile.addWidget(self.foot)
        line.addWidget(panel, 1)

    def draw(self, screen: Enrol) -> None:
        """Shows the screen."""
        self.card.draw((screen.frame.shop, screen.card_caption))
        self.words.draw((screen.headline, screen.caption, screen.starts_with))
        self.phone.draw((screen.phone_label, screen.typed.hint))
        if isinstance(self.field, NumberLine):
            self.field.set_typed(screen.typed.text, screen.typed.meaning)
        self.advice.draw(screen.advice)
        self.foot.draw((screen.esc, screen.enter))

    def build_card(self, value: tuple[str, str]) -> QWidget:
        """A picture of the card in hand, with its caption."""
        shop, caption = value
        pile = column(self.look.space(4))
        pile.addStretch(1)
        if caption:
            pile.addWidget(CardPicture(self.look, shop, caption))
            words = Paragraph(self.look, caption, "body", "muted")
            words.centre()
            pile.addWidget(words)
        else:
            # Without a card the member's own phone is what they carry it on.
            pile.addWidget(Icon(self.look, "device-mobile", "card_icon", "muted"))
        pile.addStretch(1)
        return boxed(pile)

    def build_words(self, value: tuple[str, str, str]) -> QWidget:
        """What happens, and what the member starts with."""
        headline, caption, starts_with = value
        look = self.look
        pile = column()
        pile.addWidget(Line(look, Span(headline, "headline")))
        pile.addWidget(Paragraph(look, caption, "lead", "muted"))
        if starts_with:
            line = row(look.space(2))
            line.addWidget(Icon(look, "gift-fill", "icon_reward", "positive"))
            line.addWidget(Line(look, Span(starts_with, "body_strong")), 1)
            pile.addSpacing(look.space(4))
            pile.addLayout(line)
        return boxed(pile)

    def build_phone(self, value: tuple[str, str]) -> QWidget:
        """The optional phone number."""
        label, hint = value
        pile = column(self.look.space(2))
        pile.addWidget(Line(self.look, Span(label, "body_strong")))
        field = NumberLine(self.look, hint, "phone")
        self.listen(field)
        pile.addWidget(field)
        return boxed(pile)

    def build_advice(self, advice: str) -> QWidget | None:
        """What the member decides later, alone."""
        if not advice:
            return None
        line = row(self.look.space(3))
        line.addWidget(Icon(self.look, "device-mobile", "icon_reward", "muted"))
        line.addWidget(Paragraph(self.look, advice, "body", "muted"), 1)
        return boxed(line)

    def build_foot(self, actions: tuple[Action | None, Action | None]) -> QWidget:
        """Esc and Enter."""
        return ends(self.scene, actions)


class CardPicture(Sign):
    """A member card in the mark's own colours, with the shop's name on it."""

    def __init__(self, look: Look, shop: str, caption: str) -> None:
        width = look.size("card_width")
        super().__init__(look, width, width * CARD[1] // CARD[0], f"{shop}, {caption}")
        self.shop = shop

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws ground, tally, code field and name; a card looks the same in both themes."""
        look, painter = self.look, begin(QPainter(self))
        unit = self.width() / CARD[0]
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(QColor(CARD_GROUND))
        painter.drawRoundedRect(QRectF(self.rect()), 32 * unit, 32 * unit)
        ink = QColor(CARD_INK)
        tally = QRectF(52 * unit, 94 * unit, 280 * unit, 280 * unit)
        paint.draw_tally(painter, tally, STROKES_PER_TALLY, ink, ink)
        painter.setPen(QColor(0, 0, 0, 0))
        painter.setBrush(QColor("white"))
        field = QRectF(470 * unit, 90 * unit, 300 * unit, 300 * unit)
        painter.drawRoundedRect(field, 16 * unit, 16 * unit)
        side = 220 * unit
        code = QRectF(field.center().x() - side / 2, field.center().y() - side / 2, side, side)
        paint.draw_icon(painter, look, code, "qr-code", QColor("black"))
        name = QRectF(64 * unit, 430 * unit, 728 * unit, 70 * unit)
        paint.draw_words(painter, name, self.shop, look.font("caption_strong"), ink)
        painter.end()

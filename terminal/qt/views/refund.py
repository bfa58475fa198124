"""The journal of this till beside the sale that is to be taken back."""

from PySide6.QtWidgets import QWidget

from terminal.qt.buttons import ActionButton
from terminal.qt.fields import AmountBand
from terminal.qt.line import Line, Paragraph, Span
from terminal.qt.look import Look
from terminal.qt.marks import Icon
from terminal.qt.paint import words_width
from terminal.qt.panels import Hairline, boxed, column, row
from terminal.qt.rolling import Rolling
from terminal.qt.rows import JournalRow
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
from terminal.till.messages import Pick
from terminal.till.screens import Action, Refund, Row
from terminal.till.screens import JournalRow as Sale

SHARES = (108, 100)
FIRST = 100
"""The list takes what it can use before the empty space under it gets any."""
Detail = tuple[str, tuple[Row, ...], Row | None]


class RefundView(View):
    """Choose a sale at the left; what taking it back does stands at the right."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        line = stage_row(self)
        self.journal, self.detail = Part(self.build_journal), Part(self.build_detail)
        self.amount, self.foot = Part(self.build_amount), Part(self.build_foot)
        self.note = Part(self.build_note)
        self.title = Part(self.build_title)
        panel, pile = member_panel(scene.look)
        pile.setSpacing(scene.look.space(4))
        pile.addWidget(self.title)
        pile.addWidget(self.amount)
        pile.addWidget(self.detail, 1)
        pile.addWidget(self.note)
        pile.addWidget(self.foot)
        line.addWidget(self.journal, SHARES[0])
        line.addWidget(panel, SHARES[1])

    def draw(self, screen: Refund) -> None:
        """Shows the screen."""
        self.journal.draw((screen.title, screen.rows, screen.chosen, screen.caption))
        self.title.draw(screen.detail_title)
        self.field = self.field if screen.typed is not None else None
        self.amount.draw((screen.typed.hint if screen.typed else "", screen.currency))
        if screen.typed is not None and isinstance(self.field, AmountBand):
            self.field.set_typed(screen.typed.text, screen.typed.meaning)
        self.detail.draw((screen.detail_title, screen.lines, screen.after))
        self.note.draw((screen.note, screen.is_warning))
        self.foot.draw((screen.esc, screen.enter))

    def build_journal(self, value: tuple[str, tuple[Sale, ...], int, str]) -> QWidget:
        """The sales of this till, the newest first."""
        title, sales, chosen, caption = value
        look = self.look
        panel, pile = side_panel(look)
        pile.setSpacing(look.space(2))
        pile.addWidget(Line(look, Span(title, "caption_strong", "muted")))
        rows, wide = column(), figures_px(look, sales)
        wanted: QWidget | None = None
        for index, sale in enumerate(sales):
            if index not in {0, chosen, chosen + 1}:
                rows.addWidget(Hairline(look))
            cells = (sale.time, sale.card, sale.name, sale.amount, sale.points)
            line = JournalRow(
                look, cells, chosen=index == chosen, done=sale.taken_back, figures_px=wide
            )
            line.clicked.connect(lambda _=False, at=index: self.scene.post(Pick(row=at)))
            rows.addWidget(line)
            wanted = line if index == chosen else wanted
        rows.addStretch(1)
        pile.addWidget(Rolling(boxed(rows), wanted=wanted), FIRST)
        pile.addStretch(1)
        pile.addWidget(Paragraph(look, caption, "caption", "muted"))
        return panel

    def build_title(self, title: str) -> QWidget | None:
        """Which sale it is."""
        return Line(self.look, Span(title, "caption_strong", "muted")) if title else None

    def build_amount(self, value: tuple[str, str]) -> QWidget | None:
        """The part that comes back, or all of it."""
        hint, currency = value
        if not hint:
            return None
        field = AmountBand(self.look, hint, currency, role="held")
        self.listen(field)
        return field

    def build_note(self, value: tuple[str, bool]) -> QWidget | None:
        """What the scan of a card does now, or what is wrong with what was typed."""
        words, is_warning = value
        if not words:
            return None
        look, ink = self.look, "danger" if is_warning else "info"
        line = row(look.space(3))
        icon = "warning-circle-fill" if is_warning else "info-fill"
        line.addWidget(Icon(look, icon, "icon", ink))
        line.addWidget(Paragraph(look, words, "body", "text"), 1)
        return boxed(line)

    def build_detail(self, value: Detail) -> QWidget:
        """What it does to the points, and the balance after it."""
        _title, lines, after = value
        look = self.look
        pile = column(look.space(4))
        pile.addWidget(figures(look, "", lines))
        pile.addStretch(1)
        if after is not None:
            pile.addWidget(rule(look))
            pile.addWidget(figures(look, "", (after,)))
        pile.addStretch(1)
        return boxed(pile)

    def build_foot(self, actions: tuple[Action | None, Action | None]) -> QWidget:
        """Esc and Enter, each as wide as its words: here they share half of the window."""
        foot = ends(self.scene, actions)
        for button in foot.findChildren(ActionButton):
            button.setMinimumWidth(button.sizeHint().width())
        return foot


def figures_px(look: Look, sales: tuple[Sale, ...]) -> tuple[int, int]:
    """The width in px that amounts and points need, so that a list has them in columns."""
    amounts = (words_width(sale.amount, look.font("body")) for sale in sales)
    points = (words_width(sale.points, look.font("body_strong")) for sale in sales)
    return max(amounts, default=0), max(points, default=0)

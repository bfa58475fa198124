"""Looking for a member by phone, name or last four."""

from PySide6.QtWidgets import QWidget

from terminal.qt.fields import NumberLine
from terminal.qt.line import Line, Paragraph, Span
from terminal.qt.marks import Icon
from terminal.qt.panels import Panel, boxed, column, row
from terminal.qt.rolling import Rolling
from terminal.qt.rows import HitRow
from terminal.qt.views.scene import Part, Scene, View, ends, member_panel, stage_row
from terminal.till.messages import Pick
from terminal.till.screens import Action, Candidate, Find


class FindView(View):
    """What is typed, who it may be, and what to ask."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        line = stage_row(self)
        panel, pile = member_panel(scene.look)
        pile.setSpacing(scene.look.space(4))
        self.typed, self.words = Part(self.build_typed), Part(self.build_words)
        self.hits, self.advice = Part(self.build_hits), Part(self.build_advice)
        self.foot = Part(self.build_foot)
        head = row(scene.look.space(6))
        head.addWidget(self.typed, 4)
        head.addWidget(self.words, 5)
        pile.addLayout(head)
        pile.addWidget(self.hits)
        pile.addStretch(1)
        pile.addWidget(self.advice)
        pile.addWidget(self.foot)
        line.addWidget(panel, 1)

    def draw(self, screen: Find) -> None:
        """Shows the screen."""
        chosen = screen.candidates and 0 <= screen.chosen < len(screen.candidates)
        self.typed.draw((screen.typed.hint, not chosen))
        if isinstance(self.field, NumberLine):
            self.field.set_typed(screen.typed.text, screen.typed.meaning)
        self.words.draw((screen.headline, screen.caption))
        self.hits.draw((screen.candidates, screen.chosen))
        self.advice.draw((screen.advice_title, screen.advice))
        self.foot.draw((screen.esc, screen.enter))

    def build_typed(self, value: tuple[str, bool]) -> QWidget:
        """The number line; the ring leaves it for a chosen member."""
        hint, lit = value
        field = NumberLine(self.look, hint, "magnifying-glass", lit=lit)
        self.listen(field)
        return field

    def build_words(self, value: tuple[str, str]) -> QWidget:
        """How many there are, and how to choose."""
        headline, caption = value
        pile = column()
        pile.addStretch(1)
        pile.addWidget(Line(self.look, Span(headline, "body_strong")))
        pile.addWidget(Paragraph(self.look, caption, "caption", "muted"))
        pile.addStretch(1)
        return boxed(pile)

    def build_hits(self, value: tuple[tuple[Candidate, ...], int]) -> QWidget | None:
        """A row for each member who was found."""
        candidates, chosen = value
        if not candidates:
            return None
        pile = column(self.look.size("row_gap"))
        wanted: QWidget | None = None
        for index, found in enumerate(candidates):
            tier = (found.tier.name, found.tier.strokes) if found.tier is not None else None
            line = HitRow(
                self.look,
                found.key,
                found.name,
                found.phone,
                tier,
                found.seen,
                chosen=index == chosen,
            )
            line.clicked.connect(lambda _=False, at=index: self.scene.post(Pick(row=at)))
            pile.addWidget(line)
            wanted = line if index == chosen else wanted
        return Rolling(boxed(pile), self.look.size("hit"), wanted)

    def build_advice(self, value: tuple[str, str]) -> QWidget | None:
        """What to ask, and what the way of finding allows."""
        title, advice = value
        if not title and not advice:
            return None
        look = self.look
        panel = Panel(look, ground="info_soft", border="")
        side, edge = look.space(5), look.space(3)
        line = row(look.space(4), (side, edge, side, edge))
        panel.setLayout(line)
        line.addWidget(Icon(look, "chat-circle-fill", "icon_line", "info"))
        spans = (Span(title, "body_strong", "info"), Span(advice, "body", "text", 2))
        line.addWidget(Line(look, *spans), 1)
        return panel

    def build_foot(self, actions: tuple[Action | None, Action | None]) -> QWidget:
        """Esc and Enter."""
        return ends(self.scene, actions)

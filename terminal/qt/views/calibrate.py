"""A scanner gun is being set up: three codes to scan at the left, what it does at the right."""

from PySide6.QtWidgets import QWidget

from terminal.qt.chips import Chip
from terminal.qt.line import Line, Paragraph, Span
from terminal.qt.marks import Icon
from terminal.qt.panels import boxed, column, row
from terminal.qt.rows import Listing
from terminal.qt.views.scene import (
    Part,
    Scene,
    View,
    ends,
    figure_row,
    member_panel,
    rule,
    stage_row,
)
from terminal.till.screens import Action, Calibrate, GunCode, Row


class CalibrateView(View):
    """What to scan, what came of it, and what to do when it does not work."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        look = scene.look
        line = stage_row(self)
        panel, pile = member_panel(look)
        self.words, self.codes = Part(self.build_words), Part(self.build_codes)
        self.found, self.advice = Part(self.build_found), Part(self.build_advice)
        self.foot = Part(self.build_foot)
        middle = row(look.size("column_gap"))
        middle.addWidget(self.codes, 1)
        middle.addWidget(self.found, 1)
        pile.addWidget(self.words)
        pile.addSpacing(look.space(5))
        pile.addLayout(middle)
        pile.addSpacing(look.space(5))
        pile.addWidget(self.advice)
        pile.addStretch(1)
        pile.addWidget(self.foot)
        line.addWidget(panel, 1)

    def draw(self, screen: Calibrate) -> None:
        """Shows the screen."""
        self.words.draw((screen.headline, screen.caption))
        self.codes.draw(screen.codes)
        self.found.draw((screen.found_title, screen.rows))
        self.advice.draw((screen.advice, screen.is_warning))
        self.foot.draw((screen.esc, screen.enter))

    def build_words(self, value: tuple[str, str]) -> QWidget:
        """What this is, and what to do."""
        headline, caption = value
        pile = column(self.look.space(1))
        pile.addWidget(Line(self.look, Span(headline, "headline")))
        pile.addWidget(Paragraph(self.look, caption, "lead", "muted"))
        return boxed(pile)

    def build_codes(self, codes: tuple[GunCode, ...]) -> QWidget:
        """Each printed code with its number on the page, and whether it was read."""
        look = self.look
        pile = column(look.space(3))
        for code in codes:
            line = row(look.space(4))
            line.addWidget(Line(look, Span(code.key, "title", "muted")))
            icon = "qr-code" if code == codes[-1] else "barcode"
            line.addWidget(Icon(look, icon, "icon_reward", "muted"))
            line.addWidget(Line(look, Span(code.title, "body_strong")), 1)
            line.addWidget(self.state(code))
            pile.addLayout(line)
            pile.addWidget(rule(look))
        pile.addStretch(1)
        return boxed(pile)

    def state(self, code: GunCode) -> QWidget:
        """Whether it was read, as icon and word."""
        if code.is_read:
            return Chip(self.look, code.word, "check-circle", "positive", "positive_soft")
        return Line(self.look, Span(code.word, "caption", "muted"))

    def build_found(self, value: tuple[str, tuple[Row, ...]]) -> QWidget | None:
        """What the gun was found to do."""
        title, rows = value
        if not rows:
            return None
        look = self.look
        pile = column(look.space(2))
        pile.addWidget(Line(look, Span(title, "caption_strong", "muted")))
        pile.addWidget(Listing(look, [figure_row(look, entry) for entry in rows], title))
        pile.addStretch(1)
        return boxed(pile)

    def build_advice(self, value: tuple[str, bool]) -> QWidget | None:
        """What to do next, or about what does not work."""
        sentence, is_warning = value
        if not sentence:
            return None
        look = self.look
        icon, ink = (
            ("warning-octagon-fill", "warning") if is_warning else ("check-circle", "positive")
        )
        line = row(look.space(3))
        line.addWidget(Icon(look, icon, "icon_reward", ink))
        line.addWidget(Paragraph(look, sentence, "body"), 1)
        return boxed(line)

    def build_foot(self, actions: tuple[Action | None, Action | None]) -> QWidget:
        """Esc and Enter."""
        return ends(self.scene, actions)

"""The till cannot go on: what happened and what to do, on an otherwise empty stage."""

from PySide6.QtWidgets import QWidget

from terminal.qt.line import Line, Paragraph, Span
from terminal.qt.marks import Icon
from terminal.qt.panels import boxed, column, row
from terminal.qt.views.scene import Part, Scene, View, ends, member_panel, stage_row
from terminal.till.screens import Action, Stopped


class StoppedView(View):
    """A headline, a sentence and the steps."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        line = stage_row(self)
        panel, pile = member_panel(scene.look)
        self.words, self.foot = Part(self.build_words), Part(self.build_foot)
        pile.addStretch(1)
        pile.addWidget(self.words)
        pile.addStretch(1)
        pile.addWidget(self.foot)
        line.addWidget(panel, 1)

    def draw(self, screen: Stopped) -> None:
        """Shows the screen."""
        self.words.draw((screen.headline, screen.sentence, screen.steps, screen.waiting))
        self.foot.draw((screen.esc, screen.enter))

    def build_words(self, value: tuple[str, str, tuple[str, ...], bool]) -> QWidget:
        """What happened, and numbered what to do."""
        headline, sentence, steps, waiting = value
        look = self.look
        pile = column(look.space(4))
        icon, tone = (
            ("hourglass-medium", "muted") if waiting else ("warning-octagon-fill", "danger")
        )
        pile.addWidget(Icon(look, icon, "icon_lost", tone))
        pile.addWidget(Line(look, Span(headline, "headline")))
        pile.addWidget(Paragraph(look, sentence, "lead", "muted"))
        for number, step in enumerate(steps, 1):
            line = row(look.space(4))
            line.addWidget(Line(look, Span(str(number), "body_strong", "muted")))
            line.addWidget(Paragraph(look, step), 1)
            pile.addLayout(line)
        holder = boxed(pile)
        holder.setMaximumWidth(look.size("text_column_wide"))
        # In a row of its own the lines are counted for the width that they really have.
        line = row()
        line.addWidget(holder)
        return boxed(line)

    def build_foot(self, actions: tuple[Action | None, Action | None]) -> QWidget | None:
        """Esc and Enter, where there are any."""
        return ends(self.scene, actions) if any(actions) else None

"""So far today: figures and who did what at the left, the close of the day at the right."""

from PySide6.QtWidgets import QGridLayout, QWidget

from terminal.qt.buttons import Kind
from terminal.qt.fields import NumberLine
from terminal.qt.line import Line, Paragraph, Span
from terminal.qt.marks import Icon
from terminal.qt.panels import Hairline, boxed, column, row
from terminal.qt.rolling import Rolling
from terminal.qt.today import Figure
from terminal.qt.views.scene import (
    Part,
    Scene,
    View,
    action_button,
    member_panel,
    side_panel,
    stage_row,
)
from terminal.till.screens import Action, Row
from terminal.till.screens_staff import Check, Day

Table = tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]


class DayView(View):
    """The report of the day, and what closes it."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        look = scene.look
        line = stage_row(self)
        self.words, self.figures = Part(self.build_words), Part(self.build_figures)
        self.table, self.counts = Part(self.build_table), Part(self.build_counts)
        self.checks, self.asked = Part(self.build_checks), Part(self.build_asked)
        self.again, self.foot = Part(self.build_again), Part(self.build_foot)
        panel, pile = member_panel(look)
        pile.setSpacing(look.space(3 if look.compact else 5))
        for part in (self.words, self.figures, self.table):
            pile.addWidget(part)
        pile.addStretch(1)
        pile.addWidget(self.counts)
        side, beside = side_panel(look)
        side.setFixedWidth(look.size("side_shift"))
        beside.setSpacing(look.space(3))
        beside.addWidget(self.checks)
        beside.addStretch(1)
        beside.addWidget(self.asked)
        beside.addWidget(self.again)
        beside.addWidget(self.foot)
        line.addWidget(panel, 1)
        line.addWidget(side)

    def draw(self, screen: Day) -> None:
        """Shows the screen."""
        self.words.draw((screen.title, screen.period))
        self.figures.draw(screen.figures)
        self.table.draw((screen.head, screen.table))
        self.counts.draw(screen.counts)
        self.checks.draw((screen.side_title, screen.checks))
        # Where little room is left and nothing can be closed, nothing has to be skipped either.
        advice = "" if self.look.compact and screen.again else screen.advice
        self.asked.draw((screen.typed.hint, screen.typed.icon, advice))
        if isinstance(self.field, NumberLine):
            self.field.set_typed(screen.typed.text)
        self.again.draw(screen.again)
        self.foot.draw((screen.enter, screen.printed, screen.esc))

    def build_words(self, value: tuple[str, str]) -> QWidget:
        """Which day it is, from when to when."""
        title, period = value
        pile = column()
        pile.addWidget(Line(self.look, Span(title, "headline")))
        pile.addWidget(Line(self.look, Span(period, "lead", "muted")))
        return boxed(pile)

    def build_figures(self, rows: tuple[Row, ...]) -> QWidget:
        """The large figures."""
        line = row(self.look.space(4))
        for each in rows:
            line.addWidget(Figure(self.look, each.label, each.figure, each.second), 1)
        return boxed(line)

    def build_table(self, value: Table) -> QWidget:
        """A line for each who was there, the last one for all; a long list is pushed on."""
        head, lines = value
        look, grid = self.look, QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(look.space(4))
        grid.setVerticalSpacing(look.space(2))
        grid.setColumnStretch(0, 2)
        for at, words in enumerate(head):
            grid.setColumnStretch(at, grid.columnStretch(at) or 1)
            title = Line(look, Span(words, "caption_strong", "muted"), right=at > 0)
            title.setMinimumWidth(title.sizeHint().width())
            grid.addWidget(title, 0, at)
        for under, cells in enumerate(lines, 1):
            is_last = under == len(lines)
            grid.addWidget(Hairline(look), 2 * under - 1, 0, 1, len(head))
            for at, words in enumerate(cells):
                role = "body_strong" if is_last else "body"
                cell = Line(look, Span(words, role), right=at > 0)
                cell.setMinimumWidth(cell.sizeHint().width())
                grid.addWidget(cell, 2 * under, at)
        holder = QWidget()
        holder.setLayout(grid)
        return Rolling(holder, look.size("option"))

    def build_counts(self, rows: tuple[Row, ...]) -> QWidget | None:
        """What an owner looks at when there is any."""
        if not rows:
            return None
        words = " \u00b7 ".join(f"{each.label} {each.figure}" for each in rows)
        return Paragraph(self.look, words, "body", "muted")

    def build_checks(self, value: tuple[str, tuple[Check, ...]]) -> QWidget:
        """What is done and what is still open."""
        title, checks = value
        look = self.look
        pile = column(look.space(2))
        pile.addWidget(Line(look, Span(title, "caption_strong", "muted")))
        for each in checks:
            line = row(look.space(3))
            icon, ink = (
                ("check-circle-fill", "positive") if each.is_done else ("warning-fill", "warning")
            )
            line.addWidget(Icon(look, icon, "icon_reward", ink))
            line.addWidget(Paragraph(look, each.word), 1)
            pile.addLayout(line)
        return boxed(pile)

    def build_asked(self, value: tuple[str, str, str]) -> QWidget:
        """The one figure of the cash register that is asked for."""
        hint, icon, advice = value
        pile = column(self.look.space(2))
        pile.addWidget(Line(self.look, Span(hint, "body_strong")))
        field = NumberLine(self.look, "0", icon, height="short_line")
        field.setAccessibleName(hint)
        self.listen(field)
        pile.addWidget(field)
        if advice:
            pile.addWidget(Paragraph(self.look, advice, "caption", "muted"))
        return boxed(pile)

    def build_foot(self, actions: tuple[Action | None, Action, Action | None]) -> QWidget:
        """Enter closes; printing and the way back stand under it."""
        enter, printed, esc = actions
        pile, under = column(self.look.space(3)), row(self.look.space(3))
        if enter is not None:
            pile.addWidget(action_button(self.scene, enter, Kind.PRIMARY))
        under.addWidget(action_button(self.scene, printed, Kind.SECONDARY, "button"), 1)
        if esc is not None:
            under.addWidget(action_button(self.scene, esc, Kind.QUIET, "button"))
        pile.addLayout(under)
        return boxed(pile)

    def build_again(self, again: Action | None) -> QWidget | None:
        """Opens again what was just closed."""
        if again is None:
            return None
        return action_button(self.scene, again, Kind.SECONDARY, "button")

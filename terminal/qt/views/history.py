"""Where somebody's points are: the last lines of their history, with what and why."""

from PySide6.QtWidgets import QFrame, QWidget

from terminal.qt.line import Line, Paragraph, Span
from terminal.qt.look import Look
from terminal.qt.marks import Icon
from terminal.qt.panels import Hairline, boxed, column, row
from terminal.qt.rolling import Rolling
from terminal.qt.views.member import DOT
from terminal.qt.views.scene import Part, Scene, View, ends, member_panel, stage_row, tier_chip
from terminal.till.screens import Action, Person
from terminal.till.screens_history import History, HistoryRow


class HistoryView(View):
    """Who it is and how much there is, and under it how it came to that."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        line = stage_row(self)
        panel, pile = member_panel(scene.look)
        pile.setSpacing(scene.look.space(3))
        self.head, self.rows = Part(self.build_head), Part(self.build_rows)
        self.caption, self.foot = Part(self.build_caption), Part(self.build_foot)
        for part in (self.head, self.rows):
            pile.addWidget(part)
        pile.addStretch(1)
        pile.addWidget(self.caption)
        pile.addWidget(self.foot)
        line.addWidget(panel, 1)

    def draw(self, screen: History) -> None:
        """Shows the screen."""
        self.head.draw((screen.person, screen.title))
        self.rows.draw((screen.rows, screen.chosen))
        self.caption.draw(screen.caption)
        self.foot.draw((screen.esc, screen.enter))

    def build_head(self, value: tuple[Person, str]) -> QWidget:
        """Name and card at the left, points and money at the right."""
        person, title = value
        look = self.look
        line = row(look.space(3))
        line.addWidget(Line(look, Span(person.name, "title_strong")))
        if person.tier is not None:
            line.addWidget(tier_chip(look, person.tier))
        line.addWidget(Line(look, Span(person.last_four, "body", "muted")), 1)
        worth = " ".join(part for part in (person.points_word, person.worth) if part)
        balance = (Span(person.points, "title"), Span(worth, "body", "muted", 2))
        line.addWidget(Line(look, *balance, right=True))
        pile = column(look.space(1))
        pile.addLayout(line)
        pile.addWidget(Line(look, Span(title, "caption_strong", "muted")))
        return boxed(pile)

    def build_rows(self, value: tuple[tuple[HistoryRow, ...], int]) -> QWidget:
        """The newest line first."""
        rows, chosen = value
        wanted: QWidget | None = None
        pile = column()
        for index, entry in enumerate(rows):
            if index:
                pile.addWidget(Hairline(self.look))
            line = HistoryLine(self.look, entry)
            pile.addWidget(line)
            wanted = line if index == chosen else wanted
        pile.addStretch(1)
        return Rolling(boxed(pile), self.look.size("journal"), wanted)

    def build_caption(self, caption: str) -> QWidget | None:
        """Which lines are not here."""
        if not caption:
            return None
        look = self.look
        line = row(look.space(2))
        line.addWidget(Icon(look, "info-fill", "icon_small", "info"))
        line.addWidget(Paragraph(look, caption, "body_medium"), 1)
        return boxed(line)

    def build_foot(self, actions: tuple[Action | None, Action | None]) -> QWidget:
        """Esc."""
        return ends(self.scene, actions)


class HistoryLine(QFrame):
    """One line: date and till, what, why, and the points."""

    def __init__(self, look: Look, entry: HistoryRow) -> None:
        super().__init__()
        said = (entry.date, entry.time, entry.till, entry.what, entry.why, entry.points)
        self.setAccessibleName(", ".join(part for part in said if part))
        self.setFixedHeight(look.size("history"))
        line = row(look.space(4))
        self.setLayout(line)
        when = column()
        when.addStretch(1)
        when.addWidget(Line(look, Span(entry.date, "body")))
        when.addWidget(Line(look, Span(f"{entry.time} {DOT} {entry.till}", "caption", "muted")))
        when.addStretch(1)
        holder = boxed(when)
        holder.setFixedWidth(look.size("history_when"))
        line.addWidget(holder)
        what = column()
        what.addStretch(1)
        what.addWidget(Line(look, Span(entry.what, "body_strong")))
        if entry.why:
            what.addWidget(Line(look, Span(entry.why, "caption", "muted")))
        what.addStretch(1)
        line.addLayout(what, 1)
        points = Line(look, Span(entry.points, "body_strong"), right=True)
        points.setMinimumWidth(look.size("history_points"))
        line.addWidget(points)

"""The help sheet: keys at the left, what they do at the right, in two columns."""

from PySide6.QtWidgets import QFrame, QWidget

from terminal.qt.line import Line, Paragraph, Span
from terminal.qt.look import Look
from terminal.qt.marks import Keycap
from terminal.qt.panels import boxed, column, row
from terminal.qt.views.scene import Part, Scene, View, ends, member_panel, stage_row
from terminal.till.screens import Action
from terminal.till.screens_help import Help, HelpRow

TO = "\u2013"


class HelpView(View):
    """Every key of the screen below, on one page."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        line = stage_row(self)
        panel, pile = member_panel(scene.look)
        pile.setSpacing(scene.look.space(4))
        self.words, self.rows = Part(self.build_words), Part(self.build_rows)
        self.foot = Part(self.build_foot)
        pile.addWidget(self.words)
        pile.addWidget(self.rows)
        pile.addStretch(1)
        pile.addWidget(self.foot)
        line.addWidget(panel, 1)

    def draw(self, screen: Help) -> None:
        """Shows the screen."""
        self.words.draw((screen.headline, screen.caption))
        self.rows.draw(screen.rows)
        self.foot.draw((screen.esc, screen.enter))

    def build_words(self, value: tuple[str, str]) -> QWidget:
        """What this is about."""
        headline, caption = value
        pile = column(self.look.space(1))
        pile.addWidget(Line(self.look, Span(headline, "headline")))
        pile.addWidget(Line(self.look, Span(caption, "body", "muted")))
        return boxed(pile)

    def build_rows(self, rows: tuple[HelpRow, ...]) -> QWidget:
        """Two columns, read downwards."""
        # What is scanned and typed stands first and takes more room: its column has fewer lines.
        half = len(rows) // 2
        line = row(self.look.size("column_gap"))
        for part in (rows[:half], rows[half:]):
            pile = column(self.look.space(1 if self.look.compact else 2))
            keys = [key_row(self.look, entry.keys) for entry in part]
            width = max((each.sizeHint().width() for each in keys), default=0)
            for each, entry in zip(keys, part, strict=True):
                each.setFixedWidth(width)
                pile.addWidget(KeyLine(self.look, entry, each))
            pile.addStretch(1)
            line.addLayout(pile, 1)
        return boxed(line)

    def build_foot(self, actions: tuple[Action | None, Action | None]) -> QWidget:
        """Esc."""
        return ends(self.scene, actions)


def key_row(look: Look, keys: tuple[str, ...]) -> QWidget:
    """The keys beside each other; two single characters are all those between them."""
    line = row(look.space(1))
    for index, key in enumerate(keys):
        before = keys[index - 1] if index else ""
        if before.isalnum() and len(before) == 1 == len(key):
            line.addWidget(Line(look, Span(TO, "body", "muted")))
        line.addWidget(Keycap(look, key))
    line.addStretch(1)
    return boxed(line)


class KeyLine(QFrame):
    """Keys, and what they do."""

    def __init__(self, look: Look, entry: HelpRow, keys: QWidget) -> None:
        super().__init__()
        self.setAccessibleName(f"{' '.join(entry.keys)}: {entry.words}")
        line = row(look.space(3))
        self.setLayout(line)
        line.addWidget(keys)
        line.addWidget(Paragraph(look, entry.words, "body"), 1)

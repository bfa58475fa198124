"""Tablets are being connected: what can be chosen, and beside it the code with its QR."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from terminal.qt.line import Line, Paragraph, Span
from terminal.qt.look import Look
from terminal.qt.panels import boxed, column, row
from terminal.qt.rolling import Rolling
from terminal.qt.views.menu import MenuButton
from terminal.qt.views.scene import Part, Scene, View, ends, member_panel, stage_row
from terminal.till.camera_values import MenuRow
from terminal.till.messages import Pick
from terminal.till.screens import Action
from terminal.till.screens_tablet import TabletSetUp

QUIET_MODULES = 4
Modules = tuple[tuple[bool, ...], ...]


class TabletView(View):
    """On or off, a code for one more tablet, and who is connected."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        look = scene.look
        line = stage_row(self)
        panel, pile = member_panel(look)
        pile.setSpacing(look.space(4))
        self.words, self.rows = Part(self.build_words), Part(self.build_rows)
        self.offer, self.foot = Part(self.build_offer), Part(self.build_foot)
        middle = row(look.size("column_gap"))
        middle.addWidget(self.rows, 1)
        middle.addWidget(self.offer)
        pile.addWidget(self.words)
        pile.addLayout(middle, 1)
        pile.addWidget(self.foot)
        line.addWidget(panel, 1)

    def draw(self, screen: TabletSetUp) -> None:
        """Shows the screen."""
        self.words.draw((screen.headline, screen.caption, screen.warning))
        self.rows.draw((screen.rows, screen.chosen, bool(screen.modules)))
        self.offer.draw(screen if screen.modules else None)
        self.foot.draw((screen.esc, screen.enter))

    def build_words(self, value: tuple[str, str, str]) -> QWidget:
        """What this is, and how it stands."""
        headline, caption, warning = value
        pile = column(self.look.space(1))
        pile.addWidget(Line(self.look, Span(headline, "headline")))
        pile.addWidget(Paragraph(self.look, caption, "lead", "muted"))
        if warning:
            pile.addWidget(Paragraph(self.look, warning, "body", "warning"))
        return boxed(pile)

    def build_rows(self, value: tuple[tuple[MenuRow, ...], int, bool]) -> QWidget:
        """A row for each thing; a code beside them leaves little room."""
        rows, chosen, small = value
        pile = column(self.look.size("row_gap"))
        wanted: QWidget | None = None
        for index, entry in enumerate(rows):
            button = MenuButton(self.look, entry, chosen=index == chosen, small=small)
            button.clicked.connect(lambda _=False, at=index: self.scene.post(Pick(row=at)))
            pile.addWidget(button)
            wanted = button if index == chosen else wanted
        pile.addStretch(1)
        return Rolling(boxed(pile), self.look.size("option"), wanted)

    def build_offer(self, screen: TabletSetUp | None) -> QWidget | None:
        """The QR, and beside it what is typed or compared by hand."""
        if screen is None:
            return None
        look = self.look
        said = column(look.space(1))
        said.addWidget(Paragraph(look, screen.how, "body"))
        said.addWidget(Line(look, Span(screen.address, "body_strong")))
        said.addWidget(Line(look, Span(screen.code, "number")))
        if screen.fingerprint:
            said.addSpacing(look.space(2))
            said.addWidget(Paragraph(look, screen.fingerprint_title, "caption", "muted"))
            for part in screen.fingerprint:
                said.addWidget(Line(look, Span(part, "caption_strong")))
        said.addStretch(1)
        line = row(look.space(5))
        line.addWidget(Code(look, screen.modules, screen.how), 0, Qt.AlignmentFlag.AlignTop)
        words = boxed(said)
        words.setFixedWidth(look.size("tablet_words"))
        line.addWidget(words)
        return boxed(line)

    def build_foot(self, actions: tuple[Action | None, Action | None]) -> QWidget:
        """Esc and Enter."""
        return ends(self.scene, actions)


class Code(QWidget):
    """A QR, black on white in every theme, with its quiet zone."""

    def __init__(self, look: Look, modules: Modules, words: str) -> None:
        super().__init__()
        self.look, self.modules = look, modules
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """It is as large as the counter lets it be."""
        side = self.look.size("tablet_code")
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the modules, each a whole number of pixels wide."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("white"))
        across = len(self.modules) + 2 * QUIET_MODULES
        module = max(1, min(self.width(), self.height()) // across)
        left = (self.width() - module * len(self.modules)) // 2
        top = (self.height() - module * len(self.modules)) // 2
        for at, line in enumerate(self.modules):
            for across_at, dark in enumerate(line):
                if dark:
                    place = QRectF(left + across_at * module, top + at * module, module, module)
                    painter.fillRect(place, QColor("black"))
        painter.end()

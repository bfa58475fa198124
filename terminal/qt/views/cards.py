"""Cards are chosen or made: designs at the left, one of them at the right, how far it is below."""

from functools import partial
from typing import NamedTuple

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout, QWidget

from terminal.qt.card_faces import FacePainter
from terminal.qt.card_picture import CardPicture
from terminal.qt.fields import NumberLine
from terminal.qt.line import Line, Span
from terminal.qt.marks import ProgressBar
from terminal.qt.panels import boxed, column, row
from terminal.qt.rolling import Rolling
from terminal.qt.sheet_picture import SheetPicture
from terminal.qt.views.menu import MenuButton, headed, typed_field
from terminal.qt.views.scene import Part, Scene, View, ends, member_panel, stage_row
from terminal.till.camera_values import MenuRow
from terminal.till.card_values import CardWanted
from terminal.till.messages import Pick
from terminal.till.screens import Action, Progress
from terminal.till.screens_cards import Cards, SheetSeen


class Shown(NamedTuple):
    """What stands at the right: a card of a design, a sheet to touch, or pictures as they are."""

    design: str
    shop: str
    card: CardWanted | None
    logo: str
    name: str
    sheet: SheetSeen | None
    pictures: tuple[bytes, ...]


ROWS_BESIDE_WORDS = 8


class CardsView(View):
    """A design, how many, and the picture of one: what is painted is what is printed."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        look = scene.look
        self.painter = FacePainter()
        line = stage_row(self)
        panel, pile = member_panel(look)
        pile.setSpacing(look.space(2 if look.compact else 3))
        self.words, self.rows = Part(partial(headed, self.look)), Part(self.build_rows)
        self.typed, self.progress = Part(partial(typed_field, self)), Part(self.build_progress)
        self.picture, self.foot = Part(self.build_picture), Part(self.build_foot)
        side = column(look.space(2 if look.compact else 3))
        side.addWidget(self.typed)
        side.addWidget(self.rows, 1)
        middle = row(look.size("column_gap"))
        middle.addLayout(side, 1)
        middle.addWidget(self.picture, 1)
        pile.addWidget(self.words)
        pile.addLayout(middle, 1)
        pile.addWidget(self.progress)
        pile.addWidget(self.foot)
        line.addWidget(panel, 1)

    def draw(self, screen: Cards) -> None:
        """Shows the screen."""
        # All rows are seen at once: in a small window what it is for gives way to them.
        is_full = self.look.compact and len(screen.rows) > ROWS_BESIDE_WORDS
        self.words.draw((screen.headline, "" if is_full else screen.caption))
        typed = screen.typed
        self.typed.draw((typed.hint, typed.icon) if typed is not None else ("", ""))
        if typed is None:
            self.field = None
        elif isinstance(self.field, NumberLine):
            self.field.set_typed(typed.text, typed.meaning)
        self.rows.draw((screen.rows, screen.chosen))
        self.picture.draw(
            Shown(
                screen.design,
                screen.shop,
                screen.card,
                screen.logo,
                screen.picture,
                screen.sheet,
                screen.pictures,
            )
        )
        self.progress.draw(screen.progress)
        self.foot.draw((screen.esc, screen.enter))

    def build_rows(self, value: tuple[tuple[MenuRow, ...], int]) -> QWidget:
        """A row for each design and for what else can be done."""
        rows, chosen = value
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(self.look.space(1))
        wanted: QWidget | None = None
        line, beside = 0, False
        for index, entry in enumerate(rows):
            button = MenuButton(self.look, entry, chosen=index == chosen, small=True)
            button.clicked.connect(lambda _=False, at=index: self.scene.post(Pick(row=at)))
            # A design is a word or two: two of them stand beside each other.
            is_short = not entry.caption
            line += not is_short and beside
            grid.addWidget(button, line, int(is_short and beside), 1, 1 if is_short else 2)
            line += not is_short or beside
            beside = is_short and not beside
            wanted = button if index == chosen else wanted
        holder = QWidget()
        holder.setLayout(grid)
        pile = column()
        # What the rows do not need stays below them.
        pile.addWidget(Rolling(holder, self.look.size("option_small"), wanted), 100)
        pile.addStretch(1)
        return boxed(pile)

    def build_picture(self, value: Shown) -> QWidget | None:
        """Both sides of a card as they will be printed, the sheet, or pictures."""
        if value.sheet is not None:
            return SheetPicture(self.look, value.sheet, lambda at: self.scene.post(Pick(row=at)))
        if value.pictures:
            whole = tuple(QImage.fromData(each) for each in value.pictures)
            return CardPicture(self.look, lambda _: whole, value.name)
        if not value.design or value.card is None:
            return None
        faces = self.painter.of(value.design, value.shop, value.card, value.logo)
        return CardPicture(self.look, faces, value.name)

    def build_progress(self, progress: Progress | None) -> QWidget | None:
        """How far the job is."""
        if progress is None:
            return None
        look = self.look
        pile = column(look.space(2))
        words = row(look.space(3))
        words.addWidget(Line(look, Span(progress.title, "caption_strong")), 1)
        words.addWidget(Line(look, Span(progress.caption, "caption", "muted")))
        pile.addLayout(words)
        pile.addWidget(ProgressBar(look, progress.done, progress.whole, progress.title, "info"))
        return boxed(pile)

    def build_foot(self, actions: tuple[Action | None, Action | None]) -> QWidget:
        """Esc and Enter."""
        return ends(self.scene, actions)

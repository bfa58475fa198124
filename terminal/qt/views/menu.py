"""The menu: a row for each thing that can be opened, the chosen one ringed."""

from functools import partial

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from terminal.qt import paint
from terminal.qt.buttons import TouchButton
from terminal.qt.fields import NumberLine
from terminal.qt.letter_pad import LetterPad
from terminal.qt.line import Line, Paragraph, Span
from terminal.qt.look import Look
from terminal.qt.paint import Box, begin
from terminal.qt.panels import boxed, column
from terminal.qt.rolling import Rolling
from terminal.qt.views.scene import Part, Scene, View, ends, member_panel, stage_row
from terminal.till.camera_values import MenuRow
from terminal.till.messages import Pick
from terminal.till.screens import Action, Menu

BELOW = {"compact": 3, "normal": 4, "wide": 6}
"""So many rows stand below each other; more stand in columns."""
SMALL_BELOW = {"compact": 5, "normal": 6, "wide": 8}
"""So many small rows stand below each other, where there are columns."""

COLUMNS_MAX = 4


def columns_for(look: Look, many: int) -> int:
    """In how many columns so many rows are all seen at once."""
    if many <= BELOW[look.layout]:
        return 1
    return max(2, min(-(-many // SMALL_BELOW[look.layout]), COLUMNS_MAX))


def headed(look: Look, value: tuple[str, str]) -> QWidget:
    """What a list is, and what it is for or how it stands."""
    headline, caption = value
    pile = column(look.space(1))
    pile.addWidget(Line(look, Span(headline, "headline")))
    if caption:
        pile.addWidget(Paragraph(look, caption, "lead", "muted"))
    return boxed(pile)


def typed_field(view: View, value: tuple[str, str]) -> QWidget | None:
    """The field over a list, where there is something to type."""
    hint, icon = value
    if not hint:
        return None
    field = NumberLine(view.look, hint, icon)
    view.listen(field)
    return field


class MenuView(View):
    """What can be opened, by digit, arrows or touch."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        line = stage_row(self)
        panel, pile = member_panel(scene.look)
        pile.setSpacing(scene.look.space(2 if scene.look.compact else 3))
        self.words, self.rows = Part(partial(headed, self.look)), Part(self.build_rows)
        self.typed = Part(partial(typed_field, self))
        self.letters, self.foot = Part(self.build_letters), Part(self.build_foot)
        pile.addWidget(self.words)
        pile.addWidget(self.typed)
        pile.addWidget(self.rows)
        pile.addWidget(self.letters)
        pile.addStretch(1)
        pile.addWidget(self.foot)
        line.addWidget(panel, 1)

    def draw(self, screen: Menu) -> None:
        """Shows the screen."""
        # All rows of a long menu are seen at once: in a small window what it is for gives way.
        is_full = self.look.compact and len(screen.rows) > 3 * SMALL_BELOW[self.look.layout]
        self.words.draw((screen.headline, "" if is_full else screen.caption))
        typed = screen.typed
        self.typed.draw((typed.hint, typed.icon) if typed is not None else ("", ""))
        self.rows.draw((screen.rows, screen.chosen))
        self.letters.draw(typed is not None and typed.letters)
        if typed is None:
            self.field = None
        elif isinstance(self.field, NumberLine):
            self.field.set_typed(typed.text, typed.meaning)
        self.foot.draw((screen.esc, screen.enter))

    def build_letters(self, value: bool) -> QWidget | None:  # noqa: FBT001 - a part has one value
        """Keys for a counter without a keyboard."""
        return LetterPad(self.look, self.scene.post, has_space=False) if value else None

    def build_rows(self, value: tuple[tuple[MenuRow, ...], int]) -> QWidget | None:
        """A row for each thing."""
        rows, chosen = value
        if not rows:
            return None
        look = self.look
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        # A long list stands in columns: nobody looks for a row that has to be pushed into view.
        columns = columns_for(look, len(rows))
        grid.setHorizontalSpacing(look.space(3))
        grid.setVerticalSpacing(look.size("row_gap") if columns == 1 else look.space(1))
        high = -(-len(rows) // columns)
        wanted: QWidget | None = None
        for index, entry in enumerate(rows):
            button = MenuButton(look, entry, chosen=index == chosen, small=columns > 1)
            button.clicked.connect(lambda _=False, at=index: self.scene.post(Pick(row=at)))
            grid.addWidget(button, index % high, index // high)
            wanted = button if index == chosen else wanted
        holder = QWidget()
        holder.setLayout(grid)
        return Rolling(holder, look.size("option"), wanted)

    def build_foot(self, actions: tuple[Action | None, Action | None]) -> QWidget:
        """Esc and Enter."""
        return ends(self.scene, actions)


class MenuButton(TouchButton):
    """One row: its digit, its icon, what it is and what it is for."""

    def __init__(self, look: Look, entry: MenuRow, *, chosen: bool, small: bool = False) -> None:
        """`small` is for one of many: its caption is only there where it fits."""
        super().__init__(look, entry.title)
        self.entry, self.chosen, self.small = entry, chosen, small
        self.setAccessibleDescription(f"{entry.caption}, {entry.key}")
        self.setFixedHeight(self.sizeHint().height())
        wide = QSizePolicy.Policy.Ignored if small else QSizePolicy.Policy.Expanding
        self.setSizePolicy(wide, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """It takes the width it is given."""
        look = self.look
        return QSize(
            look.size("text_column"), look.size("option_small" if self.small else "option")
        )

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the row; the chosen one carries the ring."""
        look, painter = self.look, begin(QPainter(self))
        rect, radius = QRectF(self.rect()), look.radius("field")
        border = "" if self.chosen else "line"
        ground = "accent_soft" if self.chosen else "sunken" if self.isDown() else "surface"
        paint.draw_box(painter, look, rect, radius, Box(ground, border, look.stroke("hairline")))
        if self.chosen or self.hasFocus():
            paint.draw_ring(painter, look, rect, radius)
        title, below = ("body_strong", "caption") if self.small else ("action", "body")
        middle, cap_height = rect.center().y(), look.size("keycap_height")
        gap = look.space(2 if self.small else 4)
        width = paint.cap_width(look, self.entry.key)
        cap = paint.CAP_ACCENT if self.chosen else paint.CAP_REST
        place = QRectF(
            look.space(2 if self.small else 5), middle - cap_height / 2, width, cap_height
        )
        paint.draw_cap(painter, look, place, self.entry.key, cap)
        side = look.size("icon_line")
        sign = paint.square(middle, place.right() + gap, side)
        paint.draw_icon(painter, look, sign, self.entry.icon, look.colour("text"))
        left = sign.right() + gap
        room = rect.right() - left - gap
        caption = self.caption_in(room, below)
        high = look.line_px(title) + (look.line_px(below) if caption else 0)
        words = QRectF(left, middle - high / 2, room, look.line_px(title))
        paint.draw_words(painter, words, self.words, look.font(title), look.colour("text"))
        under = QRectF(left, words.bottom(), room, look.line_px(below))
        ink = look.colour("text" if self.chosen else "muted")
        paint.draw_words(painter, under, caption, look.font(below), ink)
        painter.end()

    def caption_in(self, room_px: float, role: str) -> str:
        """What stands under the title in so much room: one of many says less, and nothing half."""
        fits = paint.words_width(self.entry.caption, self.look.font(role)) <= room_px
        return self.entry.caption if fits or not self.small else ""

"""Rows of lists: visits, journal, found members, labelled figures."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy

from terminal.qt import paint
from terminal.qt.buttons import TouchButton
from terminal.qt.line import Line, Span
from terminal.qt.look import Look
from terminal.qt.marks import Icon, draw_rank
from terminal.qt.paint import Box, begin
from terminal.qt.panels import Hairline, column, row

RIGHT_SHARE = 0.56
WHOM = 2
"""The column of a sale that says whose it is."""


class VisitRow(QFrame):
    """One earlier visit: when, how much, what it gave."""

    def __init__(self, look: Look, when: str, amount: str, points: str, points_px: int = 0) -> None:
        """`points_px` keeps the points of a list in one column, however many they are."""
        super().__init__()
        self.setFixedHeight(look.size("visit"))
        self.setAccessibleName(", ".join(part for part in (when, amount, points) if part))
        line = row(look.space(2))
        self.setLayout(line)
        date = Line(look, Span(when, "body", "muted"))
        given = Line(look, Span(points, "body_strong"), right=True)
        given.setFixedWidth(max(points_px + 1, look.size("visit_points")))
        line.addWidget(date, 1)
        line.addWidget(Line(look, Span(amount)), 0)
        line.addWidget(given)


class Listing(QFrame):
    """Rows under each other with a hairline between them."""

    def __init__(self, look: Look, rows: list[QFrame], name: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        stack = column()
        self.setLayout(stack)
        for index, entry in enumerate(rows):
            if index:
                stack.addWidget(Hairline(look))
            stack.addWidget(entry)


class FigureRow(QFrame):
    """A label with a figure at the right, perhaps an icon before and money between."""

    def __init__(
        self,
        look: Look,
        label: str,
        figure: str,
        second: str = "",
        icon: str = "",
        *,
        strong: bool = False,
        height: str = "figure_row",
        figure_px: int = 0,
    ) -> None:
        super().__init__()
        self.setFixedHeight(look.size(height))
        self.setAccessibleName(", ".join(part for part in (label, second, figure) if part))
        line = row(look.space(3))
        self.setLayout(line)
        if icon:
            line.addWidget(Icon(look, icon, "icon"))
        role = "body_strong" if strong else "body"
        self.label = Line(look, Span(label, role))
        self.second: Line | None = None
        self.gap_px = look.space(3)
        line.addWidget(self.label, 1)
        value = Span(figure, "body_strong" if strong or icon else "body")
        if not icon:
            # In a sum the figure leads and what it is worth follows: "840 = € 8,40".
            line.addWidget(Line(look, value, Span(second, "body", "muted", 2), right=True))
            return
        if second:
            self.second = Line(look, Span(second, "cost", "muted"))
            line.addWidget(self.second)
        given = Line(look, value, right=True)
        given.setMinimumWidth(figure_px)
        line.addWidget(given)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leaves out what the figure is worth where its label would be cut."""
        super().resizeEvent(event)
        if self.second is None:
            return
        taken = self.second.sizeHint().width() + self.gap_px
        room = self.label.width() + (0 if self.second.isHidden() else taken)
        self.second.setVisible(room - taken >= self.label.sizeHint().width())


class JournalRow(TouchButton):
    """One sale of this till, to be chosen: time, card, name, amount, points."""

    def __init__(
        self,
        look: Look,
        cells: tuple[str, str, str, str, str],
        *,
        chosen: bool,
        done: bool,
        figures_px: tuple[int, int] = (0, 0),
    ) -> None:
        """`figures_px` keeps amounts and points of a list in columns, however large they are."""
        super().__init__(look, ", ".join(cell for cell in cells if cell))
        self.cells, self.chosen, self.done = cells, chosen, done
        self.figures_px = figures_px
        self.setCheckable(True)
        self.setChecked(chosen)
        self.setFixedHeight(look.size("journal"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """It takes the width it is given."""
        return QSize(self.look.size("text_column"), self.look.size("journal"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the columns; one that was taken back is struck through and faint."""
        look, painter = self.look, begin(QPainter(self))
        rect = self.inside(painter, look.radius("control"))
        if self.chosen:
            box = Box("accent_soft", "accent", look.stroke("selected"))
            paint.draw_box(painter, look, rect, look.radius("control"), box)
        gap, pad = look.space(3), look.space(4)
        sizes = ("journal_time", "journal_who", "", "journal_amount", "journal_points")
        roles = ("body", "body_strong", "caption", "body", "body_strong")
        inks = ("muted", "text", "muted", "text", "text")
        widths = [look.size(name) if name else 0 for name in sizes]
        widths[3:] = [max(pair) for pair in zip(widths[3:], self.figures_px, strict=True)]
        widths[2] = max(0, self.width() - 2 * pad - 4 * gap - sum(widths))
        if not self.cells[2]:
            # Without a name the one before has its room: "No member" is long in some languages.
            widths[1], widths[2] = widths[1] + widths[2], 0
        x = float(pad)
        for index, (cell, width) in enumerate(zip(self.cells, widths, strict=True)):
            font = look.font(roles[index])
            font.setStrikeOut(self.done and index in {3, 4})
            ink = look.colour("faint" if self.done else inks[index])
            align = paint.RIGHT if index > 2 else paint.LEFT  # noqa: PLR2004 - figures
            place = QRectF(x, rect.top(), width, rect.height())
            if index == WHOM and paint.words_width(cell, font) > width:
                # A long name has two lines.
                painter.setFont(font)
                painter.setPen(ink)
                painter.drawText(place, int(align | Qt.TextFlag.TextWordWrap), cell)
            else:
                paint.draw_words(painter, place, cell, font, ink, align)
            x += width + gap
        painter.end()


class HitRow(TouchButton):
    """A member who was found: key, name, masked phone, level, last seen."""

    def __init__(  # noqa: PLR0917
        self,
        look: Look,
        key: str,
        name: str,
        phone: str,
        tier: tuple[str, int] | None,
        seen: str,
        *,
        chosen: bool = False,
    ) -> None:
        super().__init__(look, name)
        self.key, self.phone, self.tier, self.seen, self.chosen = key, phone, tier, seen, chosen
        spoken = (phone, tier[0] if tier else "", seen, key)
        self.setAccessibleDescription(", ".join(part for part in spoken if part))
        self.setFixedHeight(look.size("hit"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """It takes the width it is given."""
        return QSize(self.look.size("text_column"), self.look.size("hit"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the row; the chosen one carries the ring."""
        look, painter = self.look, begin(QPainter(self))
        rect, radius = QRectF(self.rect()), look.radius("field")
        border = "" if self.chosen else "line"
        box = Box("accent_soft" if self.chosen else "surface", border, look.stroke("hairline"))
        paint.draw_box(painter, look, rect, radius, box)
        if self.chosen or self.hasFocus():
            paint.draw_ring(painter, look, rect, radius)
        middle, gap, height = rect.center().y(), look.space(4), look.size("keycap_height")
        width = paint.cap_width(look, self.key) + look.space(2)
        cap = paint.CAP_ACCENT if self.chosen else paint.CAP_REST
        key = QRectF(look.space(5), middle - height / 2, width, height)
        paint.draw_cap(painter, look, key, self.key, cap)
        end = self.draw_right(painter, rect)
        left = key.right() + gap
        room = QRectF(left, 0, max(0.0, end - left), rect.height())
        font = look.font("action")
        paint.draw_words(painter, room, self.words, font, look.colour("text"))
        painter.end()

    def draw_right(self, painter: QPainter, rect: QRectF) -> float:
        """Draws caret, last seen, level and phone from the right; returns where they start."""
        look, gap, middle = self.look, self.look.space(4), rect.center().y()
        side = look.size("icon")
        end = rect.right() - look.space(5) - side
        caret = paint.square(middle, end, side)
        paint.draw_icon(painter, look, caret, "caret-right", look.colour("muted"))
        ink = look.colour("text" if self.chosen else "muted")
        font = look.font("body")
        columns = ((self.seen, "hit_when"), ("", "hit_tier"), (self.phone, "hit_phone"))
        asked = sum(look.size(name) for _, name in columns)
        share = min(1.0, rect.width() * RIGHT_SHARE / asked)
        for words, name in columns:
            width = round(look.size(name) * share)
            place = QRectF(end - gap - width, 0, width, rect.height())
            if name == "hit_tier":
                self.draw_tier(painter, place)
            else:
                paint.draw_words(painter, place, words, font, ink)
            end = place.left()
        return end - gap

    def draw_tier(self, painter: QPainter, place: QRectF) -> None:
        """Draws the level as a chip."""
        if self.tier is None:
            return
        look, (name, strokes) = self.look, self.tier
        font = look.font("caption_strong")
        rank, pad = look.px(2 + 6 * strokes), look.size("chip_pad")
        width = rank + look.size("status_gap") + paint.words_width(name, font) + 2 * pad
        height = look.size("chip")
        chip = QRectF(place.left(), place.center().y() - height / 2, width, height)
        ground = Box("surface" if self.chosen else "sunken")
        paint.draw_box(painter, look, chip, height / 2, ground)
        mark = look.size("rank_height")
        strokes_at = QRectF(chip.left() + pad, chip.center().y() - mark / 2, rank, mark)
        draw_rank(painter, look, strokes_at, strokes)
        words = chip.adjusted(pad + rank + look.size("status_gap"), 0, 0, 0)
        paint.draw_words(painter, words, name, font, look.colour("text"))

"""The first start: what this till is, the code of the shop it joins, and what it is called."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from terminal.qt import paint
from terminal.qt.fields import NumberLine
from terminal.qt.letter_pad import LetterPad
from terminal.qt.line import Line, Paragraph, Span
from terminal.qt.look import Look
from terminal.qt.marks import Icon, Sign
from terminal.qt.paint import Box, begin
from terminal.qt.panels import Panel, boxed, column, row
from terminal.qt.rolling import Rolling
from terminal.qt.views.menu import MenuButton
from terminal.qt.views.scene import Part, Scene, View, ends, member_panel, stage_row
from terminal.till.camera_values import MenuRow
from terminal.till.messages import Pick
from terminal.till.screens import Action, Typed
from terminal.till.screens_steps import FirstStart

Rows = tuple[tuple[MenuRow, ...], int, bool]


class FirstStartView(View):
    """The steps at the left, the one question at the right."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        look = scene.look
        line = stage_row(self)
        self.steps, self.words = Part(self.build_steps), Part(self.build_words)
        self.rows, self.typed = Part(self.build_rows), Part(self.build_typed)
        self.advice, self.foot = Part(self.build_advice), Part(self.build_foot)
        self.letters = LetterPad(look, scene.post)
        self.letters.hide()
        self.steps.setFixedWidth(look.size("side_steps"))
        panel, pile = member_panel(look)
        pile.setSpacing(look.space(2 if look.compact else 5))
        pile.addWidget(self.words)
        pile.addWidget(self.typed)
        pile.addWidget(self.rows)
        pile.addWidget(self.advice)
        pile.addWidget(self.letters)
        pile.addStretch(1)
        pile.addWidget(self.foot)
        line.addWidget(self.steps)
        line.addWidget(panel, 1)

    def draw(self, screen: FirstStart) -> None:
        """Shows the screen."""
        typed = screen.typed
        if typed is None:
            self.letters.hide()
        had_steps = self.steps.built is not None
        self.steps.draw((screen.steps, screen.step))
        if had_steps != bool(screen.steps):
            self.move_shadow()
        self.words.draw((screen.headline, screen.caption, typed is None and screen.is_waiting))
        self.typed.draw((typed.hint, typed.icon) if typed is not None else ("", ""))
        self.rows.draw((screen.rows, screen.chosen, typed is None))
        self.advice.draw((screen.advice, screen.is_waiting))
        self.foot.draw((screen.esc, screen.enter))
        self.show_typed(typed)
        self.make_room()

    def show_typed(self, typed: Typed | None) -> None:
        """Shows what was typed so far, and what it means."""
        if typed is None:
            self.field = None
        elif isinstance(self.field, NumberLine):
            self.field.set_typed(typed.text, typed.meaning)

    def move_shadow(self) -> None:
        """The panel has moved: the ground draws its shadow where it is now."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
        self.window().update()

    def toggle_letters(self) -> None:
        """Opens the letters under the field, or closes them."""
        self.letters.setVisible(self.letters.isHidden())
        self.make_room()

    def make_room(self) -> None:
        """Lets the letters stand where the shops do: one looks at the code while typing it."""
        is_open = not self.letters.isHidden()
        for part in (self.rows, self.advice):
            part.setVisible(part.built is not None and not is_open)

    def build_steps(self, value: tuple[tuple[str, ...], int]) -> QWidget | None:
        """The steps with their numbers; those that are done have a tick."""
        steps, here = value
        if not steps:
            return None
        look = self.look
        pile = column(look.space(2), (look.space(2), look.space(3), 0, 0))
        for index, words in enumerate(steps):
            line = row(look.space(3))
            line.addWidget(StepMark(look, index, here))
            role, ink = ("body_strong", "text") if index == here else ("body", "muted")
            line.addWidget(Line(look, Span(words, role, ink)), 1)
            pile.addLayout(line)
        pile.addStretch(1)
        return boxed(pile)

    def build_words(self, value: tuple[str, str, bool]) -> QWidget:
        """What is asked, and what to know about it."""
        headline, caption, waits = value
        pile = column(self.look.space(1))
        if waits:
            pile.addWidget(Icon(self.look, "hourglass-medium", "icon_lost", "muted"))
            pile.addSpacing(self.look.space(3))
        pile.addWidget(Line(self.look, Span(headline, "headline")))
        pile.addWidget(Paragraph(self.look, caption, "lead", "muted"))
        return boxed(pile)

    def build_typed(self, value: tuple[str, str]) -> QWidget | None:
        """The field; a tap opens the letters."""
        hint, icon = value
        if not hint:
            return None
        field = NumberLine(self.look, hint, icon, height="short_line")
        self.field = field
        field.tapped.connect(self.toggle_letters)
        return field

    def build_rows(self, value: Rows) -> QWidget | None:
        """What there is to choose, or which shops were found."""
        rows, chosen, may_choose = value
        if not rows:
            return None
        pile = column(self.look.size("row_gap"))
        wanted: QWidget | None = None
        for index, entry in enumerate(rows):
            is_here = index == chosen
            made = self.choice(entry, index, is_here) if may_choose else self.shop(entry, is_here)
            pile.addWidget(made)
            wanted = made if is_here else wanted
        return Rolling(boxed(pile), self.look.size("option"), wanted)

    def choice(self, entry: MenuRow, index: int, is_here: bool) -> QWidget:  # noqa: FBT001
        """A row to be chosen."""
        button = MenuButton(self.look, entry, chosen=is_here)
        button.clicked.connect(lambda: self.scene.post(Pick(row=index)))
        return button

    def shop(self, entry: MenuRow, is_named: bool) -> QWidget:  # noqa: FBT001
        """A shop that was found: the code says whether it is this one."""
        look = self.look
        panel = Panel(look, ground="accent_soft" if is_named else "surface")
        side, edge = look.space(5), look.space(3)
        line = row(look.space(4), (side, edge, side, edge))
        panel.setLayout(line)
        words = column()
        words.addWidget(Line(look, Span(entry.title, "action")))
        words.addWidget(Line(look, Span(entry.caption, "body", "muted")))
        line.addWidget(Icon(look, entry.icon, "icon_line"))
        line.addLayout(words, 1)
        if is_named:
            line.addWidget(Icon(look, "check-circle-fill", "icon_line", "positive"))
        return panel

    def build_advice(self, value: tuple[str, bool]) -> QWidget | None:
        """What was found so far."""
        advice, waits = value
        if not advice:
            return None
        line = row(self.look.space(3))
        icon = "wifi-high" if waits else "info"
        line.addWidget(Icon(self.look, icon, "icon_reward", "muted"))
        line.addWidget(Paragraph(self.look, advice, "body", "muted"), 1)
        return boxed(line)

    def build_foot(self, actions: tuple[Action | None, Action | None]) -> QWidget | None:
        """Esc and Enter, where there are any."""
        return ends(self.scene, actions) if any(actions) else None


class StepMark(Sign):
    """The number of a step in a ring: filled where one is, a tick where one was."""

    def __init__(self, look: Look, index: int, here: int) -> None:
        side = look.size("step_mark")
        super().__init__(look, side, side, str(index + 1))
        self.number, self.is_here, self.is_done = str(index + 1), index == here, index < here

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Draws the ring and what stands in it."""
        look, painter, rect = self.look, begin(QPainter(self)), QRectF(self.rect())
        ground = "accent" if self.is_here else "text" if self.is_done else ""
        border = "" if ground else "line_strong"
        box = Box(ground, border, look.stroke("selected"))
        paint.draw_box(painter, look, rect, rect.height() / 2, box)
        if self.is_done:
            side = look.size("icon_small")
            left = rect.center().x() - side / 2
            place = paint.square(rect.center().y(), left, side)
            paint.draw_icon(painter, look, place, "check", look.colour("canvas"))
        else:
            ink = look.colour("on_accent" if self.is_here else "muted")
            font = look.font("caption_strong")
            paint.draw_words(painter, rect, self.number, font, ink, paint.CENTRE)
        painter.end()

"""Nobody is attached: the live picture, the number line, and the day beside them."""

from PySide6.QtWidgets import QStackedLayout, QWidget

from terminal.qt.camera_panel import camera_panel
from terminal.qt.fields import NumberLine
from terminal.qt.line import Line, Paragraph, Span
from terminal.qt.look import Look
from terminal.qt.marks import Icon, ProgressBar
from terminal.qt.paint import words_width
from terminal.qt.panels import Panel, boxed, column, row
from terminal.qt.reader import ReaderView
from terminal.qt.rows import Listing
from terminal.qt.today import Hour, HourBars
from terminal.qt.views.scene import Part, Scene, View, figure_row, side_panel, stage_row
from terminal.till.camera_values import CameraNote
from terminal.till.screens import Action, Idle, Notice, Progress, Today, Typed


class IdleView(View):
    """The counter at rest: scan, type, or wait."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        look = scene.look
        line = stage_row(self)
        left = column(look.size("gutter"))
        self.reader = ReaderView(look, scene.preview, "", hint=" ")
        self.note = Part(self.build_note)
        self.over = QStackedLayout()
        self.over.addWidget(self.reader)
        self.over.addWidget(self.note)
        left.addLayout(self.over, 1)
        self.notice = Part(self.build_notice)
        self.waiting = Part(self.build_waiting)
        self.arriving = Part(self.build_arriving)
        self.typed = Part(self.build_typed)
        left.addWidget(self.notice)
        left.addWidget(self.waiting)
        left.addWidget(self.arriving)
        left.addWidget(self.typed)
        line.addLayout(left, 1)
        self.today = Part(self.build_today)
        self.today.setFixedWidth(look.size("side_today"))
        line.addWidget(self.today)

    def draw(self, screen: Idle) -> None:
        """Shows the screen."""
        self.reader.hint = screen.reader_hint
        self.reader.set_word(screen.reader_word, read=False)
        self.reader.aim = screen.aim
        self.note.draw(screen.camera)
        self.over.setCurrentIndex(0 if screen.camera is None else 1)
        self.notice.draw(screen.notice)
        self.waiting.draw(screen.waiting)
        self.arriving.draw(screen.arriving)
        self.typed.draw((screen.typed.hint, screen.typed.icon, screen.enter))
        self.show_typed(screen.typed)
        self.today.draw(screen.today)

    def show_typed(self, typed: Typed) -> None:
        """Shows what the till has taken so far."""
        if isinstance(self.field, NumberLine):
            self.field.set_typed(typed.text, typed.meaning)

    def build_typed(self, value: tuple[str, str, Action | None]) -> QWidget:
        """The number line."""
        hint, icon, enter = value
        label, key = (enter.label, enter.key) if enter is not None else ("", "")
        field = NumberLine(self.look, hint, icon, label, key)
        self.listen(field)
        return field

    def build_note(self, note: CameraNote | None) -> QWidget | None:
        """What stands where the picture was while there is none."""
        return camera_panel(self.look, note, self.scene.press) if note is not None else None

    def build_waiting(self, sentences: tuple[str, ...]) -> QWidget | None:
        """What is still open from earlier customers, each on its line."""
        if not sentences:
            return None
        look = self.look
        panel = Panel(look, ground="info_soft", border="")
        pile = column(look.space(1), (look.space(5), look.space(2), look.space(5), look.space(2)))
        panel.setLayout(pile)
        for sentence in sentences:
            line = row(look.space(2))
            line.addWidget(Icon(look, "hourglass-medium", "icon_small", "info"))
            line.addWidget(Line(look, Span(sentence, "caption_strong")), 1)
            pile.addLayout(line)
        return panel

    def build_arriving(self, arriving: Progress | None) -> QWidget | None:
        """How far the members of the shop are on their way to this till."""
        if arriving is None:
            return None
        look = self.look
        panel = Panel(look, ground="info_soft", border="")
        pile = column(look.space(2), (look.space(5), look.space(3), look.space(5), look.space(3)))
        panel.setLayout(pile)
        pile.addWidget(Line(look, Span(arriving.title, "caption_strong")))
        pile.addWidget(ProgressBar(look, arriving.done, arriving.whole, arriving.title, "info"))
        pile.addWidget(Line(look, Span(arriving.caption, "caption", "muted")))
        return panel

    def build_notice(self, notice: Notice | None) -> QWidget | None:
        """What wants attention at this till, and what to do about it."""
        if notice is None:
            return None
        look = self.look
        tone = "info" if notice.icon else "warning"
        panel = Panel(look, ground=f"{tone}_soft", border="")
        line = row(look.space(3), (look.space(5), look.space(2), look.space(5), look.space(2)))
        panel.setLayout(line)
        words = column()
        words.addWidget(Line(look, Span(notice.word, "caption_strong")))
        words.addWidget(Paragraph(look, notice.sentence, "caption", "text"))
        line.addWidget(Icon(look, notice.icon or "warning-fill", "icon_line", tone))
        line.addLayout(words, 1)
        return panel

    def build_today(self, today: Today) -> QWidget:
        """The figures of the day."""
        look = self.look
        panel, pile = side_panel(look)
        head = row(look.space(2))
        head.addWidget(Line(look, Span(today.title, "caption_strong", "muted")))
        head.addStretch(1)
        head.addWidget(Line(look, Span(today.date, "caption", "muted"), right=True))
        pile.addLayout(head)
        for line in head_lines(look, today):
            pile.addWidget(line)
        pile.addSpacing(look.space(3))
        hours = [Hour(bar.hour, bar.count, bar.now) for bar in today.hours]
        pile.addWidget(HourBars(look, hours, today.title))
        pile.addStretch(1)
        widest = max(
            (words_width(e.figure, look.font("body_strong")) for e in today.rows), default=0
        )
        rows = [figure_row(look, e, figure_px=widest if e.figure else 0) for e in today.rows]
        pile.addWidget(Listing(look, list(rows), today.title))
        return panel


def head_lines(look: Look, today: Today) -> list[QWidget]:
    """The figure with its share at the right; where the words are long, the share goes below."""
    main = (Span(today.figure, "figure"), Span(today.of, "body", "muted", 3))
    figure, share = Line(look, *main), Line(look, Span(today.share, "share"), beside="figure")
    asked = figure.sizeHint().width() + look.space(5) + share.sizeHint().width()
    if asked > look.size("side_today") - 2 * look.size("panel_x"):
        below = (Span(today.share, "body_strong"), Span(today.caption, "caption", "muted", 2))
        return [figure, Line(look, *below)]
    beside = row(look.space(3))
    beside.addWidget(figure, 1)
    beside.addWidget(share)
    return [boxed(beside), Line(look, Span(today.caption, "caption", "muted"))]

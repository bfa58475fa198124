"""Somebody is attached: who, how far, what they can get, and the amount of this sale."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QStackedLayout, QWidget

from terminal.qt.buttons import Kind
from terminal.qt.camera_panel import camera_tile
from terminal.qt.chips import Chip
from terminal.qt.fields import AmountBand
from terminal.qt.line import Line, Paragraph, Span
from terminal.qt.look import Look
from terminal.qt.marks import Icon, ProgressBar, Tally
from terminal.qt.paint import words_width
from terminal.qt.panels import Panel, TapPanel, boxed, column, row
from terminal.qt.quick import quick_grid
from terminal.qt.reader import ReaderView
from terminal.qt.rows import Listing, VisitRow
from terminal.qt.sale_band import Column, SaleBand, stage_px
from terminal.qt.views.rewards import reward_list
from terminal.qt.views.scene import (
    Part,
    Scene,
    View,
    action_button,
    ends,
    member_panel,
    side_panel,
    stage_row,
    tier_chip,
)
from terminal.till.camera_values import CameraNote
from terminal.till.quick_values import Quick
from terminal.till.screens import (
    Action,
    Member,
    Person,
    Progress,
    Reward,
    Stamps,
    Typed,
    Visit,
)
from terminal.till.screens import SaleBand as Sale

TALLY_MOST = 20
STAMP_CARDS = {"compact": 1, "normal": 2, "wide": 2}
DOT = "·"
Head = tuple[Person, bool]
Way = tuple[Progress | None, tuple[Stamps, ...]]
Band = tuple[str, str, Action | None, Sale | None]
QUICK_BESIDE = {"compact": 8, "normal": 10, "wide": 12}
VISITS_SHOWN = {"compact": 4, "normal": 5, "wide": 7}


class MemberView(View):
    """The member's stage, and the sale on it once an amount is typed."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene)
        look = scene.look
        line = stage_row(self)
        panel, pile = member_panel(look)
        self.head, self.way = Part(self.build_head), Part(self.build_way)
        self.rewards, self.band = Part(self.build_rewards), Part(self.build_band)
        self.foot = Part(self.build_foot)
        for part in (self.head, self.way):
            pile.addWidget(part)
            pile.addStretch(1)
        pile.setSpacing(look.size("stage_gap"))
        # The band stands under the rewards while nothing is typed, and above them in a sale.
        self.place_above, self.place_below = column(), column()
        pile.addLayout(self.place_above)
        pile.addWidget(self.rewards, 50)
        pile.addStretch(1)
        pile.addLayout(self.place_below)
        pile.addWidget(self.foot)
        line.addWidget(panel, 1)
        line.addWidget(self.build_side())

    def build_side(self) -> QWidget:
        """The right column: reader, visits, let go."""
        look = self.look
        side = column(look.size("side_gap"))
        self.reader = ReaderView(look, self.scene.preview, "", read=True)
        self.note = Part(self.build_note)
        self.over = QStackedLayout()
        self.over.addWidget(self.reader)
        self.over.addWidget(self.note)
        self.tile = QWidget()
        self.tile.setLayout(self.over)
        self.tile.setFixedHeight(look.size("reader_tile"))
        self.quick = Part(self.build_quick)
        self.visits, self.let_go = Part(self.build_visits), Part(self.build_let_go)
        side.addWidget(self.tile)
        side.addWidget(self.visits, 1)
        side.addWidget(self.quick, 1)
        side.addWidget(self.let_go)
        holder = boxed(side)
        holder.setFixedWidth(look.size("side"))
        return holder

    def build_note(self, note: CameraNote | None) -> QWidget | None:
        """What stands where the small picture was while there is none."""
        return camera_tile(self.look, note) if note is not None else None

    def draw(self, screen: Member) -> None:
        """Shows the screen."""
        sale = screen.sale
        self.head.draw((screen.person, sale is not None))
        self.way.draw((screen.progress, screen.stamps) if sale is None else (None, ()))
        self.rewards.draw(screen.rewards)
        self.place_band(above=sale is not None)
        self.band.draw((screen.typed.hint, screen.currency, screen.enter, sale))
        self.show_typed(screen.typed)
        self.foot.draw((screen.esc, screen.enter) if sale is not None else (None, None))
        self.reader.set_word(screen.reader_word, read=True)
        self.note.draw(screen.camera)
        self.over.setCurrentIndex(0 if screen.camera is None else 1)
        self.quick.draw(screen.quick)
        # So many keys need the room of the picture; a card that is seen stands in the strip.
        self.tile.setVisible(len(screen.quick) <= QUICK_BESIDE[self.look.layout])
        visits = () if screen.quick else screen.visits
        self.visits.draw((screen.visits_title, screen.visits_points, visits))
        self.visits.setVisible(not screen.quick)
        self.let_go.draw(screen.let_go if sale is not None or screen.let_go else screen.esc)

    def place_band(self, *, above: bool) -> None:
        """Moves the band above or below the rewards."""
        here, there = (
            (self.place_above, self.place_below) if above else (self.place_below, self.place_above)
        )
        there.removeWidget(self.band)
        if here.indexOf(self.band) < 0:
            here.addWidget(self.band)

    def show_typed(self, typed: Typed) -> None:
        """Shows what the till has taken so far."""
        if isinstance(self.field, AmountBand):
            self.field.set_typed(typed.text, typed.meaning)

    def build_head(self, value: Head) -> QWidget:
        """Name and balance: two lines of their own, or one line above a sale."""
        person, selling = value
        return self.short_head(person) if selling else self.full_head(person)

    def short_head(self, person: Person) -> QWidget:
        """One line: the sale is what counts now."""
        look = self.look
        line = row(look.space(3))
        line.addWidget(Line(look, Span(person.name, "title_strong")))
        if person.tier is not None:
            line.addWidget(tier_chip(look, person.tier))
        line.addWidget(Line(look, Span(person.last_four, "body", "muted")), 1)
        worth = " ".join(part for part in (person.points_word, person.worth) if part)
        balance = (Span(person.points, "title"), Span(worth, "body", "muted", 2))
        line.addWidget(Line(look, *balance, right=True))
        return boxed(line)

    def full_head(self, person: Person) -> QWidget:
        """Name, level and card at the left; points and money at the right."""
        look = self.look
        left, right = column(look.size("head_gap")), column()
        left.addWidget(Line(look, Span(person.name, "name")))
        below = row(look.space(3))
        if person.tier is not None:
            below.addWidget(tier_chip(look, person.tier))
        said = [part for part in (person.last_four, person.caption) if part]
        below.addWidget(Line(look, Span(f"  {DOT}  ".join(said), "body", "muted")), 1)
        left.addLayout(below)
        left.addStretch(1)
        points = (Span(person.points, "balance"), Span(person.points_word, "body", "muted", 2))
        right.addWidget(Line(look, *points, right=True))
        if person.worth:
            right.addWidget(Line(look, Span(person.worth, "balance_money"), right=True))
        if person.owed:
            owed = Span(person.owed, "caption_strong", "warning")
            right.addWidget(Line(look, owed, right=True))
        right.addStretch(1)
        line = row(look.space(5))
        line.addLayout(left, 1)
        line.addLayout(right)
        pile = column(look.space(2))
        pile.addLayout(line)
        if person.cue:
            pile.addWidget(Chip(look, person.cue, "sparkle", "info", "info_soft"))
        return boxed(pile)

    def build_way(self, value: Way) -> QWidget | None:
        """How far to the next level, and the stamp cards."""
        progress, stamps = value
        if progress is None and not stamps:
            return None
        look = self.look
        line = row(look.size("column_gap"))
        if progress is not None:
            line.addWidget(self.progress(progress, beside=bool(stamps)), 1)
        for index, card in enumerate(stamps[: STAMP_CARDS[look.layout]]):
            if progress is None and index == 0:
                line.addWidget(self.stamps(card), 1, Qt.AlignmentFlag.AlignLeft)
            else:
                line.addWidget(self.stamps(card))
        return boxed(line)

    def progress(self, progress: Progress, *, beside: bool) -> QWidget:
        """The way to the next level; `beside` says that a stamp card takes half of the room."""
        look = self.look
        pile = column(look.space(2))
        pile.addStretch(1)
        title = Line(look, Span(progress.title, "body_strong"))
        caption = Line(look, Span(progress.caption, "caption", "muted"), right=True)
        room = stage_px(look) // 2 - look.size("column_gap") if beside else stage_px(look)
        if title.full_width() + look.space(3) + caption.full_width() <= room:
            head = row(look.space(3))
            head.addWidget(title, 1)
            head.addWidget(caption)
            pile.addLayout(head)
        else:
            words = column()
            words.addWidget(title)
            words.addWidget(Line(look, Span(progress.caption, "caption", "muted")))
            pile.addLayout(words)
        pile.addWidget(ProgressBar(look, progress.done, progress.whole, progress.title))
        return boxed(pile)

    def stamps(self, card: Stamps) -> QWidget:
        """One stamp card: words at the left of its strokes."""
        look = self.look
        line, words = row(look.space(4)), column()
        words.addWidget(Line(look, Span(card.title, "body_strong"), right=True))
        words.addWidget(Line(look, Span(card.caption, "caption", "muted"), right=True))
        line.addLayout(words)
        if card.whole <= TALLY_MOST:
            line.addWidget(Tally(look, card.have, card.whole, card.title))
        else:
            bar = ProgressBar(look, card.have, card.whole, card.title)
            bar.setFixedWidth(look.size("stamp_bar"))
            line.addWidget(bar)
        return boxed(line)

    def build_rewards(self, rewards: tuple[Reward, ...]) -> QWidget | None:
        """The rewards, the offered one first."""
        return reward_list(self.scene, rewards) if rewards else None

    def build_band(self, value: Band) -> QWidget:
        """The amount with its button, or what the typed amount will do."""
        hint, currency, enter, sale = value
        if sale is not None:
            band = SaleBand(self.look, sale_columns(sale))
            self.listen(band)
            return band
        field = AmountBand(self.look, hint, currency)
        self.listen(field)
        if enter is not None:
            line: QBoxLayout = row(0, (0, 0, self.look.space(3), 0))
            line.addStretch(1)
            line.addWidget(action_button(self.scene, enter, Kind.PRIMARY, "band_button"))
            field.setLayout(line)
        return field

    def build_foot(self, actions: tuple[Action | None, Action | None]) -> QWidget | None:
        """Esc and Enter under a sale."""
        return ends(self.scene, actions) if any(actions) else None

    def build_visits(self, value: tuple[str, str, tuple[Visit, ...]]) -> QWidget:
        """The last visits."""
        title, points, visits = value
        look = self.look
        panel = TapPanel(look, title)
        pile = side_panel(look, panel)[1]
        head = row()
        head.addWidget(Line(look, Span(title, "caption_strong", "muted")), 1)
        head.addWidget(Line(look, Span(points, "caption", "muted"), right=True))
        pile.addLayout(head)
        most = VISITS_SHOWN[look.layout]
        font = look.font("body_strong")
        wide = max((words_width(visit.points, font) for visit in visits[:most]), default=0)
        rows = [VisitRow(look, *visit_cells(visit), wide) for visit in visits[:most]]
        pile.addWidget(Listing(look, list(rows), title))
        pile.addStretch(1)
        panel.tapped.connect(lambda: self.scene.press("F2"))
        return panel

    def build_quick(self, keys: tuple[Quick, ...]) -> QWidget | None:
        """The quick keys, in the place of the visits where the shop has any."""
        if not keys:
            return None
        pile = column()
        pile.addWidget(quick_grid(self.scene, keys), 50)
        pile.addStretch(1)
        return boxed(pile)

    def build_let_go(self, action: Action | None) -> QWidget | None:
        """The way out when this is not who it seemed."""
        if action is None:
            return None
        if not action.key:
            return hint_panel(self.look, "arrows-left-right", action.label)
        button = action_button(self.scene, action, Kind.QUIET, "button")
        button.left = True
        return button


def visit_cells(visit: Visit) -> tuple[str, str, str]:
    """What a row says of an earlier visit."""
    return visit.date, visit.amount, visit.points


def hint_panel(look: Look, icon: str, words: str) -> Panel:
    """Something to be done that no key does: scan the other card."""
    panel = Panel(look)
    panel.radius_name = "control"
    panel.setFixedHeight(look.size("button"))
    side = look.space(4)
    line = row(look.space(3), (side, 0, side, 0))
    panel.setLayout(line)
    line.addWidget(Icon(look, icon, "icon", "text"))
    room = look.size("side") - 2 * side - look.size("icon") - look.space(3)
    if words_width(words, look.font("body_medium")) <= room:
        line.addWidget(Line(look, Span(words, "body_medium")), 1)
    else:
        line.addWidget(Paragraph(look, words, "caption_medium"), 1)
    return panel


def sale_columns(sale: Sale) -> tuple[Column, ...]:
    """The three columns of the sale's band."""
    earns = (Span(sale.earns, "earned", "accent"), Span(sale.earns_worth, "body", "muted", 2))
    return (
        Column(sale.title, (Span(sale.amount, "amount"),), sale.amount_caption),
        Column(sale.earns_title, earns, sale.why),
        Column(sale.after_title, (Span(sale.after, "new_balance"),), sale.after_worth),
    )

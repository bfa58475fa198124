"""Every component in both themes on one sheet: `python -m terminal.qt.gallery [DIR]`."""

import sys
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtWidgets import QApplication, QGridLayout, QSizePolicy, QWidget

from terminal.qt.buttons import ActionButton, DigitButton, KeyButton, Kind
from terminal.qt.chips import Chip, Plate, StatusItem
from terminal.qt.fields import AmountBand, NumberLine
from terminal.qt.gallery_pads import pads
from terminal.qt.icons import load_icons
from terminal.qt.line import Line, Span
from terminal.qt.look import Look, dress, make_look, palette
from terminal.qt.marks import Keycap, Mark, ProgressBar, Tally, TierStrokes
from terminal.qt.panels import Panel, boxed, column, row
from terminal.qt.reader import ReaderView
from terminal.qt.reward import RewardRow
from terminal.qt.rows import FigureRow, HitRow, JournalRow, Listing, VisitRow
from terminal.qt.sale_band import Column, SaleBand
from terminal.qt.strip import Strip
from terminal.qt.today import Figure, Hour, HourBars
from terminal.qt.tokens import read_tokens

SHEET = (1600, 1420)
REWARDS = (
    ("F4", "tag", "€ 5,00 off", "500 points", "Asks PIN", "lock-key", "offered"),
    ("F4 1", "cookie", "Free cookie", "200 points = € 2,00", "Ready", "check-circle", "usable"),
    ("F4 2", "percent", "10 % off lunch", "", "From € 20,00", "arrow-up", "not"),
    ("F4 3", "package", "Bag of beans 250 g", "", "60 points to go", "hourglass-medium", "not"),
    ("F4 4", "cake", "Cheesecake", "", "Saved for later", "bookmark-simple", "saved"),
)
JOURNAL = (
    ("14:08", "•••• 4821", "Anna de V.", "€ 12,50", "+62"),
    ("14:05", "•••• 7731", "", "€ 12,50", "+50"),
    ("13:51", "•••• 3310", "free cappuccino", "€ 4,10", "0"),
)
VISITS = (("Tue 18 Nov", "€ 3,60", "+18"), ("Fri 14 Nov", "€ 14,20", "+71"))
HOURS = (5, 9, 7, 6, 10, 8, 3, 0, 0)
INKS = (
    *("canvas", "surface", "sunken", "line", "line_strong", "text", "muted", "faint"),
    *("accent", "accent_hover", "accent_pressed", "accent_soft", "positive", "warning"),
    *("danger", "info", "training", "positive_soft", "warning_soft", "danger_soft", "info_soft"),
)
ROLES = ("balance", "amount", "headline", "name", "title", "body", "caption")


def no_picture() -> None:
    """A reader without a camera shows its ground and the box to aim at."""


def flow(look: Look, widgets: Iterable[QWidget], gap: int = 3) -> QWidget:
    """The widgets in one row, packed to the left."""
    line = row(look.space(gap))
    for widget in widgets:
        line.addWidget(widget)
    line.addStretch(1)
    return boxed(line)


def stack(look: Look, widgets: Iterable[QWidget], gap: int = 2) -> QWidget:
    """The widgets under each other."""
    pile = column(look.space(gap))
    for widget in widgets:
        pile.addWidget(widget)
    return boxed(pile)


def section(look: Look, title: str, *widgets: QWidget) -> QWidget:
    """A titled part of the sheet."""
    pile = column(look.space(4))
    pile.addWidget(Line(look, Span(title, "body_strong")))
    for widget in widgets:
        pile.addWidget(widget)
    pile.addStretch(1)
    return boxed(pile)


def colours(look: Look) -> QWidget:
    """A swatch for each colour."""
    grid = QGridLayout()
    grid.setSpacing(look.space(2))
    for index, name in enumerate(INKS):
        swatch = Panel(look, ground=name)
        swatch.setFixedHeight(look.space(8))
        cell = stack(look, (swatch, Line(look, Span(name, "caption", "muted"))), 1)
        grid.addWidget(cell, index // 7, index % 7)
    holder = QWidget()
    holder.setLayout(grid)
    return section(look, "Colour", holder)


def types(look: Look) -> QWidget:
    """A line in each of the main type roles."""
    words = ("840", "€ 12,50", "New member", "Anna de V.", "Member is typing", "Points", "Today")
    lines = [
        Line(look, Span(text, role), Span(role, "caption", "muted", 4))
        for text, role in zip(words, ROLES, strict=True)
    ]
    return section(look, "Type", stack(look, lines, 0))


def buttons(look: Look) -> QWidget:
    """Actions, keys and keycaps in each state."""
    give = "Give points"
    pressed = ActionButton(look, give, Kind.PRIMARY, key="Enter")
    pressed.setDown(True)
    actions = (
        ActionButton(look, give, Kind.PRIMARY, key="Enter"),
        pressed,
        ActionButton(look, give, Kind.PRIMARY, ready=False),
    )
    others = (
        ActionButton(look, "Try now", icon="arrow-clockwise"),
        ActionButton(look, "Close", Kind.QUIET, key="Esc"),
        ActionButton(look, "Block card", Kind.HARMFUL),
        ActionButton(look, "Save for later", size="mini"),
    )
    large = (
        ActionButton(look, "Clear amount", Kind.QUIET, key="Esc", size="primary"),
        ActionButton(look, "Give 62 points", Kind.PRIMARY, key="Enter", size="primary"),
    )
    keys = [KeyButton(look, "F8", "Undo"), KeyButton(look, "F4", "Redeem", "here")]
    keys.append(KeyButton(look, "F4", "Redeem", "not_now"))
    caps = [Keycap(look, key) for key in ("F4", "1", "Enter", "Esc")]
    digits = (DigitButton(look, "1"), DigitButton(look, "Delete", icon="backspace"))
    rows = (flow(look, actions), flow(look, others), flow(look, large))
    return section(look, "Buttons", *rows, flow(look, keys), flow(look, (*caps, *digits)))


def states(look: Look) -> QWidget:
    """The strip in each state."""
    strips = []
    for name, word in (("saved", "Saved"), ("hold", "On hold"), ("offline", "Offline")):
        strip = Strip(look)
        strip.show_event(name, word, "+50 points to •••• 7731", "14:05")
        strips.append(strip)
    for name, word in (("device_lost", "Camera lost"), ("refused", "Refused")):
        strip = Strip(look)
        strip.show_event(name, word, "Type the phone or card number", "14:05")
        strips.append(strip)
    return section(look, "State", stack(look, strips, 0))


def signs(look: Look) -> QWidget:
    """Chips, tallies, tiers, bars, number lines."""
    icons = look.tokens.state
    chips = [
        Chip(look, word, icons[name].icon, icons[name].ink, icons[name].ground)
        for name, word in (("found", "Ready"), ("hold", "On hold"), ("offline", "Offline"))
    ]
    tiers = [
        Chip(look, word, strokes=strokes)
        for strokes, word in enumerate(("Bronze", "Silver", "Gold", "Platinum"), 1)
    ]
    status = (StatusItem(look, "Camera", "camera"),)
    lost = StatusItem(look, "Camera lost", "camera-slash-fill", trouble=True)
    tallies = [Tally(look, have, of, str(have)) for have, of in ((0, 5), (3, 5), (5, 5), (7, 10))]
    typed = NumberLine(look, "Phone", "phone")
    typed.set_typed("0612", "Find phone ..12")
    empty = NumberLine(look, "Phone, last four, or amount", action="Find")
    marks = (Mark(look), TierStrokes(look, 3, "Gold"), *tallies)
    bar = ProgressBar(look, 77, 100, "To Gold")
    return section(
        look,
        "Chips, tally, tier, progress",
        flow(look, (*chips, *status, lost)),
        flow(look, (*tiers, Plate(look, "TRAINING"))),
        flow(look, marks, 5),
        bar,
        typed,
        empty,
    )


def rewards(look: Look) -> QWidget:
    """The reward row in each state, and the two amount bands."""
    band = AmountBand(look, "Amount of this sale", "€")
    columns = (
        Column("Sale", (Span("€ 12,50", "amount"),), "4 points per € 1,00"),
        Column(
            "Earns",
            (Span("+62", "earned", "accent"), Span("points = € 0,62", "body", "muted", 2)),
            "4 per € 1,00 = 50, Silver +25 % = 12",
        ),
        Column("New balance", (Span("902", "new_balance"),), "= € 9,02"),
    )
    rows = [RewardRow(look, *reward) for reward in REWARDS]
    return section(look, "Reward row and bands", stack(look, rows), band, SaleBand(look, columns))


def lists(look: Look) -> QWidget:
    """Journal, visits, hits, figures, hours, reader."""
    journal = [
        JournalRow(look, cells, chosen=index == 0, done=index == len(JOURNAL) - 1)
        for index, cells in enumerate(JOURNAL)
    ]
    hit = HitRow(look, "1", "Anna de V.", "+31 6 •• •• •• 67", ("Silver", 2), "Tue", chosen=True)
    hours = [Hour(hour, sales, sales == HOURS[-3]) for hour, sales in enumerate(HOURS, 8)]
    reader = ReaderView(look, no_picture, "Live")
    reader.setFixedSize(look.size("side"), look.size("reader_tile"))
    visits = Listing(look, [VisitRow(look, *visit) for visit in VISITS], "Last visits")
    figures = Listing(look, [FigureRow(look, "Points given", "3.104", "€ 31,04", "coin")])
    figure = Figure(look, "With a member", "131", "of 198 sales = 66 %")
    side = stack(look, (visits, figures))
    beside = flow(look, (reader, side, figure), 5)
    return section(
        look, "Rows", stack(look, journal, 0), hit, beside, HourBars(look, hours, "Sales")
    )


def members_pad(look: Look) -> QWidget:
    """What stands on the member's side."""
    return section(look, "Pad", pads(look))


def sheet(look: Look) -> QWidget:
    """The whole sheet as one widget."""
    ground = QWidget()
    ground.setPalette(palette(look))
    ground.setAutoFillBackground(True)
    grid = QGridLayout(ground)
    margin = look.space(8)
    grid.setContentsMargins(margin, margin, margin, margin)
    grid.setHorizontalSpacing(look.space(9))
    grid.setVerticalSpacing(look.space(4))
    parts = (colours, types, buttons, states, rewards, signs, lists, members_pad)
    for index, part in enumerate(parts):
        made = part(look)
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        grid.addWidget(made, index // 2, index % 2)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    return ground


def main(folder: Path) -> None:
    """Writes gallery-light.png and gallery-dark.png into `folder`. Raises OSError if it cannot."""
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    tokens, icons = read_tokens(), load_icons()
    for dark in (False, True):
        look = make_look(tokens, icons, 1366, 768, dark=dark)
        dress(application, look)
        made = sheet(look)
        made.resize(*SHEET)
        picture = made.grab()
        target = folder / f"gallery-{'dark' if dark else 'light'}.png"
        if not picture.save(str(target)):
            raise OSError(target)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "."))

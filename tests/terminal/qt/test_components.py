"""Each part in each state: what it says to a screen reader, how it is worked, that it elides."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from terminal.qt import paint
from terminal.qt.buttons import ActionButton, DigitButton, KeyButton, Kind, TouchButton
from terminal.qt.chips import Chip, StatusItem
from terminal.qt.fields import AmountBand, NumberLine
from terminal.qt.line import Line, Span
from terminal.qt.look import Look
from terminal.qt.marks import Keycap, Mark, ProgressBar, Tally, TierStrokes
from terminal.qt.painted import painted
from terminal.qt.reward import RewardRow
from terminal.qt.rows import FigureRow, HitRow, JournalRow, VisitRow
from terminal.qt.sale_band import Column, SaleBand
from terminal.qt.strip import Strip
from terminal.qt.today import Figure, Hour, HourBars

CELLS = ("14:08", "•••• 4821", "Anna", "€ 12,50", "+62")
PARTS: dict[str, Callable[[Look], QWidget]] = {
    "action": lambda look: ActionButton(look, "Give points", Kind.PRIMARY, key="Enter"),
    "key": lambda look: KeyButton(look, "F2", "Find"),
    "digit": lambda look: DigitButton(look, "7"),
    "keycap": lambda look: Keycap(look, "Enter"),
    "mark": Mark,
    "tally": lambda look: Tally(look, 7, 10, "7 of 10 coffees"),
    "tier": lambda look: TierStrokes(look, 2, "Silver"),
    "bar": lambda look: ProgressBar(look, 1, 2, "To Gold"),
    "chip": lambda look: Chip(look, "On hold", "hourglass-medium-fill"),
    "status": lambda look: StatusItem(look, "Camera", "camera"),
    "line": lambda look: Line(look, Span("840"), Span("points")),
    "number line": lambda look: NumberLine(look, "Phone or amount"),
    "amount": lambda look: AmountBand(look, "Amount of this sale", "€"),
    "sale": lambda look: SaleBand(look, (Column("Sale", (Span("€ 12,50", "amount"),), ""),)),
    "reward": lambda look: row_in(look, "usable"),
    "visit": lambda look: VisitRow(look, "Tue 18 Nov", "€ 3,60", "+18"),
    "journal": lambda look: JournalRow(look, CELLS, chosen=True, done=False),
    "hit": lambda look: HitRow(look, "1", "Anna", "+31 6", ("Silver", 2), "Tue"),
    "figure row": lambda look: FigureRow(look, "Points given", "3.104", "€ 31,04", "coin"),
    "figure": lambda look: Figure(look, "With a member", "131", "of 198"),
    "hours": lambda look: HourBars(look, (Hour(8, 3), Hour(9, 5, now=True)), "Sales by hour"),
}


def row_in(look: Look, state: str) -> RewardRow:
    """A reward row in a state."""
    return RewardRow(look, "F4", "tag", "€ 5,00 off", "500 points", "Ready", "check", state)


def picture(widget: QWidget) -> QImage:
    """What the widget draws."""
    return widget.grab().toImage()


def has_colour(image: QImage, colour: QColor) -> bool:
    """Whether any pixel is exactly of this colour."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    wanted = (colour.rgb() & 0xFFFFFF).to_bytes(3, "little")
    pixels = bytes(plain.constBits())
    return any(pixels[at : at + 3] == wanted for at in range(0, len(pixels), 4))


@pytest.mark.parametrize("name", PARTS)
def test_every_part_has_a_name_for_a_screen_reader(qtbot: QtBot, look: Look, name: str) -> None:
    part = PARTS[name](look)
    qtbot.addWidget(part)
    interface = QAccessible.queryAccessibleInterface(part)
    assert interface is not None
    assert interface.text(QAccessible.Text.Name).strip()


@pytest.mark.parametrize("name", PARTS)
def test_every_part_draws_something(qtbot: QtBot, look: Look, name: str) -> None:
    part = PARTS[name](look)
    qtbot.addWidget(part)
    part.resize(part.sizeHint().expandedTo(QSize(200, 20)))
    image = picture(part)
    first = image.pixelColor(0, image.height() // 2)
    assert any(
        image.pixelColor(x, y) != first
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    )


@pytest.mark.parametrize("name", ["action", "key", "digit", "reward", "journal", "hit"])
def test_buttons_are_worked_by_space_and_by_touch(qtbot: QtBot, look: Look, name: str) -> None:
    part = PARTS[name](look)
    assert isinstance(part, TouchButton)
    qtbot.addWidget(part)
    part.show()
    with qtbot.waitSignal(part.clicked):
        QTest.keyClick(part, Qt.Key.Key_Space)
    with qtbot.waitSignal(part.clicked):
        QTest.mouseClick(part, Qt.MouseButton.LeftButton)
    assert part.focusPolicy() == Qt.FocusPolicy.TabFocus
    assert part.height() >= 48


def test_what_cannot_be_used_now_cannot_be_pressed(qtbot: QtBot, look: Look) -> None:
    off: tuple[TouchButton, ...] = (
        ActionButton(look, "Give points", Kind.PRIMARY, ready=False),
        KeyButton(look, "F4", "Use", "not_now"),
        row_in(look, "not_usable"),
    )
    for part in off:
        qtbot.addWidget(part)
        assert not part.isEnabled()
    assert row_in(look, "offered").isEnabled()


def test_only_the_primary_button_is_blue(qtbot: QtBot, look: Look) -> None:
    for kind in Kind:
        part = ActionButton(look, "Go", kind)
        qtbot.addWidget(part)
        blue = has_colour(picture(part), look.colour("accent"))
        assert blue is (kind is Kind.PRIMARY), kind


def test_the_key_of_the_open_screen_is_outlined(qtbot: QtBot, look: Look) -> None:
    here, rest = KeyButton(look, "F2", "Find", "here"), KeyButton(look, "F2", "Find")
    for part in (here, rest):
        qtbot.addWidget(part)
    assert has_colour(picture(here), look.colour("accent"))
    assert not has_colour(picture(rest), look.colour("accent"))


def test_the_offered_reward_stands_on_soft_blue(qtbot: QtBot, look: Look) -> None:
    for state in ("offered", "usable", "saved", "not_usable"):
        part = row_in(look, state)
        qtbot.addWidget(part)
        part.resize(part.sizeHint())
        assert has_colour(picture(part), look.colour("accent_soft")) is (state == "offered")


def test_trouble_fills_the_status(qtbot: QtBot, look: Look) -> None:
    calm = StatusItem(look, "Camera", "camera")
    lost = StatusItem(look, "Camera lost", "camera-slash", trouble=True)
    for part in (calm, lost):
        qtbot.addWidget(part)
    ground = look.colour("warning_soft")
    assert has_colour(picture(lost), ground)
    assert not has_colour(picture(calm), ground)


def test_a_long_line_is_elided_and_still_said_whole(qtbot: QtBot, look: Look) -> None:
    words = "Wilhelmina van der Meulen-Oosterhuis of the very long street"
    line = Line(look, Span(words, "name"))
    qtbot.addWidget(line)
    line.resize(200, line.sizeHint().height())
    assert line.elided(line.spans[0], 200).endswith("…")
    assert line.accessibleName() == words
    assert line.minimumSizeHint().width() < 200


def test_a_field_says_value_and_meaning(qtbot: QtBot, look: Look) -> None:
    field = NumberLine(look, "Phone or amount")
    qtbot.addWidget(field)
    field.set_typed("0612", "Find phone ..12")
    assert field.accessibleName() == "Phone or amount"
    assert field.accessibleDescription() == "0612 Find phone ..12"
    field.set_tentative("9")
    assert "06129" in field.accessibleDescription()
    with qtbot.waitSignal(field.tapped):
        QTest.mouseClick(field, Qt.MouseButton.LeftButton)


def test_tentative_digits_are_paler(qtbot: QtBot, look: Look) -> None:
    field = NumberLine(look, "Phone or amount")
    qtbot.addWidget(field)
    field.resize(600, field.height())
    field.set_typed("888")
    sure = picture(field)
    field.set_typed("")
    field.set_tentative("888")
    unsure = picture(field)
    assert has_colour(sure, look.colour("text"))
    assert not has_colour(unsure, look.colour("text"))


def test_a_tally_draws_strokes_one_by_one(qtbot: QtBot, look: Look) -> None:
    tally = Tally(look, 3, 5, "3 of 5")
    qtbot.addWidget(tally)
    tally.grow_from(2)
    assert tally.motion.duration() == look.tokens.motion_ms["tally_stroke_ms"]
    with qtbot.waitSignal(tally.motion.finished):
        pass
    assert tally.shown == 3


@pytest.mark.parametrize(("part", "whole", "share"), [(1, 4, 0.25), (9, 4, 1.0), (-1, 4, 0.0)])
def test_a_bar_stays_in_its_well(
    qtbot: QtBot, look: Look, part: int, whole: int, share: float
) -> None:
    bar = ProgressBar(look, part, whole, "To Gold")
    qtbot.addWidget(bar)
    assert bar.share == share
    assert ProgressBar(look, 1, 0, "Nothing to reach").share == 0


@pytest.mark.parametrize(
    ("state", "urgent"),
    [("found", False), ("saved", False), ("refused", True), ("device_lost", True)],
)
def test_the_strip_announces(qtbot: QtBot, look: Look, state: str, *, urgent: bool) -> None:
    strip = Strip(look)
    qtbot.addWidget(strip)
    strip.show_event(state, "Word", "What happened", "14:07")
    assert strip.said == ("Word. What happened", urgent)
    assert strip.accessibleName() == "Word. 14:07 · What happened"


def test_focus_draws_the_ring(qtbot: QtBot, look: Look) -> None:
    host = QWidget()
    qtbot.addWidget(host)
    button = ActionButton(look, "Close", Kind.QUIET)
    button.setParent(host)
    button.resize(button.sizeHint())
    host.show()
    host.activateWindow()
    edge = QPoint(1, button.height() // 2)
    assert picture(button).pixelColor(edge) != look.colour("focus")
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    assert picture(button).pixelColor(edge) == look.colour("focus")


@pytest.mark.parametrize("hours", [4, 10, 15, 24])
@pytest.mark.parametrize("width", [160, 240, 330])
def test_the_hours_under_the_bars_stand_apart(
    qtbot: QtBot, look: Look, hours: int, width: int
) -> None:
    bars = HourBars(look, [Hour(hour, 1) for hour in range(hours)], "Sales by hour")
    qtbot.addWidget(bars)
    bars.resize(width, bars.minimumHeight())
    labels = painted(bars)
    assert labels[0] == "0"
    step = width / hours * (int(labels[1]) - int(labels[0]))
    assert step >= paint.words_width("00", look.font("caption")) + look.space(1)

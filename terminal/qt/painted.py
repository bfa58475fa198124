"""Reads back the words that a widget really paints, so that they can be compared with its own."""

import re
from html import unescape

from PySide6.QtCore import QBuffer, QIODevice, QPoint
from PySide6.QtGui import QPainter, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QLabel, QWidget

from terminal.qt.buttons import DigitButton, TouchButton
from terminal.qt.chips import Chip
from terminal.qt.fields import AmountBand, Field, NumberLine
from terminal.qt.line import Line, Paragraph
from terminal.qt.marks import Keycap
from terminal.qt.reward import RewardRow
from terminal.qt.rows import HitRow, JournalRow

ELLIPSIS = "\u2026"
TEXT = re.compile(r"<text[^>]*>(.*?)</text>", re.DOTALL)


def painted(widget: QWidget) -> tuple[str, ...]:
    """The texts that the widget draws by itself, without its children, in drawing order."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    paper = QSvgGenerator()
    paper.setOutputDevice(buffer)
    paper.setSize(widget.size())
    painter = QPainter(paper)
    widget.render(painter, QPoint(), QRegion(), QWidget.RenderFlag(0))
    painter.end()
    drawing = bytes(buffer.data().data()).decode("utf-8")
    return tuple(unescape(text).strip("\n") for text in TEXT.findall(drawing))


def given(widget: QWidget) -> tuple[str, ...]:
    """The words that have to be seen on the widget: none where it shows none."""
    if isinstance(widget, TouchButton):
        return given_button(widget)
    match widget:
        case Line():
            words: tuple[str, ...] = tuple(span.text for span in widget.spans)
        case NumberLine():
            words = (widget.value or widget.hint, widget.meaning)
        case AmountBand():
            words = (widget.value, widget.meaning) if widget.value else (widget.hint,)
        case Field():
            words = (widget.value,)
        case Chip() | Paragraph() | Keycap():
            words = (widget.text() or widget.accessibleName(),)
        case _:
            words = ()
    return tuple(part for part in words if part)


def given_button(button: TouchButton) -> tuple[str, ...]:
    """The words that have to be seen on a button or a row that can be pressed."""
    words: tuple[str, ...] = (button.words,)
    match button:
        case DigitButton():
            words = ("",) if button.sign else (button.cap or button.words,)
        case RewardRow():
            cost = button.cost if button.can_use else ""
            words = (button.words, button.note, cost, button.key)
        case JournalRow():
            words = button.cells
        case HitRow():
            tier = button.tier[0] if button.tier else ""
            words = (button.words, button.phone, button.seen, tier)
        case _:
            pass
    return tuple(part for part in words if part)


def is_cut(widget: QWidget) -> bool:
    """Whether a word that the widget was given is not painted, or is painted with an ellipsis."""
    drawn = painted(widget)
    wanted = given(widget)
    own = squeezed("".join((*wanted, spoken(widget))))
    if any(ELLIPSIS in text and squeezed(text) not in own for text in drawn):
        return True
    everything = squeezed("".join(drawn))
    return any(squeezed(words) not in everything for words in wanted)


def spoken(widget: QWidget) -> str:
    """What the widget says of itself to those who cannot see it."""
    words = widget.text() if isinstance(widget, QLabel) else ""
    return f"{words} {widget.accessibleName()} {widget.accessibleDescription()}"


def squeezed(text: str) -> str:
    """The text without any space: where lines break and caps stand apart does not matter."""
    return "".join(text.split())

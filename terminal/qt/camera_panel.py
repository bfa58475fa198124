"""What stands in the place of a camera's picture: calm words, and a way on."""

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from terminal.qt.buttons import ActionButton, Kind
from terminal.qt.line import Line, Paragraph, Span
from terminal.qt.look import Look
from terminal.qt.marks import Icon
from terminal.qt.panels import Panel, boxed, column, row
from terminal.till.camera_values import CameraNote

CHOOSE = "Camera"
"""The key that no keyboard has: it opens the camera's set-up."""


def camera_panel(look: Look, note: CameraNote, press: Callable[[str], None]) -> QWidget:
    """The large panel: icon, word, sentence, and perhaps a button."""
    panel = Panel(look, ground="sunken")
    x = look.size("pad_x")
    pile = column(look.space(3), (x, x, x, x))
    panel.setLayout(pile)
    pile.addStretch(1)
    pile.addWidget(centred(Icon(look, note.icon, "icon_lost", ink(note))))
    pile.addWidget(centred(Line(look, Span(note.word, "title"))))
    words = Paragraph(look, note.sentence, "body", "muted")
    words.centre()
    words.setMaximumWidth(look.size("text_column"))
    line = row()
    line.addStretch(1)
    line.addWidget(words, 4)
    line.addStretch(1)
    pile.addLayout(line)
    if note.button:
        button = ActionButton(look, note.button, Kind.SECONDARY, key=note.key)
        button.clicked.connect(lambda: press(note.key or CHOOSE))
        pile.addSpacing(look.space(2))
        pile.addWidget(centred(button))
    pile.addStretch(1)
    return panel


def camera_tile(look: Look, note: CameraNote) -> QWidget:
    """The small one, beside a member: the word under its icon, and what to do if it is short."""
    panel = Panel(look, ground="sunken")
    side = look.space(3)
    pile = column(look.space(1), (side, side, side, side))
    panel.setLayout(pile)
    pile.addStretch(1)
    pile.addWidget(centred(Icon(look, note.icon, "icon_reward", ink(note))))
    pile.addWidget(centred(Line(look, Span(note.word, "body_strong"))))
    words = Paragraph(look, note.sentence, "caption", "muted")
    words.centre()
    room = look.size("reader_tile") - look.size("icon_reward") - look.line_px("body_strong")
    # Half a sentence helps nobody: where it does not fit, the word and the strip must do.
    if words.heightForWidth(look.size("side") - 2 * side) <= room - 2 * side - 2 * look.space(1):
        pile.addWidget(words)
    pile.addStretch(1)
    panel.setAccessibleName(f"{note.word}. {note.sentence}")
    return panel


def ink(note: CameraNote) -> str:
    """Amber where something has to be done, grey where not."""
    return "muted" if note.is_calm else "warning"


def centred(widget: QWidget) -> QWidget:
    """The widget in the middle of a row."""
    line = row()
    line.addStretch(1)
    line.addWidget(widget)
    line.addStretch(1)
    return boxed(line)

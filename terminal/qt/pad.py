"""The number pad for shops without a keyboard; it posts what the keys themselves would."""

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QWidget

from terminal.qt.buttons import ActionButton, DigitButton, Kind
from terminal.qt.look import Look
from terminal.qt.panels import Panel
from terminal.till.messages import Key, Message, Text

ROWS = ("789", "456", "123")
DECIMAL = ","
COLUMNS = 3


class NumberPad(Panel):
    """Digits as on a cash register, decimal sign, delete and Enter."""

    def __init__(self, look: Look, post: Callable[[Message], None], parent: QWidget) -> None:
        super().__init__(look, lit=True)
        self.setParent(parent)
        self.post = post
        grid = QGridLayout(self)
        edge = look.space(4)
        grid.setContentsMargins(edge, edge, edge, edge)
        grid.setSpacing(look.space(2))
        for line, digits in enumerate(ROWS):
            for place, digit in enumerate(digits):
                grid.addWidget(self.digit(digit), line, place)
        last = len(ROWS)
        grid.addWidget(self.digit("0"), last, 0)
        grid.addWidget(self.digit(DECIMAL), last, 1)
        delete = DigitButton(look, "Backspace", icon="backspace")
        delete.clicked.connect(lambda: post(Key(name="Backspace")))
        grid.addWidget(delete, last, 2)
        enter = ActionButton(look, "Enter", Kind.PRIMARY, size="primary")
        enter.clicked.connect(lambda: post(Key(name="Enter")))
        grid.addWidget(enter, last + 1, 0, 1, COLUMNS)

    def digit(self, text: str) -> DigitButton:
        """One key that types `text`."""
        button = DigitButton(self.look, text)
        button.clicked.connect(lambda: self.post(Text(text=text)))
        return button

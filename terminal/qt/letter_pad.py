"""Letters, digits and the signs of an address, for a code to be typed without a keyboard."""

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from terminal.qt.buttons import DigitButton
from terminal.qt.look import Look
from terminal.till.messages import Key, Message, Text

ROWS = ("1234567890", "QWERTYUIOP-", "ASDFGHJKL.:", "ZXCVBNM/")
SPACE_WIDE = 3


class LetterButton(DigitButton):
    """A key among forty: large enough for a finger, and no PIN is typed on it."""


class LetterPad(QWidget):
    """Four rows of keys; each posts what the key itself would."""

    def __init__(
        self, look: Look, post: Callable[[Message], None], *, has_space: bool = True
    ) -> None:
        """An address has no space in it."""
        super().__init__()
        self.look, self.post = look, post
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(look.space(1))
        for line, signs in enumerate(ROWS):
            for place, sign in enumerate(signs):
                grid.addWidget(self.key(sign), line, place)
        delete = self.sized(LetterButton(look, "Backspace", icon="backspace"))
        delete.clicked.connect(lambda: post(Key(name="Backspace")))
        grid.addWidget(delete, 0, len(ROWS[0]))
        if has_space:
            space = self.key(" ")
            space.setAccessibleName("Space")
            grid.addWidget(space, len(ROWS) - 1, len(ROWS[-1]), 1, SPACE_WIDE)

    def key(self, sign: str) -> DigitButton:
        """One key that types `sign`."""
        button = self.sized(LetterButton(self.look, sign))
        button.clicked.connect(lambda: self.post(Text(text=sign)))
        return button

    def sized(self, button: DigitButton) -> DigitButton:
        """The key as high as a finger needs, and no higher: there are four rows of them."""
        button.setFixedHeight(self.look.size("letter_key"))
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        return button

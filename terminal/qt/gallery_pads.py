"""The member's pad on the sheet of components: at rest, asking, refused and done."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QGridLayout, QWidget

from terminal.qt.look import DRAWN_DPI, Look
from terminal.qt.pad_body import PadBody
from terminal.qt.pad_places import make_pad_look
from terminal.qt.pad_words import PadWords
from terminal.till.pad_screen import Pad, PadKind, PadLabels

SIZE = QSize(370, 232)
LABELS = PadLabels(delete="Delete", cancel="Cancel")


def one(kind: PadKind, headline: str, caption: str, note: str = "", *, wrong: bool = False) -> Pad:
    """A pad of a kind; what is asked has two of four digits, or none when they were wrong."""
    is_open = kind == "pin"
    return Pad(
        kind=kind,
        shop="Koffiebar Noord",
        language="en",
        headline=headline,
        caption=caption,
        note=note,
        filled=2 if is_open and not wrong else 0,
        of=4 if is_open else 0,
        keys_open=is_open,
        wrong=wrong,
        seconds_left=7 if wrong else None,
        labels=LABELS if is_open else PadLabels(),
    )


PADS = (
    one("rest", "Welcome", "Hold your card or phone under the camera."),
    one("pin", "Your PIN", "for € 5,00 off"),
    one("pin", "Your PIN", "for € 5,00 off", "Not right. Try again.", wrong=True),
    one("said", "37 of 50", "Nice to see you."),
)


def pads(look: Look) -> QWidget:
    """Four pads in miniature: they are drawn for a screen of their own."""
    small = make_pad_look(look.tokens, look.icons, SIZE, DRAWN_DPI, dark=look.dark)
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setSpacing(look.space(3))
    for index, pad in enumerate(PADS):
        body = PadBody(small, DRAWN_DPI, ignore)
        body.setFixedSize(SIZE)
        body.draw(pad, PadWords("en"))
        grid.addWidget(body, index // 2, index % 2)
    return holder


def ignore(name: str) -> None:
    """A picture of keys has nobody to tell."""
    del name

"""The calibration page: rulers of a hundred millimetres, crosses where it says, codes that read."""

import numpy as np

from cards.calibration import CROSS_MM, CalibrationWords, pages
from cards.drawing import png
from cards.drawing.fonts import Fonts
from cards.drawing.shapes import DOT_MM, dots
from scanner.decode import decode

NUMBER = "9041772530314821"
WORDS = CalibrationWords(
    title="Is this printer straight?",
    front="Front",
    back="Back",
    codes="Scan these.",
    steps=("Print it.", "Measure it.", "Set it."),
)
FRONT, BACK = (png.grey(page, 300, fonts=Fonts()) for page in pages(WORDS, NUMBER))


def test_crosses_are_twenty_millimetres_from_the_edges() -> None:
    """The long line of each cross is at its place to a dot, on both sides of the sheet."""
    for seen in (FRONT, BACK):
        for at in (dots(CROSS_MM), dots(210 - CROSS_MM)):
            column = seen[dots(CROSS_MM - 7.5) : dots(CROSS_MM - 6), at - 2 : at + 3]
            assert (column.min(axis=1) < 128).all()


def test_the_ruler_is_a_hundred_millimetres() -> None:
    """From its first line to its last one."""
    row = FRONT[dots(66.0 - 4.5)]
    marks = np.flatnonzero(row[dots(35) : dots(145)] < 128)
    assert abs((marks.max() - marks.min()) * DOT_MM - 100.0) < 0.2


def test_its_codes_are_read() -> None:
    """What is on the page is a member number, as on a card."""
    assert {found.text for found in decode(FRONT)} == {NUMBER}

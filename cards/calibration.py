"""The page that shows how far a printer is off: rulers, crosses and the finest bars it prints.

It is printed once a printer, on both sides where cards have backs. What is read off it goes into
`sheet.Nudge`; a ruler that is too short says that the printer shrinks pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from cards.code import code128_modules
from cards.drawing.shapes import Bars, Group, Modules, Page, Rect, Shape, Stroke, Text, Weight
from cards.number_rows import NumberPen

A4_MM = (210.0, 297.0)
CROSS_MM = 20.0
_RULER_MM = 100
_INK, _SOFT = "#000000", "#4a4a4a"
_PEN_MM = 0.15
_STEPS_TOP_MM, _STEP_MM = 160.0, 16.0
_LEFT_MM = 40.0


class CalibrationWords(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on the page, already said in the shop's language."""

    title: str
    front: str
    back: str
    steps: tuple[str, ...]
    codes: str


def pages(
    words: CalibrationWords, number: str, paper_mm: tuple[float, float] = A4_MM
) -> tuple[Page, Page]:
    """Give the front and the back of the page; `number` is a member number to scan."""
    front = _page(words, words.front, number, paper_mm, side="front")
    return front, _page(words, words.back, number, paper_mm, side="back")


def _page(
    words: CalibrationWords,
    side_name: str,
    number: str,
    paper_mm: tuple[float, float],
    *,
    side: Literal["front", "back"],
) -> Page:
    wide, high = paper_mm
    shapes = list[Shape]()
    for x in (CROSS_MM, wide - CROSS_MM):
        for y in (CROSS_MM, high - CROSS_MM):
            shapes += _cross(x, y)
    shapes += _ruler(_LEFT_MM, 66.0)
    shapes.append(Group(shapes=tuple(_ruler(0.0, 0.0)), x_mm=CROSS_MM + 4.0, y_mm=66.0, quarters=1))
    shapes.append(_text(words.title, (_LEFT_MM, 40.0), 7.0, wide - 2 * _LEFT_MM, "bold"))
    shapes.append(_text(side_name, (_LEFT_MM, 49.0), 4.0, wide - 2 * _LEFT_MM, "semibold"))
    if side == "front":
        shapes += _codes(words, number)
        shapes += _steps(words, wide)
    return Page(width_mm=wide, height_mm=high, shapes=tuple(shapes))


def _steps(words: CalibrationWords, wide: float) -> Iterator[Shape]:
    y = _STEPS_TOP_MM
    for at, step in enumerate(words.steps, 1):
        yield Rect(
            x_mm=_LEFT_MM, y_mm=y - 4.6, width_mm=6.4, height_mm=6.4, fill=_INK, radius_mm=3.2
        )
        yield Text(
            x_mm=_LEFT_MM + 3.2,
            baseline_mm=y - 0.1,
            text=str(at),
            size_mm=3.6,
            weight="semibold",
            colour="#ffffff",
            align="centre",
        )
        yield Text(
            x_mm=_LEFT_MM + 10.0,
            baseline_mm=y,
            text=step,
            size_mm=3.8,
            colour=_INK,
            width_mm=wide - 2 * _LEFT_MM - 10.0,
            lines=3,
            leading=1.36,
            running=True,
        )
        y += _STEP_MM


def _codes(words: CalibrationWords, number: str) -> Iterator[Shape]:
    """Show codes as cards have them, and bars of two, three and four dots beside one another."""
    yield _text(words.codes, (_LEFT_MM, 88.0), 3.2, 130.0)
    yield Modules(x_mm=_LEFT_MM, y_mm=94.0, module_dots=12, rows=NumberPen().rows(number))
    bars = code128_modules(number)
    for at, dots in enumerate((5, 4, 3)):
        yield Bars(
            x_mm=_LEFT_MM + 34.0,
            y_mm=94.0 + at * 18.0,
            height_mm=12.0,
            module_dots=dots,
            modules=bars,
        )
        yield Text(
            x_mm=_LEFT_MM + 34.0,
            baseline_mm=94.0 + at * 18.0 + 15.4,
            text=f"{dots} x 1/300\u2033 = {dots * 25.4 / 300:.3f} mm",
            size_mm=2.6,
            colour=_SOFT,
        )


def _cross(x_mm: float, y_mm: float) -> Iterator[Shape]:
    """Draw a cross with a line every millimetre, five to each side, to read a tenth off."""
    for at in range(-5, 6):
        half = 3.0 if not at else 1.4 if at % 5 else 2.2
        yield _line(x_mm + at, y_mm - half, x_mm + at, y_mm + half)
        yield _line(x_mm - half, y_mm + at, x_mm + half, y_mm + at)
    yield _line(x_mm - 8.0, y_mm, x_mm + 8.0, y_mm)
    yield _line(x_mm, y_mm - 8.0, x_mm, y_mm + 8.0)


def _ruler(x_mm: float, y_mm: float) -> Iterator[Shape]:
    """Draw a hundred millimetres, each of them a line, each tenth with its number."""
    yield _line(x_mm, y_mm, x_mm + _RULER_MM, y_mm)
    for at in range(_RULER_MM + 1):
        long = 5.0 if not at % 10 else 3.6 if not at % 5 else 2.2
        yield _line(x_mm + at, y_mm, x_mm + at, y_mm - long)
        if not at % 10:
            yield Text(
                x_mm=x_mm + at,
                baseline_mm=y_mm + 3.8,
                text=str(at),
                size_mm=2.6,
                colour=_SOFT,
                align="centre",
            )


def _line(x1: float, y1: float, x2: float, y2: float) -> Stroke:
    path = (("M", (x1, y1)), ("L", (x2, y2)))
    return Stroke(path=path, colour=_INK, width_mm=_PEN_MM, round=False)


def _text(
    text: str,
    place_mm: tuple[float, float],
    size_mm: float,
    width_mm: float,
    weight: Weight = "regular",
) -> Text:
    return Text(
        x_mm=place_mm[0],
        baseline_mm=place_mm[1],
        text=text,
        size_mm=size_mm,
        weight=weight,
        colour=_INK,
        width_mm=width_mm,
        lines=2,
        floor_mm=2.4,
    )

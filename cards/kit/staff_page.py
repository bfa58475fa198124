"""The staff sheet: one A4 page with what to say, the rules in short, and eight answers."""

from __future__ import annotations

from cards.drawing.fonts import Fonts
from cards.drawing.shapes import Page, Rect, Shape, Text
from cards.kit.column import CAP, Words, column, fitted, height_of, placed, squeezed
from cards.kit.hero import mixed
from cards.kit.poster import A4_MM, HAIRLINE, INK, MUTED
from cards.kit.values import Look, StaffSheet

_MARGIN = 18.0
_HEAD = 76.0
_RULES_END = 157.0
_GAP = 10.0
_LEAST = 0.6


def staff_page(sheet: StaffSheet, look: Look, fonts: Fonts) -> Page:
    """Draw the sheet. Raises as `column.fitted`."""
    width, height = A4_MM
    room = width - 2 * _MARGIN
    dark = mixed(look.ground, "#000000", 0.1)
    shapes: list[Shape] = [
        Rect(x_mm=0, y_mm=0, width_mm=width, height_mm=_HEAD, fill=look.ground),
        *_said(sheet, look, fonts, room),
    ]
    shapes += _titled(sheet.rules_title, _HEAD + 11.0, room, dark, fonts)
    shapes += _rules(sheet, look, fonts, room)
    shapes += _titled(sheet.questions_title, _RULES_END + 7.0, room, dark, fonts)
    shapes += _questions(sheet, fonts, room, dark)
    fine = Words(text=sheet.fine, size_mm=3.2, floor_mm=2.2, colour=MUTED)
    shapes += column([fine], fonts, x_mm=_MARGIN, top_mm=height - 13.0, width_mm=room)[0]
    return Page(width_mm=width, height_mm=height, shapes=tuple(shapes))


def _said(sheet: StaffSheet, look: Look, fonts: Fonts, room: float) -> tuple[Text, ...]:
    soft = mixed(look.ground, look.on_ground, 0.8)
    top = [
        Words(
            text=f"{sheet.shop} \u00b7 {sheet.title}",
            size_mm=4.8,
            floor_mm=3.0,
            weight="medium",
            colour=soft,
        ),
    ]
    first, below = column(top, fonts, x_mm=_MARGIN, top_mm=14.0, width_mm=room)
    sets = squeezed(
        [
            Words(
                text=sheet.say_title, size_mm=4.8, floor_mm=3.0, weight="bold", colour=look.accent
            ),
            Words(
                text=sheet.say,
                size_mm=11.0,
                floor_mm=5.0,
                lines=4,
                weight="bold",
                colour=look.on_ground,
                leading=1.18,
                gap_mm=4.0,
            ),
        ],
        fonts,
        width_mm=room,
        height_mm=_HEAD - below - 18.0,
    )
    second, _ = placed(sets, _MARGIN, _HEAD - 11.0 - height_of(sets))
    return (*first, *second)


def _titled(text: str, top: float, room: float, colour: str, fonts: Fonts) -> tuple[Text, ...]:
    words = Words(text=text, size_mm=6.6, floor_mm=4.0, weight="bold", colour=colour)
    return column([words], fonts, x_mm=_MARGIN, top_mm=top, width_mm=room)[0]


def _rules(sheet: StaffSheet, look: Look, fonts: Fonts, room: float) -> list[Shape]:
    """Draw the sentences with their numbers, spread over their part of the page."""
    top, end = _HEAD + 24.0, _RULES_END
    wide = room - 12.0
    sets = squeezed(
        [
            Words(
                text=each, size_mm=4.6, floor_mm=2.6, lines=5, colour=INK, leading=1.32, gap_mm=4.6
            )
            for each in sheet.rules
        ],
        fonts,
        width_mm=wide,
        height_mm=end - top,
    )
    shapes: list[Shape] = []
    y_mm = top
    for at, one in enumerate(sets):
        y_mm += one.words.gap_mm if at else 0.0
        texts, below = placed([one], _MARGIN + 12.0, y_mm)
        middle = y_mm + one.size_mm * CAP / 2
        shapes.append(
            Rect(
                x_mm=_MARGIN,
                y_mm=middle - 3.3,
                width_mm=6.6,
                height_mm=6.6,
                fill=look.accent,
                radius_mm=3.3,
            )
        )
        shapes.append(
            Text(
                x_mm=_MARGIN + 3.3,
                baseline_mm=middle + 4.2 * CAP / 2,
                text=str(at + 1),
                size_mm=4.2,
                weight="bold",
                colour=look.on_accent,
                align="centre",
            )
        )
        shapes += texts
        y_mm = below
    return shapes


def _questions(sheet: StaffSheet, fonts: Fonts, room: float, dark: str) -> list[Shape]:
    """Draw questions and answers in two columns whose rows stand beside each other."""
    top, end = _RULES_END + 19.0, A4_MM[1] - 18.0
    wide = (room - _GAP) / 2
    rows = [sheet.questions[at : at + 2] for at in range(0, len(sheet.questions), 2)]
    share = 1.0
    while True:
        built = [
            [
                [
                    fitted(each, wide, fonts)
                    for each in (
                        Words(
                            text=question,
                            size_mm=4.5 * share,
                            floor_mm=2.4,
                            lines=2,
                            weight="semibold",
                            colour=dark,
                            leading=1.2,
                        ),
                        Words(
                            text=answer,
                            size_mm=4.1 * share,
                            floor_mm=2.3,
                            lines=6,
                            colour=INK,
                            gap_mm=1.7 * share,
                            leading=1.3,
                        ),
                    )
                ]
                for question, answer in row
            ]
            for row in rows
        ]
        heights = [max(height_of(cell) for cell in row) for row in built]
        free = end - top - sum(heights)
        if free >= 3.0 * (len(rows) - 1) or share < _LEAST:
            break
        share *= 0.96
    gap = min(free / max(len(rows) - 1, 1), 8.0)
    shapes: list[Shape] = []
    y_mm = top
    for at, row in enumerate(built):
        if at:
            shapes.append(
                Rect(
                    x_mm=_MARGIN,
                    y_mm=y_mm - gap / 2,
                    width_mm=room,
                    height_mm=0.25,
                    fill=HAIRLINE,
                )
            )
        for across, cell in enumerate(row):
            shapes += placed(cell, _MARGIN + across * (wide + _GAP), y_mm)[0]
        y_mm += heights[at] + gap
    return shapes

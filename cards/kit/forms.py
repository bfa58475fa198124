"""The paper joining form: half an A4 sheet, with a card to tear off that counts at once."""

from __future__ import annotations

from collections.abc import Iterator

from cards.drawing.fonts import Fonts
from cards.drawing.shapes import Colour, Group, Page, Rect, Shape, Stroke, Text
from cards.kit.column import Words, column, fitted, height_of, placed, squeezed
from cards.kit.hero import mixed
from cards.kit.poster import A4_MM, HAIRLINE, INK, MUTED, code
from cards.kit.values import FormWords, Look

A5_MM = (210.0, 148.5)
_MARGIN = 12.0
_CARD = (85.6, 54.0)
_LINE = "#8a94a0"
_BAND = 15.0
_CODE = 19.0
_FOUR = 4
_Place = tuple[float, float, float, float]


def joining_forms(
    words: FormWords, numbers: tuple[str, ...], look: Look, fonts: Fonts
) -> Iterator[Page]:
    """Draw a form for each number, two on a page; one page without numbers where there are none.

    Raises as `column.fitted`.
    """
    listed = numbers or ("", "")
    for at in range(0, len(listed), 2):
        shapes: list[Shape] = [
            Group(shapes=_form(words, number, look, fonts), y_mm=row * A5_MM[1])
            for row, number in enumerate(listed[at : at + 2])
        ]
        shapes.append(
            Stroke(
                path=(("M", (0.0, A5_MM[1])), ("L", (A4_MM[0], A5_MM[1]))),
                colour=HAIRLINE,
                width_mm=0.25,
                dash_mm=1.5,
            )
        )
        yield Page(width_mm=A4_MM[0], height_mm=A4_MM[1], shapes=tuple(shapes))


def _form(words: FormWords, number: str, look: Look, fonts: Fonts) -> tuple[Shape, ...]:
    width, height = A5_MM
    right = width - _MARGIN - _CARD[0]
    room = right - 2 * _MARGIN
    shapes: list[Shape] = [
        Rect(x_mm=0, y_mm=0, width_mm=width, height_mm=_BAND, fill=look.ground),
        *_band(words, look, fonts, width),
        *_fields(words, fonts, room, look),
        *_stub(words, number, look, fonts, (right, height - _MARGIN - _CARD[1])),
        *_consents(words, fonts, right, _BAND + 8.0, height - _MARGIN - _CARD[1] - 9.0),
        *_office(words, number, fonts, room),
    ]
    return tuple(shapes)


def _office(words: FormWords, number: str, fonts: Fonts, room: float) -> Iterator[Shape]:
    """Draw what the shop reads: the same code again, because the other one is torn off."""
    top, left = A5_MM[1] - _MARGIN - _CODE, _MARGIN
    if number:
        yield from code(number, left, top, _CODE)
        left += _CODE + 4.0
    sets = [
        fitted(each, room - (left - _MARGIN), fonts)
        for each in (
            Words(text=_in_fours(number), size_mm=4.2, floor_mm=2.6, weight="semibold", colour=INK),
            Words(
                text=words.office,
                size_mm=2.7,
                floor_mm=1.9,
                lines=3,
                colour=MUTED,
                gap_mm=2.2,
                leading=1.3,
            ),
        )
        if each.text
    ]
    yield from placed(sets, left, top + (_CODE - height_of(sets)) / 2)[0]


def _band(words: FormWords, look: Look, fonts: Fonts, width: float) -> tuple[Text, ...]:
    title = Words(text=words.title, size_mm=7.6, floor_mm=4.5, weight="bold", colour=look.on_ground)
    shop = Words(text=words.shop, size_mm=4.6, floor_mm=2.4, weight="semibold", colour=look.accent)
    first = fitted(title, (width - 2 * _MARGIN) * 0.55, fonts)
    second = fitted(shop, (width - 2 * _MARGIN) * 0.4, fonts)
    left, _ = placed([first], _MARGIN, (_BAND - first.size_mm * 0.73) / 2)
    right, _ = placed([second], width - _MARGIN, (_BAND - second.size_mm * 0.73) / 2, "right")
    return (*left, *right)


def _fields(words: FormWords, fonts: Fonts, room: float, look: Look) -> Iterator[Shape]:
    """Draw what is filled in: name, phone, birthday, date and signature."""
    intro, below = column(
        [Words(text=words.intro, size_mm=3.7, floor_mm=2.5, lines=4, colour=INK, leading=1.32)],
        fonts,
        x_mm=_MARGIN,
        top_mm=_BAND + 8.0,
        width_mm=room,
    )
    yield from intro
    top = below + 4.5
    step = (A5_MM[1] - _MARGIN - _CODE - 1.0 - top) / 4
    colour = mixed(look.ground, "#000000", 0.1)
    for at, text in enumerate((words.name, words.phone)):
        yield from _line(text, (_MARGIN, top + at * step, room, step), fonts, colour)
    yield from _birthday(words, (_MARGIN, top + 2 * step, room, step), fonts, colour)
    third = room * 0.36
    yield from _line(words.date, (_MARGIN, top + 3 * step, third, step), fonts, colour)
    left = _MARGIN + third + 5.0
    rest = (left, top + 3 * step, room - third - 5.0, step)
    yield from _line(words.signature, rest, fonts, colour)


def _label(text: str, colour: Colour) -> Words:
    return Words(text=text, size_mm=3.3, floor_mm=2.2, weight="semibold", colour=colour)


def _line(text: str, place: _Place, fonts: Fonts, colour: Colour) -> Iterator[Shape]:
    """Draw a label with a line to write on below it."""
    x, top, wide, step = place
    yield from column([_label(text, colour)], fonts, x_mm=x, top_mm=top, width_mm=wide)[0]
    y = top + step - 4.0
    yield Stroke(path=(("M", (x, y)), ("L", (x + wide, y))), colour=_LINE, width_mm=0.3)


def _birthday(words: FormWords, place: _Place, fonts: Fonts, colour: Colour) -> Iterator[Shape]:
    """Draw two boxes each for day and month: nobody is asked for a year."""
    x, top, room, step = place
    title = _label(words.birthday, colour)
    yield from column([title], fonts, x_mm=x, top_mm=top, width_mm=room)[0]
    side = min(8.0, step - 8.0)
    y = top + step - 4.0 - side
    for text in (words.day, words.month):
        for _ in range(2):
            yield from _box(x, y, side)
            x += side + 1.0
        part = Words(text=text, size_mm=3.2, floor_mm=2.2, colour=MUTED)
        yield from column([part], fonts, x_mm=x + 1.0, top_mm=y + side / 2 - 1.2, width_mm=14.0)[0]
        x += 17.0


def _box(x: float, y: float, side: float) -> Iterator[Shape]:
    yield Rect(x_mm=x, y_mm=y, width_mm=side, height_mm=side, fill=_LINE, radius_mm=0.9)
    inner = side - 0.6
    yield Rect(
        x_mm=x + 0.3, y_mm=y + 0.3, width_mm=inner, height_mm=inner, fill="#ffffff", radius_mm=0.7
    )


def _consents(words: FormWords, fonts: Fonts, x: float, top: float, end: float) -> Iterator[Shape]:
    """Draw the boxes with what is agreed to, and that nobody has to."""
    wide = _CARD[0]
    sets = squeezed(
        [
            *(
                Words(
                    text=each.text,
                    size_mm=3.9,
                    floor_mm=2.4,
                    lines=3,
                    colour=INK,
                    gap_mm=4.4,
                    leading=1.28,
                )
                for each in words.consents
            ),
            Words(
                text=words.may_stop, size_mm=3.2, floor_mm=2.2, lines=2, colour=MUTED, gap_mm=4.0
            ),
        ],
        fonts,
        width_mm=wide - 14.0,
        height_mm=end - top,
    )
    y = top
    for at, one in enumerate(sets):
        y += one.words.gap_mm if at else 0.0
        is_box = at < len(words.consents)
        left = x + 14.0 if is_box else x
        if is_box:
            key = words.consents[at].key
            middle = y + one.height_mm / 2
            yield Text(
                x_mm=x,
                baseline_mm=middle + 1.4,
                text=key,
                size_mm=3.9,
                weight="bold",
                colour=MUTED,
            )
            yield from _box(x + 4.5, middle - 3.2, 6.4)
        texts, y = placed([one], left, y)
        yield from texts


def _stub(
    words: FormWords, number: str, look: Look, fonts: Fonts, corner: tuple[float, float]
) -> Iterator[Shape]:
    """Draw the card to keep: its code and number, or the place for the number of a plastic one."""
    wide, high = _CARD
    x, y = corner
    top = y - 4.5
    if not number:
        yield from _empty(words, fonts, x, y, look)
        return
    yield from _dashed(x - 5.0, top, A5_MM[0], A5_MM[1])
    cut = Words(text=words.cut, size_mm=2.4, floor_mm=1.8, colour=MUTED)
    one = fitted(cut, 30.0, fonts)
    yield from placed([one], x + wide, top - 3.2, "right")[0]
    side = 30.0
    yield Rect(x_mm=x, y_mm=y, width_mm=wide, height_mm=high, fill=look.ground, radius_mm=3.18)
    yield Rect(
        x_mm=x + wide - side - 3.0,
        y_mm=y + 4.0,
        width_mm=side,
        height_mm=side,
        fill="#ffffff",
        radius_mm=1.6,
    )
    yield from code(number, x + wide - side - 2.5, y + 4.5, side - 1.0)
    sets = squeezed(
        [
            Words(
                text=words.stub_title,
                size_mm=6.4,
                floor_mm=3.0,
                lines=2,
                weight="bold",
                colour=look.on_ground,
                leading=1.1,
            ),
            Words(
                text=words.shop,
                size_mm=3.4,
                floor_mm=2.0,
                lines=2,
                weight="semibold",
                colour=look.accent,
                gap_mm=2.4,
            ),
            Words(
                text=words.stub_text,
                size_mm=2.9,
                floor_mm=1.9,
                lines=5,
                colour=mixed(look.ground, look.on_ground, 0.85),
                gap_mm=2.6,
                leading=1.3,
            ),
        ],
        fonts,
        width_mm=wide - side - 12.0,
        height_mm=high - 22.0,
    )
    yield from placed(sets, x + 5.0, y + 5.0)[0]
    yield Text(
        x_mm=x + 5.0,
        baseline_mm=y + high - 5.6,
        text=_in_fours(number),
        size_mm=5.6,
        weight="semibold",
        colour=look.on_ground,
        width_mm=wide - 10.0,
        tabular=True,
    )


def _empty(words: FormWords, fonts: Fonts, x: float, y: float, look: Look) -> Iterator[Shape]:
    wide, high = _CARD
    yield Rect(x_mm=x, y_mm=y, width_mm=wide, height_mm=high, fill=_LINE, radius_mm=3.18)
    yield Rect(
        x_mm=x + 0.3,
        y_mm=y + 0.3,
        width_mm=wide - 0.6,
        height_mm=high - 0.6,
        fill="#ffffff",
        radius_mm=3.0,
    )
    title = Words(
        text=words.stub_empty,
        size_mm=4.4,
        floor_mm=2.6,
        weight="semibold",
        colour=mixed(look.ground, "#000000", 0.1),
    )
    sets = [fitted(title, wide - 12.0, fonts)]
    yield from placed(sets, x + 6.0, y + 8.0)[0]
    side, gap = 3.6, 0.45
    left = x + 6.0
    for at in range(16):
        yield from _box(left, y + 20.0, side)
        left += side + gap + (2.0 if at % _FOUR == _FOUR - 1 else 0.0)


def _dashed(x: float, y: float, right: float, bottom: float) -> Iterator[Shape]:
    for path in ((("M", (x, bottom)), ("L", (x, y))), (("M", (x, y)), ("L", (right, y)))):
        yield Stroke(path=path, colour=_LINE, width_mm=0.3, dash_mm=1.6)


def _in_fours(number: str) -> str:
    return " ".join(number[at : at + _FOUR] for at in range(0, len(number), _FOUR))

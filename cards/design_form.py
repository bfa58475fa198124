"""What a design's file names that is not there: colours, words, fields, pictures, paths."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cards.design import (
    LANGUAGES,
    Box,
    Design,
    Drawn,
    Element,
    Picture,
    Shade,
    Stamps,
    Words,
)
from cards.drawing.paths import parse
from cards.drawing.pictures import picture_of
from cards.drawing.shapes import Photo
from cards.layout import conditions, is_field, picture_data
from loyalty.errors import Refusal

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_FIELD = re.compile(r"\{(\w*)\}?")
_LEAST_MM, _MOST_MM = 10.0, 500.0


def form_problems(design: Design) -> Iterator[str]:
    """Name what cannot be drawn, each with where it stands in the file."""
    for name in ("width_mm", "height_mm"):
        if not _LEAST_MM <= getattr(design.size, name) <= _MOST_MM:
            path = f"size.{name.removesuffix('_mm')}"
            yield f"{path}: a card has {_LEAST_MM:g} to {_MOST_MM:g} mm"
    yield from _colour_problems(design)
    for key, said in design.words:
        missing = [language for language in LANGUAGES if language not in dict(said)]
        if missing:
            yield f"words.{key}: it is not said in {', '.join(missing)}"
        for language, text in said:
            yield from _fields(design, f"words.{key}.{language}", text, own=False)
    for side, elements in (("front", design.front), ("back", design.back)):
        for at, element in enumerate(elements, 1):
            for problem in _element_problems(design, element):
                yield f"{side}[{at}].{problem}"


def _colour_problems(design: Design) -> Iterator[str]:
    tables = [("colours", design.colours)]
    tables += [(f"tiers[{at}]", tier) for at, tier in enumerate(design.tiers, 1)]
    for path, table in tables:
        for name, colour in table:
            if name not in dict(design.colours):
                yield f"{path}.{name}: there is no such colour"
            if not _COLOUR.fullmatch(colour):
                yield f"{path}.{name}: {colour!r} is no #rrggbb"


def _element_problems(design: Design, element: Element) -> Iterator[str]:
    if element.when and element.when.removeprefix("!") not in conditions():
        yield f"when: cards have no {element.when!r}"
    for key, colour in _colours(element):
        if colour not in dict(design.colours) and not _COLOUR.fullmatch(colour):
            yield f"{key}: there is no colour {colour!r}"
    match element:
        case Words():
            yield from _fields(design, "say", element.say, own=True)
        case Drawn():
            yield from _path_problems(element)
        case Shade():
            if len(element.colours) < 2:  # noqa: PLR2004 - from one to another
                yield "colours: a gradient has at least two"
        case Picture():
            yield from _picture_problems(design, element)
        case _:
            pass


def _path_problems(element: Drawn) -> Iterator[str]:
    try:
        parse(element.d)
    except ValueError as error:
        yield f"d: {error}"
    if bool(element.fill) == bool(element.stroke):
        yield "fill: a path has either a fill or a stroke"


def _colours(element: Element) -> Iterator[tuple[str, str]]:
    match element:
        case Box():
            yield "fill", element.fill
        case Shade():
            yield from (("colours", colour) for colour in element.colours)
        case Words():
            yield "colour", element.colour
        case Drawn():
            yield from (
                (key, value)
                for key, value in (("fill", element.fill), ("stroke", element.stroke))
                if value
            )
        case Stamps():
            yield from (("ring", element.ring), ("last", element.last))
        case _:
            pass


def _fields(design: Design, path: str, text: str, *, own: bool) -> Iterator[str]:
    words = dict(design.words) if own else {}
    for found in _FIELD.finditer(text):
        if not found[0].endswith("}") or not (is_field(found[1]) or found[1] in words):
            yield f"{path}: cards have no {found[0]}"


def _picture_problems(design: Design, element: Picture) -> Iterator[str]:
    try:
        picture_of(
            Photo(
                x_mm=0.0,
                y_mm=0.0,
                width_mm=element.width_mm,
                height_mm=element.height_mm,
                data=picture_data(design, element.file),
                cover=element.cover,
            )
        )
    except Refusal as refused:
        yield f"file: {refused.message}"

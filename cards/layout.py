"""Places a design's elements for one card: a pure function from values to pages.

What is the same on every card of a job is one kept group of the very same shapes each time, so
that a PDF of ten thousand cards has it once.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path as File

import msgspec

from cards.code import code128_modules
from cards.design import (
    Barcode,
    Box,
    Design,
    Drawn,
    Element,
    Logo,
    Picture,
    Qr,
    Shade,
    Stamps,
    Words,
)
from cards.drawing.paths import circle, moved, parse
from cards.drawing.shapes import (
    DOT_MM,
    Bars,
    Colour,
    Gradient,
    Group,
    Modules,
    Outline,
    Page,
    Path,
    Photo,
    Rect,
    Shape,
    Stroke,
    Text,
    snapped,
)
from cards.number_rows import NumberPen
from loyalty.errors import Refusal
from loyalty.number import grouped

_FIELD = re.compile(r"\{(\w+)\}")
# What differs from card to card; everything else of a side is drawn once.
_OF_THE_MEMBER = ("member", "number", "valid_until")
_FIELDS = ("shop", "line", "member", "number", "tier", "valid_until", "reward")
_KEPT = 64


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What stands on one card, already said in its language; what is empty is left out.

    `number` has sixteen digits; `line` is what stands under the shop's name; `tier_rank` counts
    the member's level from 1, `valid_until` is a date as it is written there.
    """

    shop: str
    number: str = ""
    member: str = ""
    language: str = "en"
    line: str = ""
    tier: str = ""
    tier_rank: int = 0
    valid_until: str = ""
    reward: str = ""
    logo: bytes | None = None

    def __repr__(self) -> str:
        return "Card(...)"


def pages_of(design: Design, card: Card) -> tuple[Page, Page | None]:
    """Lay out the front of a card, and its back if the design has one.

    Shapes may reach beyond the page by the design's bleed. Raises Refusal `design_wrong` for a
    picture that is not there.
    """
    front = _page(design, design.front, card)
    return front, _page(design, design.back, card) if design.back else None


def said(design: Design, template: str, card: Card) -> str | None:
    """Fill a text's braces in; None where the card lacks one of what it names."""
    missing = False

    def fill(found: re.Match[str]) -> str:
        nonlocal missing
        key = found[1]
        words = design.say(key, card.language)
        if words is not None:
            return _FIELD.sub(fill, words)
        value = grouped(card.number) if key == "number" else str(getattr(card, key, ""))
        missing = missing or not value
        return value

    text = _FIELD.sub(fill, template)
    return None if missing or not text.strip() else text


def fields_of(design: Design, template: str) -> frozenset[str]:
    """Name what a text takes from the card, also through the design's own words."""
    own = dict(design.words)
    found = set[str]()
    for key in _FIELD.findall(template):
        if key in own:
            found |= {field for _, text in own[key] for field in _FIELD.findall(text)}
        else:
            found.add(key)
    return frozenset(found)


def is_field(name: str) -> bool:
    """Whether cards have a value of this name."""
    return name in _FIELDS


def conditions() -> frozenset[str]:
    """Name what an element may be bound to: a card that has it, or with `!` one that has not."""
    return frozenset({*_FIELDS, "logo"})


def colours_of(design: Design, tier_rank: int) -> dict[str, Colour]:
    """Give a design's colours by name, as a level of members has them."""
    colours = dict(design.colours)
    if tier_rank and design.tiers:
        colours |= dict(design.tiers[min(tier_rank, len(design.tiers)) - 1])
    return colours


def _page(design: Design, elements: tuple[Element, ...], card: Card) -> Page:
    shapes = list[Shape]()
    shared = msgspec.structs.replace(
        card,
        # Only whether there is one decides about what is drawn on all cards alike.
        number="0" * 16 if card.number else "",
        member="x" if card.member else "",
        valid_until="x" if card.valid_until else "",
    )
    for alike, run in _runs(design, elements):
        if alike:
            shapes.append(Group(shapes=_shared(design, run, shared), kept=True))
        else:
            shapes += _shapes(design, run, card)
    size = design.size
    return Page(
        width_mm=size.width_mm,
        height_mm=size.height_mm,
        shapes=tuple(shapes),
        bleed_mm=size.bleed_mm,
    )


@lru_cache(_KEPT)
def _runs(
    design: Design, elements: tuple[Element, ...]
) -> tuple[tuple[bool, tuple[Element, ...]], ...]:
    """Split elements into what is the same on all cards and what is not, in their order."""
    runs = list[tuple[bool, list[Element]]]()
    for element in elements:
        alike = _is_alike(design, element)
        if runs and runs[-1][0] == alike:
            runs[-1][1].append(element)
        else:
            runs.append((alike, [element]))
    return tuple((alike, tuple(run)) for alike, run in runs)


def _is_alike(design: Design, element: Element) -> bool:
    if isinstance(element, Qr | Barcode):
        return False
    if isinstance(element, Words):
        return not fields_of(design, element.say) & set(_OF_THE_MEMBER)
    return True


@lru_cache(_KEPT)
def _shared(design: Design, elements: tuple[Element, ...], card: Card) -> tuple[Shape, ...]:
    return tuple(_shapes(design, elements, card))


def _shapes(design: Design, elements: Iterable[Element], card: Card) -> Iterator[Shape]:
    colours = colours_of(design, card.tier_rank)
    for element in elements:
        if not element.when or _holds(element.when, card):
            yield from _placed(design, element, card, colours)


def _holds(when: str, card: Card) -> bool:
    value = bool(getattr(card, when.removeprefix("!"), None))
    return value != when.startswith("!")


def _placed(
    design: Design, element: Element, card: Card, colours: dict[str, Colour]
) -> Iterator[Shape]:
    match element:
        case Words():
            text = element_text(design, element, card, colours)
            if text is not None:
                yield text
        case Qr() | Barcode():
            if card.number:
                yield _code(element, card.number)
        case Drawn():
            yield _ornament(element, colours)
        case Stamps():
            yield from _stamps(element, colours)
        case Picture() | Logo():
            yield from _picture(design, element, card)
        case Box() | Shade():
            yield _area(element, colours)


def _area(element: Box | Shade, colours: dict[str, Colour]) -> Shape:
    box = {
        "x_mm": element.x_mm,
        "y_mm": element.y_mm,
        "width_mm": element.width_mm,
        "height_mm": element.height_mm,
        "radius_mm": element.radius_mm,
    }
    if isinstance(element, Box):
        return Rect(fill=colours.get(element.fill, element.fill), **box)
    shades = tuple(colours.get(colour, colour) for colour in element.colours)
    return Gradient(colours=shades, angle=element.angle, **box)


def element_text(
    design: Design, words: Words, card: Card, colours: dict[str, Colour]
) -> Text | None:
    """Give a text of a design as it stands on a card; None where the card has none of it."""
    text = said(design, words.say, card)
    if text is None or (words.when and not _holds(words.when, card)):
        return None
    return Text(
        x_mm=words.x_mm,
        baseline_mm=words.baseline_mm,
        text=text,
        size_mm=words.size_mm,
        weight=words.weight,
        colour=colours.get(words.colour, words.colour),
        align=words.align,
        width_mm=words.width_mm,
        lines=words.lines,
        floor_mm=words.floor_mm,
        leading=words.leading,
        tracking_em=words.tracking,
        tabular="number" in fields_of(design, words.say),
        running=words.running,
        upward=words.upward,
    )


def module_dots(module_mm: float) -> int:
    """Give how many dots of 300 to the inch a module has."""
    return max(1, round(module_mm / DOT_MM))


@lru_cache(1)
def _pen() -> NumberPen:
    return NumberPen()


def _code(element: Qr | Barcode, number: str) -> Shape:
    dots = module_dots(element.module_mm)
    if isinstance(element, Qr):
        rows = _pen().rows(number)
        return Modules(x_mm=element.x_mm, y_mm=element.y_mm, module_dots=dots, rows=rows)
    bars = Bars(
        x_mm=0.0 if element.turned else element.x_mm,
        y_mm=0.0 if element.turned else element.y_mm,
        height_mm=element.height_mm,
        module_dots=dots,
        modules=code128_modules(number),
    )
    if not element.turned:
        return bars
    # Turned clockwise, what was its left lower corner is its left upper one.
    right = snapped(element.x_mm) + snapped(element.height_mm)
    return Group(shapes=(bars,), x_mm=right, y_mm=element.y_mm, quarters=1)


def _ornament(drawn: Drawn, colours: dict[str, Colour]) -> Shape:
    path = _moved(drawn.d, drawn.x_mm, drawn.y_mm, drawn.scale, drawn.turn)
    if drawn.stroke:
        colour = colours.get(drawn.stroke, drawn.stroke)
        return Stroke(path=path, colour=colour, width_mm=drawn.pen_mm, round=drawn.round)
    return Outline(path=path, fill=colours.get(drawn.fill, drawn.fill))


def _moved(data: str, x_mm: float, y_mm: float, scale: float, turn: float) -> Path:
    cos, sin = math.cos(math.radians(turn)) * scale, math.sin(math.radians(turn)) * scale
    return moved(parse(data), lambda x, y: (cos * x - sin * y + x_mm, sin * x + cos * y + y_mm))


def _stamps(stamps: Stamps, colours: dict[str, Colour]) -> Iterator[Shape]:
    ring, last = (colours.get(name, name) for name in (stamps.ring, stamps.last))
    count = stamps.columns * stamps.rows
    for at in range(count):
        row, column = divmod(at, stamps.columns)
        x, y = stamps.x_mm + column * stamps.across_mm, stamps.y_mm + row * stamps.down_mm
        path = circle(x, y, stamps.radius_mm)
        if at == count - 1:
            yield Outline(path=path, fill=last)
        yield Stroke(path=path, colour=ring, width_mm=stamps.pen_mm, closed=True)


def _picture(design: Design, element: Picture | Logo, card: Card) -> Iterator[Shape]:
    if isinstance(element, Logo):
        data, cover = card.logo, False
    else:
        data, cover = picture_data(design, element.file), element.cover
    if data is not None:
        yield Photo(
            x_mm=element.x_mm,
            y_mm=element.y_mm,
            width_mm=element.width_mm,
            height_mm=element.height_mm,
            data=data,
            cover=cover,
        )


@lru_cache(8)
def picture_data(design: Design, name: str) -> bytes:
    """Read a picture beside a design. Raises Refusal `design_wrong`."""
    path = File(design.folder) / name
    if path.parent != File(design.folder):
        raise Refusal("design_wrong", f"the picture {name!r} does not stand beside the design")
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refusal("design_wrong", f"the picture {name!r} is not there") from error

"""What a PDF draws a page with: operators for each shape, and a shelf of what is written once."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise
from typing import Protocol

from cards.drawing.fonts import Fonts
from cards.drawing.outlines import Filled
from cards.drawing.paths import rounded
from cards.drawing.pictures import Picture, picture_of
from cards.drawing.runs import bar_runs, boxes
from cards.drawing.setting import PlacedGlyph, glyphs_of
from cards.drawing.shapes import (
    DOT_MM,
    Bars,
    Clip,
    Colour,
    Gradient,
    Group,
    Modules,
    Outline,
    Path,
    Photo,
    Rect,
    Shape,
    Stroke,
    Text,
    dots,
)

# Glyphs are drawn in whole parts of an em: 0.02 mm in letters of four centimetres.
_EM_PARTS = 2000
_EVERYWHERE = "-99999 -99999 99999 99999"
_TURNS = ("1 0 0 1", "0 1 -1 0", "-1 0 0 -1", "0 -1 1 0")
_LETTERS = {"M": "m", "L": "l", "C": "c"}
_PER_MM = 1 / DOT_MM


class WriteStream(Protocol):
    """Writes an object with a stream and gives its number."""

    def __call__(self, entries: str, data: bytes, *, packed: bool = False) -> int:
        """Take the dictionary's entries, and data that is packed already or is to be."""


def number(value: float) -> str:
    """Write a number as PDF has it, to a thousandth."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def path_operators(path: Path, scale: float = _PER_MM) -> str:
    """Write a path's contours; the operator that fills or strokes them comes after."""
    parts = list[str]()
    for letter, points in path:
        if letter == "M" and parts:
            parts.append("h")
        written = " ".join(number(part * scale) for part in points)
        parts.append(f"{written} {_LETTERS[letter]}")
    return "\n".join(parts)


@lru_cache(256)
def _fill(colour: Colour) -> str:
    red, green, blue = (number(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    # Greys are written as such, so that black is the black of the press and nothing else.
    return f"{red} g" if red == green == blue else f"{red} {green} {blue} rg"


class Shelf:
    """What a file has once: glyphs, kept groups, pictures and gradients, by their names."""

    def __init__(self, fonts: Fonts, write: WriteStream) -> None:
        """Take the fonts, and what writes an object."""
        self.fonts = fonts
        self._write = write
        self._forms = dict[object, str]()
        self._objects = dict[str, int]()
        self._shadings = dict[str, str]()
        # The key of a kept group is where its shapes are in memory: they must stay there.
        self._held = list[tuple[Shape, ...]]()

    def glyph(self, face: int, place: int) -> str | None:
        """Give the name of a glyph; None for one that draws nothing."""
        key = face, place
        if key not in self._forms:
            path = self.fonts.outline(face, place)
            scale = 1 / _EM_PARTS
            text = _whole(_no_box(path))
            entries = f"/Matrix[{scale} 0 0 {scale} 0 0]"
            self._forms[key] = self._form(text, entries, _bounds(path)) if path else ""
        return self._forms[key] or None

    def group(self, group: Group) -> str:
        """Give the name of a kept group's shapes, drawn where they stand in it."""
        key = id(group.shapes)
        if key not in self._forms:
            inner = Content(self)
            inner.shapes(group.shapes)
            self._held.append(group.shapes)
            self._forms[key] = self._form(inner.as_bytes().decode("ascii"), "", _EVERYWHERE)
        return self._forms[key]

    def picture(self, photo: Photo) -> tuple[str, Picture]:
        """Give the name of a picture and where it stands. Raises Refusal."""
        picture = picture_of(photo)
        digest = hashlib.sha256(picture.data).hexdigest()
        key = ("picture", digest, picture.width_px, picture.height_px)
        if key not in self._forms:
            size = f"/Width {picture.width_px}/Height {picture.height_px}/BitsPerComponent 8"
            head = f"/Type/XObject/Subtype/Image{size}"
            mask = ""
            if picture.alpha is not None:
                place = self._write(f"{head}/ColorSpace/DeviceGray", picture.alpha)
                mask = f"/SMask {place} 0 R"
            entries = f"{head}/ColorSpace/DeviceRGB{mask}"
            if picture.is_jpeg:
                entries += "/Filter/DCTDecode"
            place = self._write(entries, picture.data, packed=picture.is_jpeg)
            self._forms[key] = self._named("i", place)
        return self._forms[key], picture

    def shading(self, line: tuple[float, ...], colours: tuple[Colour, ...]) -> str:
        """Give the name of a gradient along a line, in dots."""
        ends = [
            " ".join(number(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
            for colour in colours
        ]
        steps = [
            f"<</FunctionType 2/Domain[0 1]/N 1/C0[{one}]/C1[{two}]>>"
            for one, two in pairwise(ends)
        ]
        function = steps[0]
        if len(steps) > 1:
            bounds = " ".join(number(at / len(steps)) for at in range(1, len(steps)))
            function = (
                f"<</FunctionType 3/Domain[0 1]/Functions[{''.join(steps)}]"
                f"/Bounds[{bounds}]/Encode[{'0 1 ' * len(steps)}]>>"
            )
        coords = " ".join(map(number, line))
        text = (
            f"<</ShadingType 2/ColorSpace/DeviceRGB/Coords[{coords}]"
            f"/Function {function}/Extend[true true]>>"
        )
        return self._shadings.setdefault(text, f"s{len(self._shadings)}")

    def resources(self) -> str:
        """Write the dictionary that all pages and forms share."""
        objects = "".join(f"/{name} {place} 0 R" for name, place in self._objects.items())
        shadings = "".join(f"/{name} {text}" for text, name in self._shadings.items())
        return f"<</XObject<<{objects}>>/Shading<<{shadings}>>>>"

    def _form(self, text: str, entries: str, box: str) -> str:
        head = f"/Type/XObject/Subtype/Form/BBox[{box}]/Resources 3 0 R{entries}"
        return self._named("f", self._write(head, text.encode("ascii")))

    def _named(self, letter: str, place: int) -> str:
        name = f"{letter}{len(self._objects)}"
        self._objects[name] = place
        return name


def _whole(path: Path) -> str:
    """Write a glyph's contours in whole parts of an em."""
    parts = list[str]()
    for letter, points in path:
        if letter == "M" and parts:
            parts.append("h")
        written = " ".join(str(round(part * _EM_PARTS)) for part in points)
        parts.append(f"{written} {_LETTERS[letter]}")
    return "\n".join([*parts, "f"])


def _no_box(path: Path) -> Path:
    """Give a letter of one upright bar, l or I, a fifth corner a hair beside its first edge.

    Chrome's and our own PDF renderer widens every box to whole pixels, for the sake of thin lines:
    such letters stood there as if they were bold.
    """
    letters = [letter for letter, _ in path]
    if letters.count("M") != 1 or "C" in letters:
        return path
    (first, start), (second, end), *rest = path
    middle = tuple((a + b) / 2 + 1 / _EM_PARTS for a, b in zip(start, end, strict=True))
    return ((first, start), (second, middle), (second, end), *rest)


def _bounds(path: Path) -> str:
    from cards.drawing.paths import bounds

    left, top, right, bottom = (side * _EM_PARTS for side in bounds(path))
    sides = (math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom))
    return " ".join(map(str, sides))


class Content:
    """The operators of one page or kept group, in dots and y downwards."""

    def __init__(self, shelf: Shelf) -> None:
        """Take the shelf of the file."""
        self._shelf = shelf
        self._parts = list[str]()
        self._colour = ""

    def begin(self, points_per_dot: float, high_dots: int) -> None:
        """Turn the page of PDF, which stands on its lower left corner in points, into ours."""
        scale = number(points_per_dot)
        self._parts.append(f"{scale} 0 0 -{scale} 0 {number(high_dots * points_per_dot)} cm")

    def as_bytes(self) -> bytes:
        """Give all operators so far."""
        return "\n".join(self._parts).encode("ascii")

    def shapes(self, shapes: Iterable[Shape]) -> None:
        """Draw shapes in their order. Raises Refusal."""
        for shape in shapes:
            match shape:
                case Group():
                    self._group(shape)
                case Gradient():
                    self._gradient(shape)
                case Photo():
                    self._photo(shape)
                case Stroke():
                    self._stroke(shape)
                case _:
                    self._of_one_colour(shape)

    def _of_one_colour(self, shape: Filled) -> None:
        match shape:
            case Text():
                self._text(shape)
            case Modules():
                self._modules(shape)
            case Bars():
                self._bars(shape)
            case Rect():
                self._filled(_box_operators(shape), shape.fill)
            case Outline():
                self._filled(path_operators(shape.path), shape.fill)

    def _paint(self, colour: Colour) -> None:
        if colour != self._colour:
            self._parts.append(_fill(colour))
            self._colour = colour

    def _filled(self, operators: str, colour: Colour) -> None:
        self._paint(colour)
        self._parts.append(f"{operators}\nf")

    def _stroke(self, stroke: Stroke) -> None:
        colour = _fill(stroke.colour).replace("rg", "RG").replace("g", "G")
        ends = "1 J 1 j" if stroke.round else "0 J 2 j"
        dash = number(stroke.dash_mm * _PER_MM)
        dashes = f"[{dash}]0 d " if stroke.dash_mm else ""
        close = "s" if stroke.closed else "S"
        width = number(stroke.width_mm * _PER_MM)
        path = path_operators(stroke.path)
        self._parts.append(f"q {colour} {width} w {ends} {dashes}\n{path}\n{close} Q")

    def _gradient(self, gradient: Gradient) -> None:
        line = tuple(part * _PER_MM for part in gradient_line(gradient))
        name = self._shelf.shading(line, gradient.colours)
        self._parts.append(f"q {_box_operators(gradient)} W n /{name} sh Q")

    def _photo(self, photo: Photo) -> None:
        name, picture = self._shelf.picture(photo)
        width, height = picture.width_mm * _PER_MM, picture.height_mm * _PER_MM
        left, bottom = picture.x_mm * _PER_MM, picture.y_mm * _PER_MM + height
        place = " ".join(map(number, (width, 0, 0, -height, left, bottom)))
        self._parts.append(f"q {place} cm /{name} Do Q")

    def _group(self, group: Group) -> None:
        self._parts.append("q")
        place = f"{_TURNS[group.quarters]} {dots(group.x_mm)} {dots(group.y_mm)}"
        if place != "1 0 0 1 0 0":
            self._parts.append(f"{place} cm")
        if group.clip is not None:
            self._parts.append(f"{_box_operators(group.clip)} W n")
        before = self._colour
        if group.kept:
            self._parts.append(f"/{self._shelf.group(group)} Do")
        else:
            self.shapes(group.shapes)
        self._parts.append("Q")
        self._colour = before

    def _text(self, text: Text) -> None:
        glyphs = [
            (name, glyph)
            for glyph in glyphs_of(text, self._shelf.fonts)
            if (name := self._shelf.glyph(glyph.face, glyph.number))
        ]
        if glyphs:
            self._paint(text.colour)
            self._parts.append(_glyph_operators(glyphs))

    def _modules(self, modules: Modules) -> None:
        left, top, size = dots(modules.x_mm), dots(modules.y_mm), modules.module_dots
        boxed = "\n".join(f"{x} {y} {wide} {high} re" for x, y, wide, high in boxes(modules.rows))
        self._parts.append(f"q {size} 0 0 {size} {left} {top} cm 0 g\n{boxed}\nf Q")

    def _bars(self, bars: Bars) -> None:
        left, top, size = dots(bars.x_mm), dots(bars.y_mm), bars.module_dots
        high = dots(bars.height_mm)
        boxed = "\n".join(f"{at} 0 {wide} {high} re" for at, wide in bar_runs(bars.modules))
        self._parts.append(f"q {size} 0 0 1 {left} {top} cm 0 g\n{boxed}\nf Q")


def gradient_line(gradient: Gradient) -> tuple[float, float, float, float]:
    """Give where a gradient begins and ends: its corners get its first and its last colour."""
    angle = math.radians(gradient.angle)
    cos, sin = math.cos(angle), math.sin(angle)
    reach = (abs(cos) * gradient.width_mm + abs(sin) * gradient.height_mm) / 2
    x = gradient.x_mm + gradient.width_mm / 2
    y = gradient.y_mm + gradient.height_mm / 2
    return x - cos * reach, y - sin * reach, x + cos * reach, y + sin * reach


def _box_operators(box: Rect | Gradient | Clip) -> str:
    if box.radius_mm:
        path = rounded(box.x_mm, box.y_mm, box.width_mm, box.height_mm, box.radius_mm)
        return path_operators(path)
    sides = (box.x_mm, box.y_mm, box.width_mm, box.height_mm)
    return f"{' '.join(number(side * _PER_MM) for side in sides)} re"


def _glyph_operators(glyphs: list[tuple[str, PlacedGlyph]]) -> str:
    """Draw glyphs of one text, each moved to from the one before it."""
    first = glyphs[0][1]
    size = first.size_mm
    x, y = first.x_mm, first.y_mm
    scale = number(size * _PER_MM)
    parts = [f"q {scale} 0 0 {scale} {number(x * _PER_MM)} {number(y * _PER_MM)} cm"]
    for name, glyph in glyphs:
        right, down = round((glyph.x_mm - x) / size, 4), round((glyph.y_mm - y) / size, 4)
        if right or down:
            parts.append(f"1 0 0 1 {right} {down} cm")
            # What was rounded off is made good at the next glyph: a line of text does not drift.
            x, y = x + right * size, y + down * size
        parts.append(f"/{name} Do")
    parts.append("Q")
    return "\n".join(parts)

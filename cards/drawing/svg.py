"""Writes a page as SVG: the same outlines as the PDF, one user unit a millimetre."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator

from cards.drawing.fonts import Fonts
from cards.drawing.outlines import filled
from cards.drawing.paths import rounded
from cards.drawing.pdf_content import gradient_line
from cards.drawing.pictures import picture_of
from cards.drawing.shapes import Clip, Gradient, Group, Page, Path, Photo, Shape, Stroke, snapped


def write(page: Page, *, fonts: Fonts | None = None) -> str:
    """Give a page as an SVG document. Raises Refusal as `pdf.write` does."""
    drawing = _Drawing(fonts or Fonts())
    body = "\n".join(drawing.shapes(page.shapes))
    width, height = _short(page.width_mm), _short(page.height_mm)
    defined = f"<defs>{''.join(drawing.defined)}</defs>\n" if drawing.defined else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm"'
        f' viewBox="0 0 {width} {height}">\n{defined}{body}\n</svg>\n'
    )


class _Drawing:
    """One document: its elements, and what they refer to by number."""

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
        self.defined = list[str]()

    def shapes(self, shapes: Iterable[Shape]) -> Iterator[str]:
        for shape in shapes:
            match shape:
                case Group():
                    yield from self._group(shape)
                case Gradient():
                    yield self._gradient(shape)
                case Photo():
                    yield _photo(shape)
                case Stroke():
                    yield _stroke(shape)
                case _:
                    path, colour = filled(shape, self._fonts)
                    if path:
                        yield f'<path fill="{colour}" d="{_data(path)}"/>'

    def _group(self, group: Group) -> Iterator[str]:
        place = f"translate({_short(snapped(group.x_mm))} {_short(snapped(group.y_mm))})"
        if group.quarters:
            place += f" rotate({90 * group.quarters})"
        clip = ""
        if group.clip is not None:
            name = self._define("clipPath", f'><path d="{_data(_box(group.clip))}"/></clipPath>')
            clip = f' clip-path="url(#{name})"'
        yield f'<g transform="{place}"><g{clip}>' if clip else f'<g transform="{place}">'
        yield from self.shapes(group.shapes)
        yield "</g></g>" if clip else "</g>"

    def _gradient(self, gradient: Gradient) -> str:
        line = dict(zip(("x1", "y1", "x2", "y2"), gradient_line(gradient), strict=True))
        ends = "".join(f' {key}="{_short(value)}"' for key, value in line.items())
        last = len(gradient.colours) - 1
        stops = "".join(
            f'<stop offset="{_short(at / last)}" stop-color="{colour}"/>'
            for at, colour in enumerate(gradient.colours)
        )
        inner = f' gradientUnits="userSpaceOnUse"{ends}>{stops}</linearGradient>'
        name = self._define("linearGradient", inner)
        return f'<path fill="url(#{name})" d="{_data(_box(gradient))}"/>'

    def _define(self, element: str, rest: str) -> str:
        name = f"d{len(self.defined)}"
        self.defined.append(f'<{element} id="{name}"{rest}')
        return name


def _photo(photo: Photo) -> str:
    picture = picture_of(photo)
    kind = "jpeg" if picture.is_jpeg else "png"
    data = base64.b64encode(picture.as_file()).decode("ascii")
    return (
        f'<image x="{_short(picture.x_mm)}" y="{_short(picture.y_mm)}"'
        f' width="{_short(picture.width_mm)}" height="{_short(picture.height_mm)}"'
        f' preserveAspectRatio="none" href="data:image/{kind};base64,{data}"/>'
    )


def _stroke(stroke: Stroke) -> str:
    ends = (
        ' stroke-linecap="round" stroke-linejoin="round"'
        if stroke.round
        else ' stroke-linejoin="bevel"'
    )
    dashes = f' stroke-dasharray="{_short(stroke.dash_mm)}"' if stroke.dash_mm else ""
    path = _data(stroke.path, close=stroke.closed)
    return (
        f'<path fill="none" stroke="{stroke.colour}" stroke-width="{_short(stroke.width_mm)}"'
        f'{ends}{dashes} d="{path}"/>'
    )


def _box(box: Gradient | Clip) -> Path:
    return rounded(box.x_mm, box.y_mm, box.width_mm, box.height_mm, box.radius_mm)


def _data(path: Path, *, close: bool = True) -> str:
    parts = list[str]()
    for letter, points in path:
        if letter == "M" and parts and close:
            parts.append("Z")
        parts.append(letter + " ".join(_short(part) for part in points))
    return "".join([*parts, "Z" if close else ""])


def _short(value: float) -> str:
    """Write millimetres to a ten-thousandth."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text

"""Says all that is wrong with a design before a card is printed: nobody finds out at the counter.

What is checked is measured on the card itself: texts are set in every language and codes are
looked for in the pixels of the rendered sides, at every level of members.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from cards import design as designs
from cards.design import LANGUAGES, Barcode, Design, Element, Qr, Words
from cards.design_form import form_problems
from cards.design_sight import Place, sight_problems
from cards.drawing.fonts import Fonts
from cards.drawing.setting import glyphs_of, set_text
from cards.drawing.shapes import DOT_MM, Text
from cards.layout import Card, colours_of, element_text, module_dots
from cards.number_rows import SIDE
from loyalty.errors import Refusal

QR_QUIET = 4
BARS_QUIET = 10
BARS_MODULES = 123
_WHOLE = 0.02
# Least side of the QR, then least and most width and height of the bars, by kind of card.
_SIZES = {
    "card": (20.0, (60.0, 70.0), (14.0, 20.0)),
    "stamps": (20.0, (60.0, 70.0), (14.0, 20.0)),
    "slip": (20.0, (60.0, 75.0), (14.0, 25.0)),
    "fob": (15.0, (40.0, 50.0), (10.0, 16.0)),
}
_EDGE_MM = 0.02
_ASCENT, _DESCENT = 0.75, 0.22
SAMPLES = tuple(
    Card(
        shop="Boekhandel De Gouden Pagina",
        line="Koffie, boeken en gebak",
        member="Maximiliane Oosterhuis-Lindqvist",
        number="9041772530314821",
        language=language,
        tier="Platinum",
        valid_until="31-12-2029",
        reward="10 x 1 espresso",
        # Texts are set beside a logo as well; whose picture it is does not matter to them.
        logo=logo,
    )
    for logo in (None, b"logo")
    for language in LANGUAGES
)


def load(name: str, fonts: Fonts, folder: Path = designs.FOLDER) -> Design:
    """Read a design and make sure that its cards can be read. Raises as `ensure`."""
    design = designs.load(name, folder)
    ensure(design, fonts)
    return design


def ensure(design: Design, fonts: Fonts) -> None:
    """Raise Refusal `design_wrong` with everything that is wrong with a design."""
    found = problems(design, fonts)
    if found:
        raise designs.wrong(design.name, found)


def problems(design: Design, fonts: Fonts) -> list[str]:
    """Name all that is wrong with a design, each with where it stands in the file."""
    found = list(form_problems(design))
    if found:
        # What names no colour and no path cannot be drawn, and so not be looked at either.
        return found
    found += _code_problems(design)
    unset = [one for side in ("front", "back") for one in _text_problems(design, side, fonts)]
    if any("do not fit" in problem for problem in unset):
        return list(dict.fromkeys(found + unset))
    found += unset
    found += sight_problems(design, code_places(design), SAMPLES[0], fonts)
    return list(dict.fromkeys(found))


def code_places(design: Design) -> list[Place]:
    """Give each code of a design: where it stands, and its quiet zone around it."""
    found = list[Place]()
    for side in ("front", "back"):
        for at, element in enumerate(_elements(design, side), 1):
            if isinstance(element, Qr | Barcode):
                found.append(_place(element, side, f"{side}[{at}] ({_kind(element)})"))
    return found


def _place(element: Qr | Barcode, side: str, path: str) -> Place:
    module = module_dots(element.module_mm) * DOT_MM
    if isinstance(element, Qr):
        wide = high = SIDE * module
        quiet = (QR_QUIET * module,) * 2
    else:
        wide, high, quiet = BARS_MODULES * module, element.height_mm, (BARS_QUIET * module, 0.0)
        if element.turned:
            wide, high, quiet = high, wide, (0.0, quiet[0])
    box = (element.x_mm, element.y_mm, element.x_mm + wide, element.y_mm + high)
    around = (box[0] - quiet[0], box[1] - quiet[1], box[2] + quiet[0], box[3] + quiet[1])
    return Place(side=side, path=path, box_mm=box, quiet_mm=around)


def _code_problems(design: Design) -> Iterator[str]:
    size, safe = design.size, design.size.safe_mm
    places = {place.path: place for place in code_places(design)}
    if not places and design.kind != "stamps":
        yield 'front: a card needs a code: [[front]] kind = "qr"'
    for place in places.values():
        left, top, right, bottom = place.box_mm
        if (
            min(left, top) < safe - _EDGE_MM
            or right > size.width_mm - safe + _EDGE_MM
            or bottom > size.height_mm - safe + _EDGE_MM
        ):
            yield f"{place.path}: it stands outside of the safe area, {safe:g} mm from the edges"
        left, top, right, bottom = place.quiet_mm
        if (
            min(left, top) < -_EDGE_MM
            or right > size.width_mm + _EDGE_MM
            or bottom > size.height_mm + _EDGE_MM
        ):
            yield f"{place.path}: its quiet zone reaches over the edge of the card"
    for side in ("front", "back"):
        for at, element in enumerate(_elements(design, side), 1):
            if isinstance(element, Qr | Barcode):
                path = f"{side}[{at}] ({_kind(element)})"
                yield from _measure_problems(design, element, path)


def _measure_problems(design: Design, element: Qr | Barcode, path: str) -> Iterator[str]:
    least, widths, heights = _SIZES[design.kind]
    exact = element.module_mm / DOT_MM
    dots = module_dots(element.module_mm)
    if abs(exact - dots) > _WHOLE:
        near = ", ".join(f"{count * DOT_MM:.5g}" for count in (max(1, int(exact)), int(exact) + 1))
        yield (
            f"{path}.module: {element.module_mm:g} mm are {exact:.2f} dots at 300 dpi and"
            f" {2 * exact:.2f} at 600: only whole ones print sharp ({near} mm are)"
        )
    module = dots * DOT_MM
    if isinstance(element, Qr):
        if SIDE * module < least:
            yield (
                f"{path}.module: a QR of {SIDE * module:.1f} mm is read from too near:"
                f" {least:g} is the least"
            )
        return
    wide = BARS_MODULES * module
    if not widths[0] <= wide <= widths[1]:
        yield f"{path}.module: bars of {wide:.1f} mm: {widths[0]:g} to {widths[1]:g} are read well"
    if not heights[0] <= element.height_mm <= heights[1]:
        yield (
            f"{path}.height: bars {element.height_mm:g} mm high:"
            f" {heights[0]:g} to {heights[1]:g} are read well"
        )


def _text_problems(design: Design, side: str, fonts: Fonts) -> Iterator[str]:
    """Set every text in every language: it fits, is on the card and clear of the others."""
    size, safe = design.size, design.size.safe_mm
    for card in SAMPLES:
        boxes = dict[str, tuple[float, float, float, float]]()
        for at, element in enumerate(_elements(design, side), 1):
            if not isinstance(element, Words):
                continue
            path = f"{side}[{at}] (text)"
            text = element_text(design, element, card, colours_of(design, 0))
            if text is None:
                continue
            try:
                box = text_box(text, fonts)
            except Refusal as refused:
                yield f"{path}: {refused.message} ({card.language})"
                continue
            if (
                min(box[0], box[1]) < safe - _EDGE_MM
                or box[2] > size.width_mm - safe + _EDGE_MM
                or box[3] > size.height_mm - safe + _EDGE_MM
            ):
                yield f"{path}: it reaches out of the safe area ({card.language})"
            boxes[path] = box
        for one, other in combinations(boxes, 2):
            if _over(boxes[one], boxes[other]):
                yield f"{one}: it stands over {other} ({card.language})"


def text_box(text: Text, fonts: Fonts) -> tuple[float, float, float, float]:
    """Give left, top, right and bottom of a text's letters. Raises Refusal as setting it does."""
    setting = set_text(text, fonts)
    baselines = [glyph.y_mm for glyph in glyphs_of(text, fonts)]
    wide = max(line.width_mm for line in setting.lines)
    left = text.x_mm - {"left": 0.0, "centre": wide / 2, "right": wide}[text.align]
    top = min(baselines) - _ASCENT * setting.size_mm
    return left, top, left + wide, max(baselines) + _DESCENT * setting.size_mm


def _over(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _elements(design: Design, side: str) -> tuple[Element, ...]:
    return design.front if side == "front" else design.back


def _kind(element: Element) -> str:
    return "qr" if isinstance(element, Qr) else "bars"

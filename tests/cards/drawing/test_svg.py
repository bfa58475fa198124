"""SVG: the document is well formed, and says where things stand in millimetres."""

from xml.etree import ElementTree as ET

import pytest

from cards.code import qr_modules
from cards.drawing import svg
from cards.drawing.paths import parse
from cards.drawing.shapes import Clip, Gradient, Group, Modules, Page, Rect, Stroke, Text
from tests.cards.drawing.pictures import jpeg, photo

SPACE = "{http://www.w3.org/2000/svg}"


def document(*shapes: object) -> ET.Element:
    """Write a page and read it back."""
    page = Page(width_mm=85.6, height_mm=53.98, shapes=shapes)  # type: ignore[arg-type]
    return ET.fromstring(svg.write(page))  # noqa: S314 - our own document


def test_its_size_is_the_cards() -> None:
    """One user unit is a millimetre."""
    root = document()
    assert root.attrib["width"] == "85.6mm"
    assert root.attrib["viewBox"] == "0 0 85.6 53.98"


def test_texts_are_outlines() -> None:
    """No viewer needs our fonts, and no name stands in the file as letters."""
    root = document(Text(x_mm=5, baseline_mm=9, text="Maria <&>", size_mm=4, colour="#112233"))
    paths = root.findall(f"{SPACE}path")
    assert len(paths) == 1
    assert paths[0].attrib["fill"] == "#112233"
    assert root.find(f"{SPACE}text") is None


def test_codes_are_paths_in_black() -> None:
    """A code begins on a whole dot of 300 to the inch."""
    root = document(Modules(x_mm=10, y_mm=10, module_dots=12, rows=qr_modules("9" * 16, "H")))
    found = root.find(f"{SPACE}path")
    assert found is not None
    assert found.attrib["fill"] == "#000000"
    assert found.attrib["d"].startswith("M9.9907 9.9907")


def test_everything_else_has_its_element() -> None:
    """Groups, clips, gradients, pictures and strokes are what SVG has for them."""
    box = Rect(x_mm=0, y_mm=0, width_mm=5, height_mm=5, fill="#000000")
    clip = Clip(x_mm=0, y_mm=0, width_mm=3, height_mm=3)
    shade = Gradient(x_mm=0, y_mm=0, width_mm=5, height_mm=5, colours=("#000000", "#ffffff"))
    root = document(
        Group(shapes=(box,), clip=clip, x_mm=10, quarters=1),
        shade,
        photo(width_mm=5, height_mm=5),
        photo(jpeg(), width_mm=5, height_mm=5),
        Stroke(path=parse("M0 0L5 5"), colour="#ff0000", width_mm=1, dash_mm=2),
    )
    names = [element.tag.removeprefix(SPACE) for element in root.iter()]
    assert {"g", "clipPath", "linearGradient", "image", "path"} <= set(names)
    kinds = [image.attrib["href"][:15] for image in root.iter(f"{SPACE}image")]
    assert kinds == ["data:image/png;", "data:image/jpeg"]


def test_what_cannot_be_set_is_refused() -> None:
    """As everywhere."""
    with pytest.raises(Exception, match="do not fit"):
        document(Text(x_mm=0, baseline_mm=0, text="wide" * 20, size_mm=9, width_mm=5))

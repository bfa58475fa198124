"""PDFs: dots that are whole, bytes that repeat, memory that stays flat, and what viewers see."""

import io
import re
import tracemalloc
import zlib
from collections.abc import Iterator

import numpy as np
import pytest

from cards.code import code128_modules, qr_modules
from cards.drawing import pdf, png
from cards.drawing.fonts import Fonts
from cards.drawing.shapes import (
    Bars,
    Clip,
    Gradient,
    Group,
    Modules,
    Page,
    Rect,
    Shape,
    Text,
    dots,
)
from tests.cards.drawing.pictures import jpeg, photo

NUMBER = "9041772530314821"
ROWS = qr_modules(NUMBER, "H")
BOX = Rect(x_mm=1, y_mm=1, width_mm=5, height_mm=5, fill="#16242c")


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    return Fonts()


def card(*shapes: Shape) -> Page:
    """Give a page of a card's size."""
    return Page(width_mm=85.6, height_mm=53.98, shapes=shapes)


def file_of(fonts: Fonts, *pages: Page, title: str = "") -> bytes:
    """Write a PDF into memory."""
    buffer = io.BytesIO()
    assert pdf.write(pages, buffer, fonts=fonts, title=title) == len(pages)
    return buffer.getvalue()


@pytest.mark.parametrize("dpi", [300, 600])
@pytest.mark.parametrize("place", [(0.0, 0.0, 0), (3.21, 7.77, 0), (60.05, 5.03, 1)])
def test_modules_are_whole_dots(fonts: Fonts, dpi: int, place: tuple[float, float, int]) -> None:
    """At 300 and 600 dpi each module is black to its last pixel, wherever its group is put."""
    code = Modules(x_mm=10.3, y_mm=5.1, module_dots=12, rows=ROWS)
    quarters: dict[int, np.ndarray] = {0: np.array(ROWS), 1: np.rot90(np.array(ROWS), -1)}
    x_mm, y_mm, turn = place
    group = Group(shapes=(code,), x_mm=x_mm, y_mm=y_mm, quarters=1 if turn else 0)
    seen = png.grey(card(group), dpi, fonts=fonts)
    assert pure(seen)
    scale = dpi // 300
    dark = np.argwhere(seen < 128)
    (top, left), (bottom, right) = dark.min(0), dark.max(0) + 1
    module = 12 * scale
    whole = np.kron(quarters[turn], np.ones((module, module), dtype=bool))
    assert np.array_equal(seen[top:bottom, left:right] < 128, whole)
    if not turn:
        assert left == scale * (dots(x_mm) + dots(10.3))


@pytest.mark.parametrize("dpi", [300, 600])
def test_bars_are_whole_dots(fonts: Fonts, dpi: int) -> None:
    """Each bar is as many dots as it has modules times their dots."""
    modules = code128_modules(NUMBER)
    bars = Bars(x_mm=5.0, y_mm=20.0, height_mm=14.0, module_dots=6, modules=modules)
    seen = png.grey(card(bars), dpi, fonts=fonts)
    row = seen[dots(27.0) * dpi // 300]
    left = dots(5.0) * dpi // 300
    wanted = np.repeat([module == "0" for module in modules], 6 * dpi // 300)
    assert np.array_equal(row[left : left + len(wanted)] > 128, wanted)
    assert pure(seen)


def pure(seen: np.ndarray) -> bool:
    """Whether every pixel is black or white, but for a hundredth by which floats are off."""
    return not ((seen > 2) & (seen < 253)).any()


def test_a_page_is_as_many_pixels_as_dots(fonts: Fonts) -> None:
    """A card is 1011 by 638 pixels at 300 dpi, and twice that at 600."""
    assert png.grey(card(), 300, fonts=fonts).shape == (638, 1011)
    assert png.grey(card(), 600, fonts=fonts).shape == (1276, 2022)
    assert png.size_px(card(), 600) == (2022, 1276)


def test_black_is_the_black_of_the_press(fonts: Fonts) -> None:
    """Codes and black words are written as grey 0, which a press prints with black ink alone."""
    code = Modules(x_mm=1, y_mm=1, module_dots=5, rows=ROWS)
    words = Text(x_mm=40, baseline_mm=40, text="black", size_mm=4)
    content = page_content(file_of(fonts, card(code, words)))
    assert " rg" not in content
    assert "0 g" in content


def page_content(data: bytes) -> str:
    """Give the operators of the first page: the stream that a page names."""
    named = re.search(rb"/Contents (\d+) 0 R", data)
    assert named is not None
    start = data.index(b"\n%b 0 obj" % named[1])
    stream = data.index(b"stream\n", start) + 7
    return zlib.decompress(data[stream : data.index(b"\nendstream", stream)]).decode("ascii")


def test_the_same_pages_are_the_same_bytes(fonts: Fonts) -> None:
    """A file is the same at every writing, also when other fonts were opened before."""
    page = card(
        Gradient(
            x_mm=0, y_mm=0, width_mm=80, height_mm=50, colours=("#102030", "#405060"), angle=30
        ),
        Text(x_mm=5, baseline_mm=20, text="Žluťoučký kůň", size_mm=5),
        photo(width_mm=20, height_mm=20),
    )
    first = file_of(fonts, page, page, title="Cards")
    assert first == file_of(fonts, page, page, title="Cards")
    assert first == file_of(Fonts(), page, page, title="Cards")


def test_kept_groups_and_pictures_are_there_once(fonts: Fonts) -> None:
    """What is kept is written once however many pages show it."""
    back = Group(kept=True, shapes=(photo(jpeg(), width_mm=30, height_mm=30), BOX))
    one = file_of(fonts, card(back))
    many = file_of(fonts, *[card(back)] * 50)
    assert many.count(b"/Subtype/Image") == one.count(b"/Subtype/Image") == 1
    assert (len(many) - len(one)) / 49 < 400


def test_memory_is_flat(fonts: Fonts) -> None:
    """Ten times the pages take no more memory than some bytes a page for where they are."""

    def pages(count: int) -> Iterator[Page]:
        for at in range(count):
            yield card(Text(x_mm=5, baseline_mm=20, text=f"{at:06d}", size_mm=5))

    class Nowhere:
        def write(self, data: bytes) -> int:
            return len(data)

    def peak(count: int) -> int:
        tracemalloc.start()
        pdf.write(pages(count), Nowhere(), fonts=fonts)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(100)
    few, many = peak(100), peak(1000)
    assert many - few < 900 * 1500, "the cache of shaped words is bounded, and pages are let go"


def test_a_clip_and_a_quarter_turn(fonts: Fonts) -> None:
    """A group is cut off at its clip, turned clockwise and then moved."""
    box = Rect(x_mm=0, y_mm=0, width_mm=30, height_mm=20, fill="#000000")
    clip = Clip(x_mm=0, y_mm=0, width_mm=20, height_mm=10)
    seen = png.grey(card(Group(shapes=(box,), clip=clip, x_mm=50, y_mm=10, quarters=1)), 300)
    dark = np.argwhere(seen < 128)
    (top, left), (bottom, right) = dark.min(0), dark.max(0) + 1
    assert (left, right) == pytest.approx((dots(40), dots(50)), abs=1)
    assert (top, bottom) == pytest.approx((dots(10), dots(30)), abs=1)


def test_a_jpeg_stays_one(fonts: Fonts) -> None:
    """A photograph is kept as JPEG, an opaque or clear drawing as pixels."""
    data = file_of(fonts, card(photo(jpeg(), width_mm=30, height_mm=30, cover=True)))
    assert b"/DCTDecode" in data
    assert b"/SMask" in file_of(fonts, card(photo(width_mm=30, height_mm=30)))


def test_viewers_do_not_shrink_it(fonts: Fonts) -> None:
    """The file asks to be printed at its own size, and says where a print shop cuts."""
    page = Page(
        width_mm=95.6,
        height_mm=63.98,
        shapes=(),
        trim=Clip(x_mm=5, y_mm=5, width_mm=85.6, height_mm=53.98),
    )
    data = file_of(fonts, page, card(), title="Kärtchen")
    assert b"/PrintScaling/None" in data
    assert b"/TrimBox[14.16" in data
    assert "\ufeffKärtchen".encode("utf-16-be").hex().upper().encode() in data
    assert png.count(data) == 2


def test_a_letter_of_one_bar_is_as_black_as_it_is_wide() -> None:
    """A renderer that widens boxes to whole pixels drew l and I as if they were bold."""
    text = Text(x_mm=2, baseline_mm=8, text="llll", size_mm=3, weight="regular", colour="#000000")
    page = Page(width_mm=12, height_mm=12, shapes=(text,))
    ink = {dpi: (255 - png.grey(page, dpi).astype(int)).sum() / dpi**2 for dpi in (96, 1200)}
    assert ink[96] == pytest.approx(ink[1200], rel=0.1)

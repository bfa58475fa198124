"""Screens show what is printed: painter, PDF and SVG agree to a tenth of a millimetre."""

import numpy as np
import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from cards import design
from cards.code import code128_modules, qr_modules
from cards.drawing import png, svg
from cards.drawing.fonts import Fonts
from cards.drawing.paths import circle, parse
from cards.drawing.shapes import (
    Bars,
    Clip,
    Gradient,
    Group,
    Modules,
    Outline,
    Page,
    Rect,
    Shape,
    Stroke,
    Text,
)
from cards.layout import Card, pages_of
from terminal.qt.page_painter import image_of, paint
from tests.cards.drawing.pictures import photo

NUMBER = "9041772530314821"
FONTS = Fonts()
# Twenty pixels a millimetre: a tenth is two of them.
PX_PER_MM = 20
WIDTH_MM, HEIGHT_MM = 50.8, 25.4
DPI = 508

SHAPES: dict[str, Shape] = {
    "words": Text(x_mm=3, baseline_mm=12, text="Noord & Zuid", size_mm=6, weight="bold"),
    "wrapped": Text(
        x_mm=45,
        baseline_mm=9,
        text="Noord and Zuid",
        size_mm=6,
        width_mm=24,
        lines=2,
        align="right",
    ),
    "code": Modules(x_mm=3.13, y_mm=2.27, module_dots=8, rows=qr_modules(NUMBER, "H")),
    "bars": Bars(
        x_mm=5.17, y_mm=4.03, height_mm=14, module_dots=3, modules=code128_modules(NUMBER)
    ),
    "box": Rect(x_mm=4.2, y_mm=3.3, width_mm=20.5, height_mm=12.1, fill="#000000", radius_mm=3),
    "ring": Outline(path=circle(20, 12, 8.3), fill="#102030"),
    "stroke": Stroke(path=parse("M5 5 L25 15 L40 6"), colour="#000000", width_mm=2.2),
    "square stroke": Stroke(
        path=parse("M5 5 H25 V15 Z"), colour="#000000", width_mm=2.2, round=False, closed=True
    ),
    "picture": photo(width_mm=30, height_mm=20),
    "turned": Group(
        shapes=(Text(x_mm=1, baseline_mm=5, text="Noord", size_mm=5),),
        x_mm=30.03,
        y_mm=2.02,
        quarters=1,
    ),
    "clipped": Group(
        shapes=(Rect(x_mm=0, y_mm=0, width_mm=40, height_mm=20, fill="#000000"),),
        x_mm=5,
        y_mm=3,
        clip=Clip(x_mm=2, y_mm=2, width_mm=20, height_mm=12, radius_mm=3),
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_all_agree_to_a_tenth_of_a_millimetre(qtbot: QtBot, name: str) -> None:
    """No dark point of one output is further than that from a dark point of another."""
    page = Page(width_mm=WIDTH_MM, height_mm=HEIGHT_MM, shapes=(SHAPES[name],))
    printed = png.grey(page, DPI, fonts=FONTS) < 128
    painted = grey_of(image_of(page, round(WIDTH_MM * PX_PER_MM), FONTS)) < 128
    drawn = grey_of(svg_image(svg.write(page, fonts=FONTS))) < 128
    assert printed.shape == painted.shape == drawn.shape
    assert printed.sum() > 1000, "there is something to compare"
    # Qt's own reader of SVG knows no clips; browsers and print shops' programs do.
    for other in (painted,) if name == "clipped" else (painted, drawn):
        assert not (printed & ~grown(other)).any()
        assert not (other & ~grown(printed)).any()


def test_gradients_have_the_same_colours(qtbot: QtBot) -> None:
    """A gradient runs alike in all outputs, to a few parts of 255."""
    shade = Gradient(
        x_mm=0,
        y_mm=0,
        width_mm=WIDTH_MM,
        height_mm=HEIGHT_MM,
        colours=("#000000", "#ffffff", "#808080"),
        angle=30,
    )
    page = Page(width_mm=WIDTH_MM, height_mm=HEIGHT_MM, shapes=(shade,))
    printed = png.grey(page, DPI, fonts=FONTS).astype(int)
    for other in (
        grey_of(image_of(page, round(WIDTH_MM * PX_PER_MM), FONTS)),
        grey_of(svg_image(svg.write(page, fonts=FONTS))),
    ):
        assert np.abs(printed - other)[5:-5, 5:-5].max() <= 6


def test_nothing_is_painted_beyond_the_page(qtbot: QtBot) -> None:
    """What bleeds over the edge of a card is cut off on the screen as it is by the cutter."""
    box = Rect(x_mm=-2, y_mm=-2, width_mm=60, height_mm=40, fill="#000000")
    image = image_of(Page(width_mm=20, height_mm=10, shapes=(box,)), 200, FONTS)
    assert (grey_of(image) == 0).all()
    assert (image.width(), image.height()) == (200, 100)


def grown(dark: np.ndarray) -> np.ndarray:
    """Give all points within two pixels of a dark one."""
    import cv2

    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    return cv2.dilate(dark.astype(np.uint8), kernel) > 0


def svg_image(
    text: str,
    width_px: int = round(WIDTH_MM * PX_PER_MM),
    height_px: int = round(HEIGHT_MM * PX_PER_MM),
) -> QImage:
    """Render SVG with Qt."""
    image = QImage(width_px, height_px, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    renderer = QSvgRenderer(QByteArray(text.encode()))
    assert renderer.isValid()
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


def grey_of(image: QImage) -> np.ndarray:
    """Give the brightness of a picture."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    return rows[:, : grey.width()].copy()


def test_codes_are_whole_where_there_is_a_pixel_for_every_dot(qtbot: QtBot) -> None:
    """On a printer of 300 dpi a module is black to its last pixel; a small preview is softened."""
    page = Page(width_mm=WIDTH_MM, height_mm=HEIGHT_MM, shapes=(SHAPES["code"],))
    printed = grey_of(image_of(page, 600, FONTS))
    assert set(np.unique(printed)) == {0, 255}
    assert len(np.unique(grey_of(image_of(page, 210, FONTS)))) > 2


@pytest.mark.parametrize("name", design.names())
def test_real_cards_agree_too(qtbot: QtBot, name: str) -> None:
    """Each side of every design: what is dark on paper is dark on the screen and in the SVG."""
    card = Card(shop="Koffiebar Noord", number=NUMBER, member="Marieke de Wit", reward="one free")
    for page in pages_of(design.load(name), card):
        if page is None:
            continue
        printed = png.grey(page, 254, fonts=FONTS) < 128
        high, wide = printed.shape
        shown = QImage(wide, high, QImage.Format.Format_RGB32)
        shown.fill(QColor("white"))
        painter = QPainter(shown)
        paint(painter, page, 10.0, FONTS)
        painter.end()
        drawn = svg_image(svg.write(page, fonts=FONTS), wide, high)
        for other in (grey_of(shown) < 128, grey_of(drawn) < 128):
            apart = (printed & ~grown(other)) | (other & ~grown(printed))
            assert apart.mean() < 0.0005, "a hair at the edge of the page at most"

"""Fitting: bars that no decoder of edges can read, and everything that must not be read so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import zxingcpp

from loyalty import number
from scanner import symbology
from scanner.bars import banded, locate
from scanner.decode import Stage, look, read
from scanner.drawing import Card, Layout, bars_picture
from scanner.fitting import LIKENESS_MIN, Fit, fitted
from scanner.image import Image, as_image, grey_of
from scanner.rendering import Optics, Pose, Presentation, Renderer
from scanner.templates import SYMBOLS, bits, start_bits, stop_bits

NUMBER = number.make("0000", "123456789")
WRONG_CHECK = NUMBER[:-1] + str((int(NUMBER[-1]) + 1) % 10)
WRONG_PREFIX = "8" + number.check_digits("8" + NUMBER[1:14])


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(np.random.default_rng(2))


def line(text: str, *, module_px: int = 5, blur_modules: float = 1.0, noise: float = 6.0) -> Image:
    """Give blurred bars as they look when laid flat, with room beside them."""
    import cv2

    modules = np.pad(bars_picture(text)[0], 30, constant_values=255)
    wide = np.repeat(modules, module_px).astype(np.float32) * 0.6 + 40
    soft = cv2.GaussianBlur(wide[None], (0, 0), sigmaX=blur_modules * module_px, sigmaY=1e-3)
    grain = np.random.default_rng(3).normal(0, noise, (60, soft.shape[1]))
    return as_image(np.clip(soft + grain, 0, 255))


def read_line(picture: Image, module_px: int = 5) -> str | None:
    return fitted(picture, 123 * module_px)


def test_the_patterns_of_all_values_are_the_standard_ones() -> None:
    values = bits()
    assert values.shape == (103, 11)
    assert len({tuple(row) for row in values.tolist()}) == 103
    # Bars are even in sum, and begin every symbol; spaces end it.
    assert set((values.sum(axis=1) % 2).tolist()) == {0.0}
    assert set(values[:, 0].tolist()) == {1.0}
    assert set(values[:, -1].tolist()) == {0.0}
    # Some that the standard names: 0, 1, 99, Code B, Code A and FNC 1.
    for value, pattern in (
        (0, "11011001100"),
        (1, "11001101100"),
        (99, "10111011110"),
        (100, "10111101110"),
        (101, "11101011110"),
        (102, "11110101110"),
    ):
        assert "".join(str(int(bit)) for bit in values[value]) == pattern


@pytest.mark.parametrize("check", range(0, 103, 6))
def test_a_number_is_drawn_as_its_symbols_in_a_row(check: int) -> None:
    texts = (f"{pair:02d}{other:02d}" for pair in range(100) for other in range(100))
    text = next(one for one in texts if (105 + int(one[:2]) + 2 * int(one[2:])) % 103 == check)
    ours = np.concatenate(
        [start_bits(), bits()[[int(text[:2]), int(text[2:]), check]].ravel(), stop_bits()]
    )
    drawn = bars_picture(text)[0][10:-10] == 0
    assert ours.tolist() == drawn.astype(float).tolist()


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("blur", [0.3, 0.7, 0.95])
def test_blurred_bars_are_read_either_way_up(blur: float, *, turned: bool) -> None:
    picture = line(NUMBER, blur_modules=blur)
    assert read_line(as_image(picture[:, ::-1]) if turned else picture) == NUMBER


def test_it_reads_what_the_decoder_of_edges_cannot() -> None:
    picture = line(NUMBER, blur_modules=0.95)
    narrow = as_image(picture[:, 100:-100])
    assert read(banded(narrow), symbology.MEMBER_BARS, straight=True) == []
    assert read(picture, symbology.MEMBER_BARS, straight=True) == []
    assert read_line(picture) == NUMBER


@pytest.mark.parametrize("text", [WRONG_CHECK, WRONG_PREFIX])
@pytest.mark.parametrize("blur", [0.3, 0.95])
def test_a_number_that_fails_a_check_is_not_given(text: str, blur: float) -> None:
    assert read_line(line(text, blur_modules=blur)) is None


def test_every_check_and_the_likeness_can_refuse() -> None:
    pairs = tuple(int(NUMBER[at : at + 2]) for at in range(0, 16, 2))
    check = (105 + sum((at + 1) * pair for at, pair in enumerate(pairs))) % 103
    right = Fit(values=(*pairs, check), likeness=0.97, worst_likeness=0.9)
    assert right.text == NUMBER
    assert replace(right, values=(*pairs, (check + 1) % 103)).text is None
    assert replace(right, likeness=LIKENESS_MIN - 0.01).text is None
    assert replace(right, worst_likeness=0.5).text is None
    for at in range(SYMBOLS - 1):
        other = tuple((pair + 7) % 100 if at == place else pair for place, pair in enumerate(pairs))
        assert replace(right, values=(*other, check)).text is None


@pytest.mark.parametrize("seed", range(20))
def test_stripes_of_any_kind_are_no_number(seed: int) -> None:
    random = np.random.default_rng(seed)
    stripes = np.repeat(random.integers(0, 2, 190) * 180 + 30, 5)
    picture = as_image(np.clip(stripes + random.normal(0, 5, (60, stripes.size)), 0, 255))
    assert read_line(picture) is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Code128", "123456789012"),
        ("Code128", "123456789012345678"),
        ("Code128", "HELLO REGULARS"),
        ("Code39", "REG12345"),
        ("ITF", "12345678901231"),
        ("EAN13", "4006381333931"),
        ("Codabar", "A123456789B"),
    ],
)
def test_other_bars_are_no_number(name: str, text: str) -> None:
    code = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, name))
    row = np.asarray(code.to_image(scale=5))[0]
    picture = as_image(np.tile(np.pad(row, 200, constant_values=255), (60, 1)))
    for size in (0.8, 1.0, 1.2):
        assert fitted(picture, row.size * size) is None


@pytest.mark.parametrize(
    ("pose", "optics"),
    [
        (Pose(width_px=420), Optics(defocus_px=1.7, light=0.5, noise=6.0)),
        (Pose(width_px=560, pan_deg=14), Optics(defocus_px=1.75, light=0.6)),
        (Pose(width_px=560, roll_deg=12), Optics(motion_px=5, defocus_px=1.3)),
        (Pose(width_px=520, roll_deg=180), Optics(defocus_px=1.6, glare=0.6, glare_at=(0.4, 0.2))),
    ],
    ids=["small", "turned away", "moving", "shone upon"],
)
def test_cards_in_bad_moments_are_read(renderer: Renderer, pose: Pose, optics: Optics) -> None:
    card = Card(text=NUMBER, layout=Layout.BARS_60_MM)
    frame = grey_of(renderer.frame(card, Presentation(pose=pose, optics=optics)))
    assert look(frame, Stage.PLAIN) == []
    assert NUMBER in {one.text for one in look(frame, Stage.BARS)}
    assert locate(frame)

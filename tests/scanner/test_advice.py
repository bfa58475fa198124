"""What is said of a picture, on pictures that get darker, softer, brighter and smaller by steps.

The steps are also the reason for the limits: each advice comes before, or where, reading ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from loyalty import number
from scanner.advice import Advice, Advised, advise, blur_of, module_px
from scanner.box import Box
from scanner.decode import Stage, decode, look
from scanner.drawing import Card, Layout
from scanner.image import Image, as_image, grey_of
from scanner.rendering import Optics, Pose, Presentation, Renderer
from scanner.sightings import Found

ANNA = number.make("0000", "123456789")
CARD = Card(text=ANNA, layout=Layout.QR_20_MM)
POSE = Pose()
OPTICS = Optics(noise=3.0)
# Where the QR code is on the card's face, for a lamp to be mirrored in.
ON_THE_CODE = (0.82, 0.66)
WIDE = Box(left=0, top=0, right=1000, bottom=1000)


@cache
def _renderer() -> Renderer:
    return Renderer(np.random.default_rng(4))


def picture(
    *, pose: Pose = POSE, optics: Optics = OPTICS, card: Card | None = CARD, blur_px: float = 0.0
) -> Image:
    """Render what the camera would see; `blur_px` is a lens that is out of focus or dirty."""
    import cv2

    frame = grey_of(_renderer().frame(card, Presentation(pose=pose, optics=optics)))
    if not blur_px:
        return frame
    grain = np.random.default_rng(3).integers(0, 8, frame.shape, dtype=np.uint8)
    return as_image(cv2.add(cv2.GaussianBlur(frame, (0, 0), blur_px), grain))


def said(grey: Image, box: Box | None = None) -> tuple[Advised, bool]:
    """Give the advice and whether the code can be read by the plain look."""
    found = look(grey, Stage.PLAIN)
    return advise(grey, box or Box(), found), bool(found)


def steps(values: list[float], show: Callable[[float], Image]) -> list[tuple[Advice, bool]]:
    told = [said(show(value)) for value in values]
    return [(one.advice, read) for one, read in told]


def test_a_card_that_is_held_well_is_good() -> None:
    told, read = said(picture())
    assert read
    assert told.advice is Advice.GOOD
    assert told.module_px == pytest.approx(5.8, abs=0.1)


def test_an_empty_box_asks_for_a_card() -> None:
    assert said(picture(card=None))[0].advice is Advice.SHOW_CARD


def test_darkness_is_said_before_reading_ends() -> None:
    lights = [1.0, 0.5, 0.3, 0.15, 0.1, 0.06, 0.03]
    told = steps(lights, lambda light: picture(optics=replace(OPTICS, light=light, noise=5.0)))
    assert [advice for advice, _ in told] == [Advice.GOOD] * 3 + [Advice.TOO_DARK] * 4
    assert [read for _, read in told][:5] == [True] * 5, "it still reads when it is said"
    assert not told[-1][1]


def test_an_empty_counter_in_the_dark_is_too_dark() -> None:
    dark = picture(card=None, optics=replace(OPTICS, light=0.25))
    assert said(dark)[0].advice is Advice.TOO_DARK


def test_a_dark_counter_under_a_bright_card_is_not_dark() -> None:
    grey = picture()
    found = look(grey, Stage.PLAIN)
    xs = [x for x, _ in found[0].corners]
    ys = [y for _, y in found[0].corners]
    black = np.full_like(grey, 3)
    rows, columns = slice(int(min(ys)), int(max(ys))), slice(int(min(xs)), int(max(xs)))
    black[rows, columns] = grey[rows, columns]
    told = advise(black, Box(), found)
    assert told.light < 40
    assert told.advice is Advice.GOOD


def test_a_lamp_mirrored_in_the_code_is_said_when_it_hides_it() -> None:
    glares = [0.0, 0.2, 0.6, 1.0, 2.0]
    told = steps(
        glares,
        lambda glare: picture(optics=replace(OPTICS, glare=glare, glare_at=ON_THE_CODE)),
    )
    assert told == [(Advice.GOOD, True)] * 2 + [(Advice.TOO_BRIGHT, False)] * 3
    beside = picture(optics=replace(OPTICS, glare=2.0, glare_at=(0.2, 0.3)))
    assert said(beside)[0].advice is Advice.GOOD, "beside the code it does no harm"


def test_a_soft_lens_is_said_where_reading_ends() -> None:
    told = steps([0.5, 1.0, 2.0, 3.5, 5.0, 8.0], lambda blur_px: picture(blur_px=blur_px))
    assert told[:3] == [(Advice.GOOD, True)] * 3
    assert told[3:] == [(Advice.BLURRED, False)] * 3


def test_a_soft_picture_of_a_small_code_is_blurred_although_it_reads() -> None:
    small = replace(POSE, width_px=320.0)
    grey = picture(pose=small, blur_px=1.7)
    found = decode(grey)
    assert [one.text for one in found] == [ANNA], "with every means"
    assert advise(grey, Box(), found).advice is Advice.BLURRED


@pytest.mark.parametrize("blur_px", [1.5, 2.0, 3.0, 5.0])
def test_how_soft_a_picture_is_can_be_measured(blur_px: float) -> None:
    measured = blur_of(picture(blur_px=blur_px))
    assert measured is not None
    assert measured == pytest.approx(blur_px, rel=0.3, abs=0.3)


def test_a_picture_without_an_edge_has_no_focus() -> None:
    assert blur_of(np.full((200, 200), 120, np.uint8)) is None
    assert blur_of(np.full((4, 4), 120, np.uint8)) is None


def test_a_card_that_is_far_away_is_said_before_reading_ends() -> None:
    widths = [500.0, 300.0, 220.0, 165.0, 130.0]
    told = steps(widths, lambda width: picture(pose=replace(POSE, width_px=width)))
    assert told[:3] == [(Advice.GOOD, True)] * 3
    assert told[3] == (Advice.CARD_TOO_FAR, True)
    assert told[4] == (Advice.SHOW_CARD, False)


def test_a_card_beside_the_box_is_said() -> None:
    aside = picture(pose=replace(POSE, center_px=(220.0, 360.0), width_px=300.0))
    left = Box(left=0, top=100, right=250, bottom=900)
    right = Box(left=600, top=100, right=1000, bottom=900)
    assert said(aside, right)[0].advice is Advice.CARD_NOT_IN_BOX
    assert said(aside, WIDE)[0].advice is Advice.GOOD
    assert said(aside, left)[0].advice in {Advice.GOOD, Advice.CARD_NOT_IN_BOX}


@pytest.mark.parametrize(
    ("symbology", "text", "wide_px", "module"),
    [
        ("QRCode", "9" * 16, 210.0, 10.0),
        ("QRCode", "A" * 120, 370.0, 10.0),
        ("QRCode", "A" * 400, 370.0, None),
        ("Code128", "9" * 16, 246.0, 2.0),
        ("Code128", "ABCDEFGH", 246.0, 2.0),
        ("EAN13", "2912345678906", 190.0, 2.0),
        ("Aztec", "9" * 16, 190.0, None),
    ],
)
def test_the_narrowest_bar_is_told_from_the_width(
    symbology: str, text: str, wide_px: float, module: float | None
) -> None:
    corners = ((10.0, 10.0), (10.0 + wide_px, 10.0), (10.0 + wide_px, 90.0), (10.0, 90.0))
    size = module_px(Found(text=text, symbology=symbology, corners=corners))
    assert size == (None if module is None else pytest.approx(module, rel=0.03))
    assert module_px(Found(text=text, symbology=symbology)) is None

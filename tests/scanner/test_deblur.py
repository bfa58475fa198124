"""Deblurring: where a QR code could be, and codes that a moving hand has smeared."""

from __future__ import annotations

import numpy as np
import pytest

from loyalty import number
from scanner.deblur import busy
from scanner.decode import CASCADE, Stage, look
from scanner.drawing import Card, Layout
from scanner.image import Image, grey_of
from scanner.rendering import Optics, Pose, Presentation, Renderer

NUMBER = number.make("0000", "123456789")
LONG = "THE CODE OF A PHONE IS LONGER: " + "0123456789ABCDEFGH " * 4


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(np.random.default_rng(4))


def frame(renderer: Renderer, layout: Layout, pose: Pose, optics: Optics) -> Image:
    shown = Presentation(pose=pose, optics=optics)
    return grey_of(renderer.frame(Card(text=NUMBER, layout=layout), shown))


def test_the_busiest_place_is_the_qr_code_and_not_the_bars(renderer: Renderer) -> None:
    seen = frame(renderer, Layout.CLASSIC, Pose(width_px=600), Optics())
    left, top, right, bottom = busy(seen)[0]
    found = look(seen, Stage.PLAIN)
    corners = next(one.corners for one in found if one.symbology == "QRCode")
    for x, y in corners:
        assert left < x < right
        assert top < y < bottom


def smeared(renderer: Renderer, turn: float, strength: float) -> Image:
    optics = Optics(defocus_px=0.8, motion_px=strength, motion_deg=turn, noise=3.0)
    return frame(renderer, Layout.QR_20_MM, Pose(width_px=380), optics)


@pytest.mark.parametrize("turn", [0.0, 45.0, 90.0, 135.0])
def test_a_code_smeared_in_any_direction_is_read(renderer: Renderer, turn: float) -> None:
    found = look(smeared(renderer, turn, 5.5), Stage.DEBLURRED)
    assert {one.text for one in found} == {NUMBER}


def test_it_reads_what_every_other_stage_gives_up(renderer: Renderer) -> None:
    others = [stage for stage in CASCADE if stage is not Stage.DEBLURRED]
    phone = Card(text=LONG, layout=Layout.PHONE_TOKEN)
    gained = []
    for step in range(6):
        optics = Optics(motion_px=7.4 + step / 5, motion_deg=90.0)
        shown = Presentation(pose=Pose(width_px=240), optics=optics)
        seen = grey_of(renderer.frame(phone, shown))
        if look(seen, Stage.DEBLURRED) and not any(look(seen, stage) for stage in others):
            gained.append(seen)
    assert gained


def test_a_flat_picture_has_no_busy_place() -> None:
    assert busy(np.full((720, 1280), 90, np.uint8)) == []
    assert busy(np.full((20, 3000), 90, np.uint8)) == []

"""Busy places: where a QR code could be."""

from __future__ import annotations

import numpy as np
import pytest

from loyalty import number
from scanner.busy import busy
from scanner.decode import Stage, look
from scanner.drawing import Card, Layout
from scanner.image import Image, grey_of
from scanner.rendering import Optics, Pose, Presentation, Renderer

NUMBER = number.make("0000", "123456789")


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


def test_a_flat_picture_has_no_busy_place() -> None:
    assert busy(np.full((720, 1280), 90, np.uint8)) == []
    assert busy(np.full((20, 3000), 90, np.uint8)) == []

"""The aiming box: what has its middle in it is read, also at its edge; what lies beside is not."""

from __future__ import annotations

import numpy as np
import pytest

from loyalty import number
from scanner.aiming import grown, read_in_box
from scanner.box import Box
from scanner.decode import decode
from scanner.drawing import Card, Layout
from scanner.image import Image, grey_of
from scanner.rendering import Pose, Presentation, Renderer
from scanner.sightings import Found

ANNA = number.make("0000", "123456789")
CARD = Card(text=ANNA, layout=Layout.QR_20_MM)


def frame(at_px: tuple[float, float]) -> Image:
    renderer = Renderer(np.random.default_rng(7))
    pose = Pose(center_px=at_px, width_px=420.0)
    return grey_of(renderer.frame(CARD, Presentation(pose=pose)))


def middle(found: Found) -> tuple[float, float]:
    xs, ys = [x for x, _ in found.corners], [y for _, y in found.corners]
    return sum(xs) / len(xs), sum(ys) / len(ys)


def test_corners_are_those_of_the_whole_picture() -> None:
    picture = frame((640.0, 360.0))
    whole = middle(decode(picture)[0])
    boxed = middle(read_in_box(picture, Box(), decode)[0])
    assert boxed == pytest.approx(whole, abs=2.0)


def test_a_code_counts_when_its_middle_is_in_the_box() -> None:
    picture = frame((640.0, 360.0))
    across = middle(decode(picture)[0])[0]
    per_mille = round(across * 1000 / 1280)
    # The box ends just behind the middle of the code: half of the code sticks out and is read.
    assert read_in_box(picture, Box(right=per_mille + 5), decode)
    # It ends just before: whole and clear as the code is, it lies beside the box.
    assert read_in_box(picture, Box(right=per_mille - 5), decode) == []


def test_a_box_as_large_as_the_picture_cuts_nothing() -> None:
    picture = frame((640.0, 360.0))
    everything = Box(left=0, top=0, right=1000, bottom=1000)
    assert read_in_box(picture, everything, lambda part: decode(part) if part is picture else [])


def test_a_reader_that_knows_no_place_is_believed() -> None:
    picture = np.zeros((100, 100), np.uint8)
    found = Found(text=ANNA, symbology="QRCode")
    assert read_in_box(picture, Box(), lambda _: [found]) == [found]


def test_the_room_around_the_box_ends_at_the_picture() -> None:
    assert grown(Box(left=10, top=500, right=990, bottom=1000)) == Box(
        left=0, top=420, right=1000, bottom=1000
    )


@pytest.mark.parametrize(("wide", "high"), [(16, 16), (17, 4000), (4000, 17)])
def test_odd_pictures_are_cut_too(wide: int, high: int) -> None:
    sizes: list[tuple[int, ...]] = []

    def read(part: Image) -> list[Found]:
        sizes.append(part.shape)
        return []

    assert read_in_box(np.zeros((high, wide), np.uint8), Box(), read) == []
    assert min(sizes[0]) > 0

"""What counts as a picture, of all that drivers send."""

from __future__ import annotations

import numpy as np
import pytest

from scanner.image import sane

COLOUR = np.full((48, 64, 3), 120, np.uint8)


@pytest.mark.parametrize(
    "nonsense",
    [
        None,
        "frame",
        np.zeros((0, 0, 3), np.uint8),
        np.zeros((0, 640, 3), np.uint8),
        np.zeros((720, 1, 3), np.uint8),
        np.zeros((4,), np.uint8),
        np.zeros((48, 64, 2), np.uint8),
        np.zeros((48, 64, 5), np.uint8),
        np.zeros((2, 48, 64, 3), np.uint8),
        np.zeros((48, 64), np.float32),
    ],
)
def test_what_is_no_picture_is_none(nonsense: object) -> None:
    assert sane(nonsense) is None


def test_colour_and_grey_stay_as_they_are() -> None:
    assert sane(COLOUR) is COLOUR
    grey = np.full((48, 64), 7, np.uint8)
    assert sane(grey) is grey


def test_one_channel_four_channels_and_sixteen_bits_become_pictures() -> None:
    one = sane(np.full((48, 64, 1), 9, np.uint8))
    assert one is not None
    assert one.shape == (48, 64)
    four = sane(np.dstack([COLOUR, COLOUR[:, :, :1]]))
    assert four is not None
    assert four.shape == (48, 64, 3)
    deep = sane(np.full((48, 64), 0x8040, np.uint16))
    assert deep is not None
    assert int(deep[0, 0]) == 0x80
    assert deep.dtype == np.uint8

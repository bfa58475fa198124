"""Proves what is put into the pictures of the day as the camera's view."""

from __future__ import annotations

import pytest

from terminal.demo import members
from terminal.demo.glance import glance


@pytest.mark.parametrize("number", members.numbers("0000")[:3])
def test_a_card_in_view_is_read(number: str) -> None:
    """The corners that are drawn come from the decoder, on this very frame."""
    seen = glance(number)
    assert seen.read
    assert seen.corners
    assert len(seen.rgb) == seen.width_px * seen.height_px * 3


def test_an_empty_counter() -> None:
    """Nothing is found where nothing is."""
    seen = glance("")
    assert not seen.read
    assert seen.corners == ()

"""The running camera's reader: where it looks next, and that it does not overlook a second card."""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle

import numpy as np
import pytest

from loyalty import number
from scanner.decode import Stage, look
from scanner.drawing import Card, Layout
from scanner.image import Image, as_image, grey_of
from scanner.reader import AWAKE_FRAMES, EVERYWHERE_EACH, RESTING_EACH, TURNS, Reader
from scanner.rendering import Pose, Presentation, Renderer
from scanner.sightings import Found

ANNA = number.make("0000", "123456789")
BERT = number.make("0000", "987654321")
LEFT = Pose(center_px=(330.0, 360.0), width_px=430)
RIGHT = Pose(center_px=(950.0, 360.0), width_px=430)


@pytest.fixture(scope="module")
def frames() -> dict[str, Image]:
    renderer = Renderer(np.random.default_rng(5))

    def one(text: str, pose: Pose, layout: Layout = Layout.QR_20_MM) -> Image:
        card = Card(text=text, layout=layout)
        return grey_of(renderer.frame(card, Presentation(pose=pose)))

    left, right = one(ANNA, LEFT), one(BERT, RIGHT)
    both = as_image(np.hstack([left[:, :640], right[:, 640:]]))
    bars = one(ANNA, replace(LEFT, roll_deg=24, width_px=560), Layout.BARS_70_MM)
    return {"left": left, "right": right, "both": both, "bars": bars}


def texts(found: list[Found]) -> set[str]:
    return {one.text for one in found}


def test_a_card_is_looked_for_where_it_was(
    frames: dict[str, Image], monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []

    def seen(grey: Image, stage: Stage) -> list[Found]:
        sizes.append(grey.size)
        return look(grey, stage)

    monkeypatch.setattr("scanner.reader.look", seen)
    reader = Reader()
    for _ in range(2 * EVERYWHERE_EACH):
        assert texts(reader.read(frames["left"])) == {ANNA}
    whole = frames["left"].size
    assert sizes[0] == whole
    assert sizes.count(whole) == 1 + 2
    assert max(size for size in sizes if size != whole) < whole / 3


def test_corners_stay_those_of_the_whole_picture(frames: dict[str, Image]) -> None:
    reader = Reader()
    first, second = (reader.read(frames["left"])[0].corners for _ in range(2))
    assert np.allclose(first, second, atol=4.0)


def test_a_card_that_went_elsewhere_is_seen_at_once(frames: dict[str, Image]) -> None:
    reader = Reader()
    assert texts(reader.read(frames["left"])) == {ANNA}
    assert texts(reader.read(frames["right"])) == {BERT}


def test_a_second_card_is_seen_within_three_frames(frames: dict[str, Image]) -> None:
    for shown in range(1, EVERYWHERE_EACH + 1):
        reader = Reader()
        for _ in range(shown):
            assert texts(reader.read(frames["left"])) == {ANNA}
        seen = [texts(reader.read(frames["both"])) for _ in range(EVERYWHERE_EACH)]
        assert {ANNA, BERT} in seen


def test_what_helped_is_tried_first_where_the_card_was(frames: dict[str, Image]) -> None:
    reader = Reader((Stage.BARS,))
    assert look(frames["bars"], Stage.PLAIN) == []
    assert [texts(reader.read(frames["bars"])) for _ in range(4)] == [{ANNA}] * 4


def test_a_picture_in_which_nothing_moves_is_searched_less_and_still_by_every_stage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spent: list[Stage] = []

    def seen(grey: Image, stage: Stage) -> list[Found]:
        spent.append(stage)
        return []

    monkeypatch.setattr("scanner.reader.look", seen)
    random, reader = np.random.default_rng(1), Reader()
    counter = np.full((720, 1280), 120, np.int16)
    fields = cycle(random.normal(0, 6, counter.shape).astype(np.int16) for _ in range(3))

    def noisy(picture: np.ndarray) -> Image:
        return as_image(np.clip(picture + next(fields), 0, 255))

    for _ in range(AWAKE_FRAMES):
        reader.read(noisy(counter))
    assert len(spent) == 2 * AWAKE_FRAMES
    del spent[:]
    resting = RESTING_EACH * len(TURNS)
    for _ in range(resting):
        reader.read(noisy(counter))
    assert len(spent) <= resting + len(TURNS) + 1
    assert set(spent) == {Stage.PLAIN, *TURNS}
    counter[300:360, 600:700] = 160
    del spent[:]
    for _ in range(AWAKE_FRAMES):
        reader.read(noisy(counter))
    assert len(spent) == 2 * AWAKE_FRAMES, "something moved: full effort again"

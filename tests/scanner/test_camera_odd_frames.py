"""Frames that no camera should send, sizes that change, and a film turned on its side."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, repeat
from pathlib import Path

import numpy as np
import pytest

from scanner.box import Box
from scanner.camera import CameraTimes, Status
from scanner.camera_profile import CameraProfile
from scanner.chosen import source_for
from scanner.frames import FolderSource
from scanner.image import Image, as_image, grey_of
from tests.scanner.camera_tried import ANNA, BERT, Odd, pictures, running, source_of, wait_for
from tests.scanner.web_camera import Fault, jpeg, web_camera

NONSENSE: dict[str, Image] = {
    "empty": np.zeros((0, 0, 3), np.uint8),
    "one line": np.zeros((1, 1280, 3), np.uint8),
    "two channels": np.zeros((720, 1280, 2), np.uint8),
    "a mere line": np.zeros((720,), np.uint8),
}


@pytest.fixture(scope="module")
def card() -> Image:
    return pictures()()


@pytest.mark.parametrize("name", NONSENSE)
def test_frames_that_are_no_pictures_are_no_sign_of_life(name: str) -> None:
    show = pictures()
    frames: Iterator[Image | None] = chain(
        (show() for _ in range(3)), repeat(NONSENSE[name], 60), repeat(None)
    )

    def read() -> Image:
        frame = next(frames)
        return show() if frame is None else frame

    with running(Odd(read)) as (_, heard):
        place = heard.until_state(Status.RUNNING)
        place = heard.until_state(Status.LOST, "stalled", after=place)
        heard.until_state(Status.RUNNING, after=place)
        assert all(state.status is not Status.FAULT for state in heard.states)


@pytest.mark.parametrize("name", ["grey", "one channel", "four channels", "sixteen bits"])
def test_cameras_without_colour_or_with_more_of_it_are_read(name: str, card: Image) -> None:
    grey = grey_of(card)
    frame: Image = {
        "grey": grey,
        "one channel": grey[:, :, None],
        "four channels": np.dstack([card, card[:, :, :1]]),
        "sixteen bits": np.left_shift(grey, 8, dtype=np.uint16),
    }[name]
    shades = iter(range(10**9))

    def read() -> Image:
        # Every frame differs a little, as a sensor's do.
        return frame - frame % 4 + frame.dtype.type(next(shades) % 4)

    with running(Odd(read)) as (camera, heard):
        heard.until(lambda: [scan.text for scan in heard.scans] == [ANNA])
        wait_for(lambda: camera.preview() is not None)
        shown = camera.preview()
        assert shown is not None
        assert len(shown.rgb) == shown.width_px * shown.height_px * 3


def test_a_picture_that_changes_its_size_is_read_on(tmp_path: Path) -> None:
    import cv2

    sizes = [(1280, 720), (640, 480), (1920, 1080), (3840, 2160), (720, 1280), (1280, 720)]
    cards = [pictures(ANNA)(), pictures(BERT)()]
    for place, size in enumerate(sizes):
        for again in range(6):
            shown = cv2.resize(cards[place % 2], size, interpolation=cv2.INTER_AREA)
            (tmp_path / f"{place}{again}.jpg").write_bytes(jpeg(as_image(shown)))
    seen = set[tuple[int, int]]()
    source = FolderSource(path=tmp_path, loop=True, fps=100.0)
    # Two frames of one card are reads that agree, also where a busy machine takes long for each.
    times = CameraTimes(attempt_ms=5, tick_ms=10)
    with running(source, times=times, window_ms=3000) as (camera, heard):

        def all_sizes() -> bool:
            shown = camera.preview()
            if shown is not None:
                seen.add(shown.source_px)
            return len(seen) >= 5

        wait_for(all_sizes)
        heard.until(lambda: len(heard.scans) >= 2)
        assert [state.status for state in heard.states] == [Status.STARTING, Status.RUNNING]
    assert seen == set(sizes)


@pytest.mark.parametrize("fault", [Fault.GREY, Fault.SMALL, Fault.TORN])
def test_a_network_camera_may_change_its_pictures(fault: Fault) -> None:
    with web_camera(pictures()) as web, running(source_of(web.url)) as (camera, heard):
        heard.until(lambda: [scan.text for scan in heard.scans] == [ANNA])
        web.fault = fault

        def later(by: int) -> None:
            shown = camera.preview()
            begin = shown.number if shown else 0

            def passed() -> bool:
                now = camera.preview()
                return now is not None and now.number >= begin + by

            wait_for(passed)

        later(by=10)
        web.fault = Fault.NONE
        later(by=5)
        assert all(state.status is not Status.FAULT for state in heard.states)
        assert heard.states[-1].status is Status.RUNNING


def test_a_card_is_read_in_a_picture_that_is_turned(tmp_path: Path) -> None:
    """Bars across a tall picture: the box lies where the screen shows it, after turning."""
    import cv2

    upright = as_image(pictures()()[:, 280:1000])
    on_its_side = as_image(cv2.rotate(upright, cv2.ROTATE_90_COUNTERCLOCKWISE))
    (tmp_path / "0.jpg").write_bytes(jpeg(on_its_side))
    profile = CameraProfile(
        source=str(tmp_path), turn_degrees=90, box=Box(left=0, top=0, right=1000, bottom=1000)
    )
    with running(source_for(profile), profile) as (camera, heard):
        heard.until(lambda: [scan.text for scan in heard.scans] == [ANNA])
        shown = camera.preview()
        assert shown is not None
        assert shown.source_px == (720, 720)
        ys = [y for corners in shown.corners for _, y in corners]
        assert 0.2 < min(ys) < max(ys) < 0.8


def test_only_the_box_is_read_and_it_can_be_moved_while_it_looks() -> None:
    aside = CameraProfile(box=Box(left=0, top=0, right=300, bottom=300))
    source = Odd(pictures())
    with running(source, aside, times=CameraTimes(attempt_ms=5, tick_ms=10)) as (camera, heard):
        heard.until_state(Status.RUNNING)
        wait_for(lambda: (shown := camera.preview()) is not None and shown.number > 20)
        assert heard.scans == []
        camera.adjust(CameraProfile())
        heard.until(lambda: [scan.text for scan in heard.scans] == [ANNA])
        assert source.opened == 1

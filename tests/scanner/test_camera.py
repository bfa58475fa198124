"""The camera: reading, preview, orders from outside, and ending its threads."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import pytest

from scanner.advice import Advice
from scanner.box import Box
from scanner.camera import CameraState, CameraTimes, Status
from scanner.camera_profile import CameraProfile
from scanner.drawing import Card
from scanner.frames import FileSource, FolderSource
from scanner.image import Image
from scanner.preview import Preview
from scanner.reader import Reader
from scanner.recorded import Act, Hand, RecordedSource, Reel
from scanner.sightings import Found, Left
from tests.scanner.camera_tried import ANNA, BERT, Odd, camera_threads, pictures, running, wait_for
from tests.scanner.web_camera import jpeg


@pytest.fixture(scope="module")
def card_picture() -> Image:
    return pictures()()


def test_a_folder_of_pictures_is_read_to_its_end(tmp_path: Path, card_picture: Image) -> None:
    for place in range(3):
        (tmp_path / f"{place}.jpg").write_bytes(jpeg(card_picture))
    with running(FolderSource(path=tmp_path, fps=100.0)) as (_, heard):
        heard.until_state(Status.LOST, "ended")
        assert [scan.text for scan in heard.scans] == [ANNA]
        assert [state.status for state in heard.states] == [
            Status.STARTING,
            Status.RUNNING,
            Status.LOST,
        ]
        # The card leaves although no frame says so any more.
        heard.until(lambda: heard.notices == [Left(text=ANNA)])


def test_a_video_file_is_read_and_begun_again(tmp_path: Path, card_picture: Image) -> None:
    import cv2

    film = tmp_path / "film.avi"
    writer = cv2.VideoWriter(str(film), cv2.VideoWriter.fourcc(*"MJPG"), 25.0, (1280, 720))
    empty = np.full_like(card_picture, 90)
    for frame in [card_picture] * 4 + [empty] * 4:
        writer.write(frame)
    writer.release()
    with running(FileSource(path=film, loop=True, fps=100.0)) as (camera, heard):
        heard.until(lambda: bool(heard.scans))
        numbers = set[int]()

        def many() -> bool:
            shown = camera.preview()
            numbers.update([shown.number] if shown else [])
            return len(numbers) > 20

        wait_for(many)
        assert [state.status for state in heard.states] == [Status.STARTING, Status.RUNNING]


def test_stop_ends_both_threads() -> None:
    with running(RecordedSource(script=Hand())) as (camera, heard):
        heard.until_state(Status.RUNNING)
        assert len(camera_threads()) == 2
        assert camera.stop()
        assert camera_threads() == []
        assert heard.states[-1] == CameraState(
            status=Status.RESTING, source="recorded camera", reason="stopped"
        )


def test_switch_goes_on_with_another_source() -> None:
    anna, bert = Odd(pictures(ANNA)), Odd(pictures(BERT))
    with running(anna) as (camera, heard):
        heard.until(lambda: [scan.text for scan in heard.scans] == [ANNA])
        camera.switch(bert)
        heard.until(lambda: [scan.text for scan in heard.scans] == [ANNA, BERT])
    assert (anna.closed, bert.closed) == (1, 1)


def test_the_preview_is_small_and_marks_the_code() -> None:
    with running(Odd(pictures())) as (camera, heard):
        heard.until(lambda: bool(heard.scans))
        shown = camera.preview()
        assert shown is not None
        assert (shown.width_px, shown.height_px) == (640, 360)
        assert len(shown.rgb) == 640 * 360 * 3
        assert shown.read
        for x, y in [corner for corners in shown.corners for corner in corners]:
            assert 0.3 < x < 0.7
            assert 0.2 < y < 0.8


def test_a_mirrored_preview_shows_picture_and_code_mirrored() -> None:
    show = pictures()
    with running(Odd(show)) as (camera, heard):
        heard.until(lambda: bool(heard.scans))
        plain = camera.preview()
        camera.adjust(CameraProfile(mirror=True))

        def mirrored() -> bool:
            now = camera.preview()
            return bool(now and plain and now.number > plain.number + 2 and now.corners)

        wait_for(mirrored)
        turned = camera.preview()
    assert plain is not None
    assert turned is not None

    def rows(shown: Preview) -> Image:
        return np.frombuffer(shown.rgb, np.uint8).reshape(shown.height_px, shown.width_px, 3)

    difference = rows(turned)[:, ::-1].astype(int) - rows(plain).astype(int)
    assert abs(difference).mean() < 4

    def across(shown: Preview) -> float:
        return sum(x for corners in shown.corners for x, _ in corners) / (4 * len(shown.corners))

    assert across(turned) == pytest.approx(1.0 - across(plain), abs=0.02)


def test_the_set_up_screen_is_told_what_the_picture_lacks() -> None:
    with running(Odd(pictures())) as (camera, heard):
        heard.until(lambda: bool(heard.scans))
        shown = camera.preview()
        assert shown is not None
        assert shown.advice is None, "nobody asked"
        camera.advise(on=True)

        def advised(advice: Advice) -> bool:
            now = camera.preview()
            return now is not None and now.advice is not None and now.advice.advice is advice

        wait_for(lambda: advised(Advice.GOOD))
        # The whole picture is looked at, so that a card beside the box is seen to be there.
        camera.adjust(CameraProfile(box=Box(left=0, top=0, right=250, bottom=250)))
        wait_for(lambda: advised(Advice.CARD_NOT_IN_BOX))
        scans, shown = len(heard.scans), camera.preview()
        assert shown is not None
        later = shown.number + 10
        wait_for(lambda: (now := camera.preview()) is not None and now.number > later)
        assert len(heard.scans) == scans
        camera.advise(on=False)
        wait_for(lambda: (now := camera.preview()) is not None and now.advice is None)


def test_attempts_are_as_many_however_long_one_takes() -> None:
    class Slow(Reader):
        """A computer on which looking hard takes a third of a second."""

        hard = 0

        def read(self, grey: Image, *, spare: bool = True) -> list[Found]:
            if spare:
                self.hard += 1
                time.sleep(0.3)
            return []

    reader = Slow()
    times = CameraTimes(attempt_ms=80)
    with running(Odd(pictures()), times=times, reader=reader) as (camera, heard):
        heard.until_state(Status.RUNNING)

        def enough() -> bool:
            now = camera.preview()
            return now is not None and now.number >= 30

        wait_for(enough)
        assert 0 < reader.hard < 15, "most attempts are quick ones"
        shown = camera.preview()
        assert shown is not None
        assert shown.attempts_a_second > 0


def test_the_recorded_camera_reads_each_card_of_its_script_once() -> None:
    acts = [
        Act(card=Card(text=ANNA), frames=12),
        Act(card=None, frames=6),
        Act(card=Card(text=BERT), frames=12),
    ]
    source = RecordedSource(script=Reel(acts), fps=20.0, seed=3)
    with running(source, times=CameraTimes(attempt_ms=30)) as (_, heard):
        heard.until(lambda: [scan.text for scan in heard.scans] == [ANNA, BERT])

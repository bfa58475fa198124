"""A camera that rests: closed until somebody asks, and closed again after its time."""

from __future__ import annotations

import threading
from pathlib import Path

from scanner.camera import CameraTimes, Status
from scanner.camera_profile import CameraProfile
from scanner.frames import FolderSource, Stream
from tests.scanner.camera_tried import (
    ANNA,
    PATIENCE_S,
    Odd,
    camera_threads,
    pictures,
    running,
    wait_for,
)
from tests.scanner.web_camera import jpeg

SLEEPER = CameraProfile(rests=True)


def test_a_camera_that_rests_is_not_opened_until_it_is_asked() -> None:
    source = Odd(pictures())
    with running(source, SLEEPER) as (camera, heard):
        heard.until_state(Status.RESTING, "asleep")
        assert camera.preview() is None
        assert source.opened == 0
        camera.wake(for_ms=60_000)
        heard.until_state(Status.RUNNING)
        heard.until(lambda: [scan.text for scan in heard.scans] == [ANNA])
        assert [state.status for state in heard.states] == [
            Status.RESTING,
            Status.STARTING,
            Status.RUNNING,
        ]
        assert source.opened == 1


def test_it_rests_again_after_its_time() -> None:
    source = Odd(pictures())
    with running(source, SLEEPER) as (camera, heard):
        place = heard.until_state(Status.RESTING, "asleep")
        for _ in range(2):
            camera.wake(for_ms=60)
            place = heard.until_state(Status.RUNNING, after=place)
            place = heard.until_state(Status.RESTING, "asleep", after=place)
        wait_for(lambda: source.closed == 2)
        assert source.opened == 2


def test_asked_again_it_stays_awake_and_open() -> None:
    source = Odd(pictures())
    with running(source, SLEEPER) as (camera, heard):
        camera.wake(for_ms=60_000)
        place = heard.until_state(Status.RUNNING)
        camera.wake()
        camera.wake(for_ms=50)
        heard.until_state(Status.RESTING, "asleep", after=place)
        assert [state.status for state in heard.states[place:]] == [Status.RESTING]
        assert source.opened == 1


def test_the_time_to_open_is_not_taken_off_the_time_to_look() -> None:
    opens = threading.Event()

    class Slow(Odd):
        """Takes its time to open, as webcams on some systems do."""

        def open(self) -> Stream:
            stream = super().open()
            opens.wait(PATIENCE_S)
            return stream

    source = Slow(pictures())
    with running(source, SLEEPER) as (camera, heard):
        camera.wake(for_ms=1)
        place = heard.until_state(Status.STARTING)
        # Asked again while it opens, it is not opened a second time.
        for _ in range(3):
            camera.wake(for_ms=1)
        wait_for(lambda: source.opened == 1)
        opens.set()
        place = heard.until_state(Status.RUNNING, after=place)
        heard.until_state(Status.RESTING, "asleep", after=place)
        assert source.opened == 1


def test_a_camera_that_cannot_be_opened_rests_after_its_time_too(tmp_path: Path) -> None:
    source = FolderSource(path=tmp_path / "none", loop=True)
    times = CameraTimes(tick_ms=10, opening_ms=50, backoff_ms=(20,))
    with running(source, SLEEPER, times=times) as (camera, heard):
        camera.wake(for_ms=50)
        place = heard.until_state(Status.LOST, "missing")
        heard.until_state(Status.RESTING, "asleep", after=place)


def test_waking_tries_a_lost_camera_at_once(tmp_path: Path) -> None:
    # Left alone it would be tried again after an hour.
    times = CameraTimes(tick_ms=10, attempt_ms=5, backoff_ms=(3_600_000,))
    with running(FolderSource(path=tmp_path, loop=True), times=times) as (camera, heard):
        place = heard.until_state(Status.LOST, "missing")
        (tmp_path / "0.jpg").write_bytes(jpeg(pictures()()))
        camera.wake()
        heard.until_state(Status.RUNNING, after=place)


def test_a_film_that_ended_plays_again_when_it_is_woken(tmp_path: Path) -> None:
    (tmp_path / "0.jpg").write_bytes(jpeg(pictures()()))
    with running(FolderSource(path=tmp_path, fps=50.0)) as (camera, heard):
        place = heard.until_state(Status.LOST, "ended")
        camera.wake()
        heard.until_state(Status.RUNNING, after=place)


def test_rest_lets_the_source_go_at_once() -> None:
    source = Odd(pictures())
    with running(source) as (camera, heard):
        heard.until_state(Status.RUNNING)
        camera.rest()
        place = heard.until_state(Status.RESTING, "asleep")
        wait_for(lambda: len(camera_threads()) == 1)
        assert source.closed == 1
        assert camera.preview() is None
        camera.wake()
        heard.until_state(Status.RUNNING, after=place)


def test_resting_does_not_keep_it_from_ending() -> None:
    with running(Odd(pictures()), SLEEPER) as (camera, heard):
        heard.until_state(Status.RESTING, "asleep")
        assert camera.stop()
        assert heard.states[-1].reason == "stopped"
        assert camera_threads() == []

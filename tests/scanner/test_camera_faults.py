"""Every fault of a camera on real sources: it is said, and the camera comes back by itself."""

from __future__ import annotations

import shutil
import sys
import threading
from pathlib import Path

import pytest

from loyalty.errors import Outage
from scanner.acceptance import member_of
from scanner.camera import Camera, CameraState, CameraTimes, Status
from scanner.camera_profile import CameraProfile
from scanner.chosen import source_for
from scanner.frames import DeviceSource, FolderSource, Source, Stream
from scanner.gate import Gate
from scanner.image import Image
from scanner.reader import Reader
from scanner.sightings import Found, Left
from tests.scanner.camera_tried import (
    ANNA,
    PATIENCE_S,
    QUICK,
    Exchanged,
    Heard,
    Odd,
    camera_threads,
    pictures,
    running,
    source_of,
    wait_for,
)
from tests.scanner.device_tree import DeviceTree
from tests.scanner.web_camera import Fault, jpeg, web_camera


@pytest.fixture(scope="module")
def card_picture() -> Image:
    return pictures()()


def test_a_network_camera_that_dies_comes_back_by_itself() -> None:
    with web_camera(pictures()) as web, running(source_of(web.url)) as (_, heard):
        place = heard.until_state(Status.RUNNING)
        heard.until(lambda: [scan.text for scan in heard.scans] == [ANNA])
        web.down()
        # The card leaves by itself while the camera is away, so that it may be shown again.
        heard.until(lambda: heard.notices == [Left(text=ANNA)])
        assert any(state.status is Status.LOST for state in heard.states[place:])
        web.up()
        heard.until_state(Status.RUNNING, after=place)
        heard.until(lambda: [scan.text for scan in heard.scans] == [ANNA, ANNA])


@pytest.mark.parametrize(
    ("fault", "reason"),
    [(Fault.STALL, "stalled"), (Fault.BLACK, "black"), (Fault.FROZEN, "frozen")],
)
def test_a_network_camera_that_hangs_is_said_and_recovers(fault: Fault, reason: str) -> None:
    with web_camera(pictures()) as web, running(source_of(web.url)) as (camera, heard):
        place = heard.until_state(Status.RUNNING)
        web.fault = fault
        place = heard.until_state(Status.LOST, reason, after=place)
        wait_for(lambda: camera.preview() is None or fault is not Fault.STALL)
        web.fault = Fault.NONE
        heard.until_state(Status.RUNNING, after=place)


def test_a_frozen_camera_is_not_said_to_be_back_each_time_it_is_opened_again() -> None:
    with web_camera(pictures()) as web, running(source_of(web.url)) as (_, heard):
        place = heard.until_state(Status.RUNNING)
        web.fault = Fault.FROZEN
        place = heard.until_state(Status.LOST, "frozen", after=place)
        opened = web.served
        wait_for(lambda: web.served >= opened + 3)
        assert heard.states[place:] == []
        web.fault = Fault.NONE
        heard.until_state(Status.RUNNING, after=place)


def test_a_network_camera_that_sends_garbage_is_lost_and_recovers() -> None:
    with web_camera(pictures()) as web, running(source_of(web.url)) as (_, heard):
        place = heard.until_state(Status.RUNNING)
        web.fault = Fault.GARBAGE
        heard.until(lambda: any(s.status is Status.LOST for s in heard.states[place:]))
        place = len(heard.states)
        web.fault = Fault.NONE
        heard.until_state(Status.RUNNING, after=place - 1)


def test_a_missing_device_is_said_and_found_when_it_is_plugged_in(
    tmp_path: Path, card_picture: Image
) -> None:
    # The path of a webcam that is not there, then a source that is: no device can be plugged in
    # here, and opening again is the same road.
    there = FolderSource(path=tmp_path, loop=True, fps=100.0)
    source = Exchanged([DeviceSource(device=str(tmp_path / "by-id" / "webcam")), there])
    with running(source) as (_, heard):
        heard.until_state(Status.LOST, "missing")
        (tmp_path / "0.jpg").write_bytes(jpeg(card_picture))
        heard.until_state(Status.RUNNING)
        heard.until(lambda: [scan.text for scan in heard.scans] == [ANNA])


def test_a_device_number_that_does_not_exist_is_said_without_noise(
    capfd: pytest.CaptureFixture[str],
) -> None:
    with running(DeviceSource(device=97)) as (_, heard):
        heard.until_state(Status.LOST, "missing")
    assert capfd.readouterr() == ("", "")


def test_a_crash_in_the_reading_thread_shows_as_a_fault_and_is_tried_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    fail = iter([True, True, False])
    show = pictures()

    def read() -> Image:
        if next(fail, False):
            raise ZeroDivisionError("a bug")
        return show()

    source = Odd(read)
    with running(source) as (_, heard):
        heard.until_state(Status.FAULT, "crashed")
        heard.until_state(Status.RUNNING)
    assert source.closed == 3
    assert "a bug" in caplog.text


def test_a_crash_in_the_decoder_shows_as_a_fault_and_reading_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Choking(Reader):
        """Chokes on the first frames."""

        left = 3

        def read(self, grey: Image, *, spare: bool = True) -> list[Found]:
            if self.left:
                self.left -= 1
                raise ZeroDivisionError("a bug")
            return super().read(grey, spare=spare)

    with running(Odd(pictures()), reader=Choking()) as (_, heard):
        place = heard.until_state(Status.FAULT, "decoder")
        heard.until_state(Status.RUNNING, after=place)
        heard.until(lambda: [scan.text for scan in heard.scans] == [ANNA])
    assert caplog.text.count("decoding a frame failed") == 1


def test_a_crash_of_the_listener_shows_as_a_fault(caplog: pytest.LogCaptureFixture) -> None:
    heard = Heard()
    broken = iter([True])

    def state(said: CameraState) -> None:
        heard.state(said)
        if said.status is Status.RUNNING and next(broken, False):
            raise ZeroDivisionError("a bug")

    camera = Camera(
        Odd(pictures()),
        gate=Gate(member_of("0000")),
        on_scan=heard.scan,
        on_state=state,
        times=QUICK,
    )
    camera.start()
    place = heard.until_state(Status.FAULT, "crashed")
    heard.until_state(Status.RUNNING, after=place)
    assert camera.stop()
    assert "a bug" in caplog.text


def test_a_read_that_never_returns_is_let_go_and_said(caplog: pytest.LogCaptureFixture) -> None:
    release = threading.Event()
    show = pictures()

    def read() -> Image:
        release.wait(PATIENCE_S)
        return show()

    times = CameraTimes(watch=QUICK.watch, tick_ms=10, backoff_ms=(20,), stop_ms=50)
    source = Odd(read)
    with running(source, times=times) as (camera, heard):
        heard.until_state(Status.LOST, "stalled")
        assert not camera.stop()
        assert heard.states[-1].reason == "abandoned"
    assert "does not return" in caplog.text
    release.set()
    wait_for(lambda: camera_threads() == [])
    assert source.closed >= 1


def test_a_line_that_dies_in_the_middle_of_a_picture_is_said_and_recovers() -> None:
    with web_camera(pictures()) as web, running(source_of(web.url)) as (_, heard):
        place = heard.until_state(Status.RUNNING)
        web.fault = Fault.CUT
        heard.until(lambda: any(s.status is Status.LOST for s in heard.states[place:]))
        place = len(heard.states)
        web.fault = Fault.NONE
        heard.until_state(Status.RUNNING, after=place - 1)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells busy from missing")
def test_a_device_in_use_is_told_from_one_that_is_missing(
    tmp_path: Path, card_picture: Image, capfd: pytest.CaptureFixture[str]
) -> None:
    # OpenCV's own device driver fails on a character device that gives no pictures, as it does on
    # a webcam that another program has.
    (tmp_path / "0.jpg").write_bytes(jpeg(card_picture))
    free = FolderSource(path=tmp_path, loop=True, fps=100.0)
    sources: list[Source] = [
        DeviceSource(device="/dev/null"),
        DeviceSource(device="/dev/null"),
        free,
    ]
    with running(Exchanged(sources)) as (_, heard):
        place = heard.until_state(Status.LOST, "busy")
        heard.until_state(Status.RUNNING, after=place)
        heard.until(lambda: [scan.text for scan in heard.scans] == [ANNA])
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists its cameras")
def test_a_webcam_that_is_plugged_in_elsewhere_is_found_by_its_name(tmp_path: Path) -> None:
    tree = DeviceTree(tmp_path)
    tree.plug(0, "another camera", index=0)
    profile = CameraProfile(source=str(tree.nodes / "video2"), device_name="C270")
    with running(source_for(profile, tree.devices, has_list=True), profile) as (_, heard):
        place = heard.until_state(Status.LOST, "missing")
        tree.plug(4, "C270", index=0)
        # It is opened at its new place; that it gives no pictures there is this machine's lack.
        place = heard.until_state(Status.LOST, "busy", after=place)
        tree.unplug(4)
        heard.until_state(Status.LOST, "missing", after=place)
        assert {state.source for state in heard.states} == {"C270"}


def test_what_is_unplugged_is_said_and_found_when_it_is_back(
    tmp_path: Path, card_picture: Image
) -> None:
    stick = tmp_path / "stick"

    def plug() -> None:
        stick.mkdir()
        (stick / "0.jpg").write_bytes(jpeg(card_picture))

    plug()
    with running(FolderSource(path=stick, loop=True, fps=100.0)) as (_, heard):
        place = heard.until_state(Status.RUNNING)
        for _ in range(3):
            shutil.rmtree(stick)
            place = heard.until_state(Status.LOST, "missing", after=place)
            plug()
            place = heard.until_state(Status.RUNNING, after=place)
        assert all(state.status is not Status.FAULT for state in heard.states)


def test_a_device_that_our_own_hung_read_still_has_is_not_another_programs() -> None:
    release = threading.Event()
    show = pictures()

    class Hung(Odd):
        """Hangs in its first read; opened again, the system says that it is in use."""

        def open(self) -> Stream:
            self.opened += 1
            if self.opened > 1 and not release.is_set():
                raise Outage("busy", source=self.name)
            return self

    def read() -> Image:
        if not release.is_set():
            release.wait(PATIENCE_S)
        return show()

    source = Hung(read)
    with running(source) as (_, heard):
        heard.until_state(Status.LOST, "stalled")
        wait_for(lambda: source.opened >= 4)
        assert {state.reason for state in heard.states} == {"", "stalled"}
        release.set()
        heard.until_state(Status.RUNNING)


@pytest.mark.parametrize("hangs_in", ["open", "read"])
def test_stop_is_bounded_whatever_hangs(hangs_in: str, caplog: pytest.LogCaptureFixture) -> None:
    release = threading.Event()

    class Hanging(Odd):
        """Hangs in one of the two."""

        def open(self) -> Stream:
            self.opened += 1
            if hangs_in == "open":
                release.wait(PATIENCE_S)
            return self

    def read() -> Image:
        release.wait(PATIENCE_S)
        raise Outage("ended")

    times = CameraTimes(tick_ms=10, stop_ms=50)
    source = Hanging(read)
    with running(source, times=times) as (camera, heard):
        heard.until_state(Status.STARTING)
        wait_for(lambda: source.opened == 1)
        assert not camera.stop(), "the thread that hangs was let go"
        assert not release.is_set()
        assert heard.states[-1].reason == "abandoned"
    assert "does not return" in caplog.text
    release.set()
    wait_for(lambda: camera_threads() == [])

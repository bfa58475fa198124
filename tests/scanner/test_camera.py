"""The camera on real sources: reading, every fault, coming back, and ending its threads."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pytest

from loyalty import number
from scanner.acceptance import member_of
from scanner.camera import Camera, CameraState, CameraTimes, Notice, Status
from scanner.drawing import Card
from scanner.frames import DeviceSource, FileSource, FolderSource, Source, Stream, UrlSource
from scanner.gate import Gate, GateTimes
from scanner.image import Image
from scanner.reader import Reader
from scanner.recorded import Act, Hand, RecordedSource, Reel
from scanner.rendering import Presentation, Renderer
from scanner.sightings import Found, Left, Scan
from scanner.watch import WatchTimes
from tests.scanner.web_camera import Fault, jpeg, web_camera

ANNA = number.make("0000", "123456789")
BERT = number.make("0000", "987654321")
QUICK = CameraTimes(
    watch=WatchTimes(stalled_ms=300, frozen_ms=300, black_ms=300),
    attempt_ms=5,
    tick_ms=10,
    opening_ms=3_000,
    backoff_ms=(20, 40),
    settled_ms=100,
    stop_ms=2_000,
)
PATIENCE_S = 20.0


@dataclass
class Heard:
    """What a camera said, and a way to wait for it."""

    changed: threading.Condition = field(default_factory=threading.Condition)
    scans: list[Scan] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    states: list[CameraState] = field(default_factory=list)

    def scan(self, scan: Scan) -> None:
        with self.changed:
            self.scans.append(scan)
            self.changed.notify_all()

    def notice(self, notice: Notice) -> None:
        with self.changed:
            self.notices.append(notice)
            self.changed.notify_all()

    def state(self, state: CameraState) -> None:
        with self.changed:
            self.states.append(state)
            self.changed.notify_all()

    def until(self, true: Callable[[], bool]) -> None:
        with self.changed:
            assert self.changed.wait_for(true, PATIENCE_S), (self.states, self.scans)

    def until_state(self, status: Status, reason: str = "", *, after: int = 0) -> int:
        """Wait for a state; give how many states there are up to it."""

        def at() -> int | None:
            for place, state in enumerate(self.states[after:], after + 1):
                if (state.status, state.reason) == (status, reason):
                    return place
            return None

        self.until(lambda: at() is not None)
        place = at()
        assert place is not None
        return place


@contextmanager
def running(
    source: Source, *, times: CameraTimes = QUICK, reader: Reader | None = None
) -> Iterator[tuple[Camera, Heard]]:
    heard = Heard()
    camera = Camera(
        source,
        gate=Gate(member_of("0000"), times=GateTimes(window_ms=300, left_ms=200, again_ms=200)),
        on_scan=heard.scan,
        on_state=heard.state,
        on_notice=heard.notice,
        times=times,
        reader=reader,
    )
    camera.start()
    try:
        yield camera, heard
    finally:
        camera.stop()


def camera_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith("camera-")]


def pictures(text: str = ANNA) -> Callable[[], Image]:
    """Give frames of a held card, each with its own noise."""
    renderer = Renderer(np.random.default_rng(5))
    kept = [renderer.frame(Card(text=text), Presentation()) for _ in range(4)]
    shown = iter(range(10**9))
    return lambda: kept[next(shown) % len(kept)]


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


def wait_for(true: Callable[[], bool]) -> None:
    due_s = time.monotonic() + PATIENCE_S
    while not true():
        assert time.monotonic() < due_s
        time.sleep(0.005)


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


class Exchanged:
    """A source that opens another one each time: the first, then the second and so on."""

    def __init__(self, sources: list[Source]) -> None:
        self._sources = sources
        self.name = "exchanged"
        self.live = False

    def open(self) -> Stream:
        return (self._sources.pop(0) if len(self._sources) > 1 else self._sources[0]).open()


class Odd:
    """A stream and source whose read does what a test wants."""

    def __init__(self, read: Callable[[], Image]) -> None:
        self.name = "odd"
        self.live = True
        self.closed = 0
        self.read = read

    def open(self) -> Stream:
        return self

    def close(self) -> None:
        self.closed += 1


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

        def read(self, grey: Image) -> list[Found]:
            if self.left:
                self.left -= 1
                raise ZeroDivisionError("a bug")
            return super().read(grey)

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


def test_stop_ends_both_threads() -> None:
    with running(RecordedSource(script=Hand())) as (camera, heard):
        heard.until_state(Status.RUNNING)
        assert len(camera_threads()) == 2
        assert camera.stop()
        assert camera_threads() == []
        assert heard.states[-1] == CameraState(
            status=Status.RESTING, source="recorded camera", reason="stopped"
        )


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


def test_pause_lets_the_source_go_and_resume_opens_it_again() -> None:
    with running(Odd(pictures())) as (camera, heard):
        heard.until_state(Status.RUNNING)
        camera.pause()
        place = heard.until_state(Status.RESTING, "paused")
        wait_for(lambda: len(camera_threads()) == 1)
        assert camera.preview() is None
        camera.resume()
        heard.until_state(Status.RUNNING, after=place)


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


def test_the_recorded_camera_reads_each_card_of_its_script_once() -> None:
    acts = [
        Act(card=Card(text=ANNA), frames=12),
        Act(card=None, frames=6),
        Act(card=Card(text=BERT), frames=12),
    ]
    source = RecordedSource(script=Reel(acts), fps=20.0, seed=3)
    with running(source, times=CameraTimes(attempt_ms=30)) as (_, heard):
        heard.until(lambda: [scan.text for scan in heard.scans] == [ANNA, BERT])


def test_nothing_is_ever_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in ("data", "home", "temp", "here"):
        (tmp_path / folder).mkdir()
    monkeypatch.setenv("REGULARS_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temp"))
    monkeypatch.chdir(tmp_path / "here")
    with running(Odd(pictures())) as (camera, heard):
        heard.until(lambda: bool(heard.scans) and camera.preview() is not None)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def source_of(url: str) -> UrlSource:
    return UrlSource(url=url, timeout_ms=1_000)

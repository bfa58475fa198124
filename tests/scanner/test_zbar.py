"""The child with zbar: real processes that answer, hang, die and come back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
import zxingcpp

from scanner.image import Image, as_image
from scanner.legacy import ZBAR_READS, LegacyReader
from scanner.legacy_rules import LegacyCard, LegacyCards
from scanner.sightings import Found
from scanner.zbar import Zbar, ZbarState, ZbarTimes

TRIED = subprocess.run(
    [sys.executable, "-c", "import pyzbar.pyzbar"], check=False, capture_output=True
)
IS_HERE = TRIED.returncode == 0
needs_zbar = pytest.mark.skipif(not IS_HERE, reason="pyzbar or libzbar0 is not installed")
TEXTS = {
    "EAN13": "4006381333931",
    "UPCA": "036000291452",
    "Code39": "CLUB0042",
    "ITF": "123456789012",
    "Codabar": "A12345678B",
}
EMPTY = np.full((40, 60), 200, np.uint8)
QUICK = ZbarTimes(start_ms=4_000, frame_ms=300, rest_ms=1_000)
# Programs that keep the protocol for one frame and then misbehave.
ANSWER = """
import json, os, sys, time
def frame():
    head = json.loads(sys.stdin.buffer.readline())
    sys.stdin.buffer.read(head["wide"] * head["high"])
def answer(text):
    one = {"text": text, "symbology": "EAN13", "corners": [[0, 0], [1, 0], [1, 1], [0, 1]]}
    print(json.dumps([one]), flush=True)
frame(); answer("first")
"""
HANGS = ANSWER + "frame(); time.sleep(60)"
DIES = ANSWER + "frame(); os.abort()"
DEAF = "import time; time.sleep(60)"
LACKS = "import sys; sys.exit(3)"


def picture(name: str) -> Image:
    code = zxingcpp.create_barcode(TEXTS[name], getattr(zxingcpp.BarcodeFormat, name))
    return as_image(np.pad(np.asarray(code.to_image(scale=3)), 60, constant_values=255))


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.ms = 0

    def __call__(self) -> int:
        return self.ms


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def zbar() -> Iterator[Zbar]:
    child = Zbar()
    yield child
    child.close()


@pytest.fixture
def fake(clock: Clock) -> Iterator[Callable[[str], Zbar]]:
    made: list[Zbar] = []

    def make(program: str, times: ZbarTimes = QUICK) -> Zbar:
        made.append(Zbar(command=(sys.executable, "-c", program), times=times, now_ms=clock))
        return made[-1]

    yield make
    for child in made:
        child.close()


def pid_of(zbar: Zbar) -> int:
    assert zbar._child is not None
    return zbar._child.process.pid


@needs_zbar
@pytest.mark.parametrize("name", TEXTS)
def test_zbar_reads_every_kind_of_bars_by_our_names(zbar: Zbar, name: str) -> None:
    found = zbar.read(picture(name), (name,))
    assert [(one.symbology, one.text) for one in found] == [(name, TEXTS[name])]
    assert len(found[0].corners) == 4
    assert zbar.state is ZbarState.RUNNING


@needs_zbar
def test_zbar_gives_nothing_that_was_not_asked_for(zbar: Zbar) -> None:
    assert zbar.read(picture("EAN13"), ("UPCA",)) == []
    assert zbar.read(picture("UPCA"), ("EAN13",)) == []
    assert zbar.read(picture("Code39"), ("ITF", "Codabar")) == []
    assert zbar.restarts == 0


@needs_zbar
@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP], ids=["dies", "hangs"])
def test_the_real_child_comes_back_after_it_died_or_hung(
    clock: Clock, blow: signal.Signals
) -> None:
    zbar = Zbar(times=QUICK, now_ms=clock)
    try:
        assert zbar.read(picture("EAN13"), ZBAR_READS)
        first = pid_of(zbar)
        os.kill(first, blow)
        began_s = time.monotonic()
        assert zbar.read(picture("EAN13"), ZBAR_READS) == []
        assert time.monotonic() - began_s < 4
        assert zbar.state is ZbarState.RESTING
        assert not Path(f"/proc/{first}").exists()
        clock.ms += QUICK.rest_ms
        assert [one.text for one in zbar.read(picture("EAN13"), ZBAR_READS)] == [TEXTS["EAN13"]]
        assert pid_of(zbar) != first
        assert zbar.restarts == 1
    finally:
        zbar.close()


@needs_zbar
def test_the_cards_of_a_shop_are_read_by_zbar_where_zxing_finds_nothing(zbar: Zbar) -> None:
    import cv2

    cards = LegacyCards(cards=(LegacyCard(symbology="EAN13", prefix="40"),))
    small = cv2.resize(picture("EAN13"), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    gained = 0
    for roll_deg in (30, 31, 32, 33, 34):
        frame = np.full((720, 1280), 255, np.uint8)
        top, left = 360 - small.shape[0] // 2, 640 - small.shape[1] // 2
        frame[top : top + small.shape[0], left : left + small.shape[1]] = small
        turn = cv2.getRotationMatrix2D((640, 360), roll_deg, 1)
        turned = as_image(cv2.warpAffine(frame, turn, (1280, 720), borderValue=255))
        alone = LegacyReader(cards).read(turned)
        both = LegacyReader(cards, bars=zbar).read(turned)
        assert {one.text for one in both} <= {TEXTS["EAN13"]}
        gained += bool(both) and not alone
    assert gained


@pytest.mark.parametrize("program", [HANGS, DIES], ids=["hangs", "dies"])
def test_one_bad_frame_costs_its_time_and_a_rest(
    fake: Callable[[str], Zbar], clock: Clock, program: str
) -> None:
    zbar = fake(program)
    assert [one.text for one in zbar.read(EMPTY, ("EAN13",))] == ["first"]
    process = pid_of(zbar)
    assert zbar.read(EMPTY, ("EAN13",)) == []
    assert (zbar.state, zbar.restarts) == (ZbarState.RESTING, 1)
    assert not Path(f"/proc/{process}").exists()
    assert zbar.read(EMPTY, ("EAN13",)) == [], "it rests"
    clock.ms += QUICK.rest_ms
    assert [one.text for one in zbar.read(EMPTY, ("EAN13",))] == ["first"]


def test_a_child_that_never_answers_rests_longer_each_time(
    fake: Callable[..., Zbar], clock: Clock
) -> None:
    zbar = fake(DEAF, ZbarTimes(start_ms=100, frame_ms=100, rest_ms=1_000, rest_ms_max=3_000))
    for restarts, rest_ms in enumerate((1_000, 2_000, 3_000, 3_000), start=1):
        assert zbar.read(EMPTY, ("EAN13",)) == []
        assert zbar.restarts == restarts
        clock.ms += rest_ms - 1
        assert zbar.read(EMPTY, ("EAN13",)) == []
        assert zbar.restarts == restarts, "it still rests"
        clock.ms += 1


def test_a_frame_larger_than_the_pipe_does_not_hold_the_reader(fake: Callable[..., Zbar]) -> None:
    zbar = fake(DEAF, ZbarTimes(start_ms=100, frame_ms=100))
    began_s = time.monotonic()
    assert zbar.read(np.zeros((720, 1280), np.uint8), ("EAN13",)) == []
    assert time.monotonic() - began_s < 4


def test_without_zbar_nothing_is_started_again(fake: Callable[[str], Zbar], clock: Clock) -> None:
    zbar = fake(LACKS)
    for _ in range(3):
        found: list[Found] = zbar.read(EMPTY, ("EAN13",))
        assert found == []
        clock.ms += 100_000
    assert (zbar.state, zbar.restarts) == (ZbarState.MISSING, 0)


def test_a_program_that_is_not_there_is_missing_too(clock: Clock) -> None:
    zbar = Zbar(command=("/no/such/program",), now_ms=clock)
    assert zbar.read(EMPTY, ("EAN13",)) == []
    assert zbar.state is ZbarState.MISSING


def test_the_end_is_the_end(fake: Callable[[str], Zbar]) -> None:
    zbar = fake(HANGS)
    assert zbar.read(EMPTY, ("EAN13",))
    process = pid_of(zbar)
    zbar.close()
    assert not Path(f"/proc/{process}").exists()
    assert zbar.read(EMPTY, ("EAN13",)) == []
    assert zbar.state is ZbarState.CLOSED

"""The watch: silence, frozen and black pictures, and what is none of them."""

from __future__ import annotations

import numpy as np

from scanner.watch import BLACK, FROZEN, STALLED, FrameWatch, Glimpse, WatchTimes, glimpse

TIMES = WatchTimes(stalled_ms=2_000, frozen_ms=2_000, black_ms=3_000)


def watch(*, live: bool = True) -> FrameWatch:
    return FrameWatch(TIMES, live=live, now_ms=0)


def seen(mark: int, *, black: bool = False) -> Glimpse:
    return Glimpse(mark=mark, black=black)


def test_silence_is_said_after_its_time() -> None:
    tried = watch()
    assert tried.trouble(2_000) is None
    assert tried.trouble(2_001) == STALLED
    tried.saw(seen(1), 2_500)
    assert tried.trouble(4_500) is None
    assert tried.trouble(4_501) == STALLED


def test_equal_frames_are_frozen_on_a_live_source_only() -> None:
    for live, trouble in ((True, FROZEN), (False, None)):
        tried = watch(live=live)
        for at_ms in range(0, 2_200, 100):
            tried.saw(seen(7), at_ms)
        assert tried.trouble(2_200) == trouble
        assert tried.good == (not live)


def test_one_new_frame_ends_the_frost() -> None:
    tried = watch()
    for at_ms in range(0, 2_200, 100):
        tried.saw(seen(7), at_ms)
    tried.saw(seen(8), 2_200)
    assert tried.trouble(2_200) is None
    assert tried.good


def test_black_is_said_before_frozen() -> None:
    tried = watch()
    for at_ms in range(0, 3_200, 100):
        tried.saw(seen(at_ms, black=True), at_ms)
        assert not tried.good
    assert tried.trouble(3_200) == BLACK


def test_a_dark_picture_with_something_in_it_is_not_black() -> None:
    dark = np.zeros((720, 1280, 3), np.uint8)
    assert glimpse(dark).black
    noisy = np.random.default_rng(0).integers(0, 6, dark.shape).astype(np.uint8)
    assert glimpse(noisy).black, "a covered lens still has a little noise"
    lamp = dark.copy()
    lamp[200:400, 300:600] = 90
    assert not glimpse(lamp).black


def test_frames_that_differ_have_different_marks() -> None:
    random = np.random.default_rng(0)
    one, other = (random.integers(0, 255, (720, 1280, 3)).astype(np.uint8) for _ in range(2))
    assert glimpse(one).mark == glimpse(one.copy()).mark != glimpse(other).mark


def test_the_picture_that_it_froze_at_is_no_good_news_after_opening_again() -> None:
    watch = FrameWatch(TIMES, live=True, now_ms=0, mark=7)
    watch.saw(Glimpse(mark=7, black=False), 100)
    assert not watch.good
    watch.saw(Glimpse(mark=8, black=False), 200)
    assert watch.good

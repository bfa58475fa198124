"""When to sync next."""

from hypothesis import given
from hypothesis import strategies as st

from sync.schedule import (
    BACK_OFF_MAX_MS,
    BACK_OFF_MIN_MS,
    IDLE_MS,
    KNOCK_MS,
    SHARES,
    Schedule,
)


def test_a_sale_is_sent_at_once_and_silence_is_broken_after_a_while() -> None:
    idle = Schedule().after_success(1_000)
    assert not idle.is_due(1_000 + IDLE_MS - 1)
    assert idle.is_due(1_000 + IDLE_MS)
    assert idle.is_due(2_000, at_once=True)


def test_a_sale_does_not_cut_a_back_off_short() -> None:
    waiting = Schedule().after_failure(0, SHARES - 1)
    assert not waiting.is_due(1, at_once=True)
    assert waiting.is_due(waiting.due_ms)


def test_a_success_ends_the_back_off() -> None:
    assert Schedule().after_failure(0, 0).after_success(5).failures == 0


@given(st.lists(st.integers(0, SHARES - 1), min_size=1, max_size=40))
def test_waits_grow_to_five_minutes_and_never_beyond(shares: list[int]) -> None:
    schedule, now_ms = Schedule(), 0
    for number, share in enumerate(shares, 1):
        schedule = schedule.after_failure(now_ms, share)
        wait_ms = schedule.due_ms - now_ms
        assert BACK_OFF_MIN_MS <= wait_ms <= min(BACK_OFF_MIN_MS << number, BACK_OFF_MAX_MS)
        now_ms = schedule.due_ms


def test_two_tills_do_not_come_back_together() -> None:
    failed = Schedule(failures=20)
    early, late = failed.after_failure(0, 0), failed.after_failure(0, SHARES - 1)
    assert (early.due_ms, late.due_ms) == (BACK_OFF_MIN_MS, BACK_OFF_MAX_MS)


def test_a_server_that_says_when_is_heard() -> None:
    assert Schedule().after_failure(0, 0, retry_after_s=90).due_ms == 90_000


def test_a_quiet_shop_asks_less_and_less_often_and_never_less_than_once_a_minute() -> None:
    schedule, waits = Schedule(), []
    for _ in range(6):
        schedule = schedule.after_success(0, nothing_new=True)
        waits.append(schedule.due_ms // IDLE_MS)
    assert waits == [1, 2, 4, 4, 4, 4]
    assert schedule.is_due(1, at_once=True), "a sale goes at once"
    assert schedule.after_success(0).due_ms == IDLE_MS


def test_a_refusal_is_tried_again_when_somebody_may_have_mended_it() -> None:
    refused = Schedule().after_refusal(1_000)
    assert refused.due_ms == 1_000 + KNOCK_MS
    assert not refused.is_due(2_000, at_once=True)

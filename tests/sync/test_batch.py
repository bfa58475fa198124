"""A push is as large as the line bears."""

from hypothesis import given
from hypothesis import strategies as st

from sync.batch import EVENTS_MIN, STEP, TOO_MUCH, BatchSize
from sync.wire import BYTES_MAX, EVENTS_MAX

CODES = st.sampled_from([*sorted(TOO_MUCH), "", "conflict"])


def test_a_line_that_bears_it_gets_all() -> None:
    assert (BatchSize().events, BatchSize().bytes) == (500, 256 * 1024)
    assert BatchSize().after_success() == BatchSize()


def test_a_line_that_does_not_gets_half_and_half_again() -> None:
    size = BatchSize()
    seen = []
    for _ in range(6):
        size = size.after_failure("timeout")
        seen.append(size.events)
    assert seen == [250, 125, 62, 50, 50, 50]
    assert size.bytes == BYTES_MAX // 10


def test_it_comes_back_in_even_steps() -> None:
    size = BatchSize(events=EVENTS_MIN)
    for step in range(1, 9):
        size = size.after_success()
        assert size.events == EVENTS_MIN + step * STEP


def test_a_refusal_that_size_does_not_help_against_changes_nothing() -> None:
    for code in ("conflict", "fork", "signature_wrong", "too_many"):
        assert BatchSize(events=300).after_failure(code) == BatchSize(events=300)


@given(codes=st.lists(CODES, max_size=60))
def test_it_never_leaves_its_bounds(codes: list[str]) -> None:
    size = BatchSize()
    for code in codes:
        size = size.after_failure(code) if code else size.after_success()
        assert EVENTS_MIN <= size.events <= EVENTS_MAX
        assert 0 < size.bytes <= BYTES_MAX


def test_two_tills_on_one_line_come_to_even_shares() -> None:
    """The point of adding and halving: whoever has more loses more."""
    one, other = BatchSize(events=500), BatchSize(events=50)
    for _ in range(40):
        if one.events + other.events > 600:
            one, other = one.after_failure("timeout"), other.after_failure("timeout")
        else:
            one, other = one.after_success(), other.after_success()
    assert abs(one.events - other.events) <= STEP

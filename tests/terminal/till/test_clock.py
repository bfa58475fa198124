"""The mark that catches a wrong clock (DESIGN.md section 3, Time)."""

from terminal.till.clock import AHEAD_MAX_US, DAY_US, MINUTE_US, Mark

NOW_US = 1_795_000_000_000_000


class Hands:
    """A clock whose hands a test moves."""

    def __init__(self) -> None:
        self.us = NOW_US
        self.ms = 0

    def now_us(self) -> int:
        """Give the moment."""
        return self.us

    def monotonic_ms(self) -> int:
        """Give milliseconds."""
        return self.ms


def test_without_a_mark_nothing_is_suspect() -> None:
    """A new till believes its machine."""
    assert not Mark(Hands(), 0).suspect()


def test_behind_the_mark_is_suspect_and_a_little_behind_is_not() -> None:
    """Five minutes are allowed."""
    hands = Hands()
    mark = Mark(hands, NOW_US)
    hands.us = NOW_US - 4 * MINUTE_US
    assert not mark.suspect()
    hands.us = NOW_US - 6 * MINUTE_US
    assert mark.suspect()


def test_the_mark_moves_on_with_monotonic_time() -> None:
    """A clock that is set back during the day is seen."""
    hands = Hands()
    mark = Mark(hands, NOW_US)
    hands.ms = 3_600_000
    assert mark.suspect()
    hands.us = NOW_US + 60 * MINUTE_US
    assert not mark.suspect()


def test_far_beyond_the_mark_is_suspect_but_weeks_are_not() -> None:
    """Offline for months is a life; years are a broken battery."""
    hands = Hands()
    mark = Mark(hands, NOW_US)
    hands.us = NOW_US + 90 * DAY_US
    assert not mark.suspect()
    hands.us = NOW_US + AHEAD_MAX_US + DAY_US
    assert mark.suspect()


def test_a_server_never_moves_the_mark_back_and_a_person_may() -> None:
    """The shop's own server shares the machine's clock."""
    hands = Hands()
    mark = Mark(hands, NOW_US)
    mark.advance(NOW_US - DAY_US)
    assert mark.mark_us == NOW_US
    mark.advance(NOW_US + DAY_US)
    assert mark.mark_us == NOW_US + DAY_US
    mark.set(NOW_US)
    assert mark.mark_us == NOW_US

"""Proves when the day of the demo shop begins."""

from __future__ import annotations

import pytest

from loyalty import days
from terminal.demo.premises import opening_time

ZONE = "Europe/Amsterdam"


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-11-22T02:00:00Z", "2026-11-22T07:00:00"),
        ("2026-11-22T12:00:00Z", "2026-11-23T07:00:00"),
        ("2026-03-28T12:00:00Z", "2026-03-29T06:00:00"),
    ],
)
def test_it_opens_next_at_eight(now: str, opens: str) -> None:
    """Always ahead of the machine's clock, also over a change to summer time."""
    assert days.stamp(opening_time(days.read(now), ZONE)).startswith(opens)

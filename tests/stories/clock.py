"""The clock of a story."""

from __future__ import annotations

NOON_US = 1_795_170_000_000_000


class StoryClock:
    """A clock that stands still until a story lets time pass."""

    def __init__(self) -> None:
        self.us = NOON_US
        self.ms = 1_000

    def now_us(self) -> int:
        """Give the moment."""
        return self.us

    def monotonic_ms(self) -> int:
        """Give milliseconds since something."""
        return self.ms

    def wait(self, seconds: int) -> None:
        """Let time pass."""
        self.us += seconds * 1_000_000
        self.ms += seconds * 1_000

"""The simulator's time: one world clock, and tills whose own clocks are a little off."""

from __future__ import annotations

OPENING_US = 1_795_075_200_000_000
SECOND_US = 1_000_000
DAY_US = 24 * 3600 * SECOND_US


class Clock:
    """Microseconds since 1970 that move only when somebody moves them."""

    def __init__(self, at_us: int = OPENING_US) -> None:
        self.at_us = at_us

    def advance(self, microseconds: int) -> None:
        """Let time pass."""
        assert microseconds >= 0
        self.at_us += microseconds

    def now_us(self) -> int:
        """Give the true time."""
        return self.at_us


class TillClock:
    """What one till believes: the true time and an error, which somebody may change."""

    def __init__(self, world: Clock, skew_us: int) -> None:
        self._world = world
        self._skew_us = skew_us

    def jump(self, skew_us: int) -> None:
        """Somebody sets this machine's clock, or its battery is empty."""
        self._skew_us = skew_us

    def now_us(self) -> int:
        """Give the time as this machine believes."""
        return self._world.at_us + self._skew_us

    def monotonic_ms(self) -> int:
        """Give milliseconds that never go back."""
        return self._world.at_us // 1000

"""What a till asks of time, and the mark that catches a wrong clock."""

from __future__ import annotations

from typing import Protocol

MINUTE_US = 60 * 1_000_000
DAY_US = 24 * 60 * MINUTE_US
BEHIND_MAX_US = 5 * MINUTE_US
AHEAD_MAX_US = 180 * DAY_US


class Clock(Protocol):
    """Wall time and a monotonic time, passed in so that tests and the simulator own both."""

    def now_us(self) -> int:
        """Give microseconds since 1970, as the machine believes."""
        ...

    def monotonic_ms(self) -> int:
        """Give milliseconds that never go back."""
        ...


class Mark:
    """The latest moment that is known to have passed (DESIGN.md section 3, Time).

    Behind the mark, or far beyond it, the clock is suspect until somebody confirms the date.
    """

    def __init__(self, clock: Clock, mark_us: int) -> None:
        self._clock = clock
        self._mark_us = mark_us
        self._marked_ms = clock.monotonic_ms()
        self._heard: tuple[int, int] | None = None

    @property
    def mark_us(self) -> int:
        """Give the mark, moved on by the monotonic time since it was set."""
        if not self._mark_us:
            return 0
        return self._mark_us + (self._clock.monotonic_ms() - self._marked_ms) * 1000

    def advance(self, at_us: int) -> None:
        """Move the mark on to a moment that a server named or a sale was made at.

        Never back: the shop's own server shares this machine's clock and its mistakes.
        """
        if at_us > self.mark_us:
            self.set(at_us)

    def set(self, at_us: int) -> None:
        """Move the mark to a moment that a person confirmed."""
        self._mark_us = at_us
        self._marked_ms = self._clock.monotonic_ms()

    def hear(self, server_us: int) -> None:
        """Note what time it is at the server, at this moment."""
        self._heard = (server_us, self._clock.monotonic_ms())

    def off_us(self) -> int | None:
        """Give how far the machine's clock is ahead of the server's; None before it was heard."""
        if self._heard is None:
            return None
        server_us, heard_ms = self._heard
        passed_us = (self._clock.monotonic_ms() - heard_ms) * 1000
        return self._clock.now_us() - server_us - passed_us

    def suspect(self) -> bool:
        """Say whether the machine's clock cannot be right."""
        mark_us = self.mark_us
        now_us = self._clock.now_us()
        return bool(mark_us) and not (mark_us - BEHIND_MAX_US <= now_us <= mark_us + AHEAD_MAX_US)

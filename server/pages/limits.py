"""Counts what a caller asks in a minute, so that nobody tries links out or wears a shop down."""

from __future__ import annotations

import threading

MINUTE_US = 60 * 1_000_000
CALLERS_MAX = 20_000


class Limits:
    """How much each caller asked in the present minute; thread-safe, kept in memory only."""

    def __init__(self) -> None:
        self._minute = 0
        self._counts: dict[tuple[str, str], int] = {}
        self._lock = threading.Lock()

    def allow(self, what: str, caller: str, most: int, now_us: int) -> bool:
        """Count one more; False when this caller has asked for this often enough this minute."""
        with self._lock:
            minute = now_us // MINUTE_US
            if minute != self._minute:
                self._minute, self._counts = minute, {}
            key = (what, caller)
            count = self._counts.get(key, 0)
            # A crowd too large to count is treated as one that has asked enough.
            if count >= most or (not count and len(self._counts) >= CALLERS_MAX):
                return False
            self._counts[key] = count + 1
            return True

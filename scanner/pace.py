"""Keeps a camera at its number of attempts a second, whatever one of them costs."""

from __future__ import annotations

from collections import deque

_COUNTED_MS = 2_000
_LATE_MAX_MS = 500
_SECOND_MS = 1_000


class Pace:
    """Says when the next attempt is due and whether it may be a long one; time is passed in.

    A long attempt makes the next ones short and early, until the mean is right again: on a slow
    computer a card is looked for less hard, but as often.
    """

    def __init__(self, attempt_ms: int) -> None:
        """`attempt_ms` is the time from one attempt to the next."""
        self._attempt_ms = attempt_ms
        self._due_ms = 0
        self._debt_ms = 0
        self._began_ms: deque[int] = deque()

    def began(self, now_ms: int) -> None:
        """Take note that an attempt begins."""
        self._began_ms.append(now_ms)
        while now_ms - self._began_ms[0] > _COUNTED_MS:
            self._began_ms.popleft()
        # Only what long attempts took too much is caught up, not a time without pictures.
        self._due_ms = max(self._due_ms, now_ms - self._debt_ms) + self._attempt_ms

    def ended(self, took_ms: int) -> None:
        """Take note of what the attempt took."""
        over_ms = self._debt_ms + took_ms - self._attempt_ms
        self._debt_ms = min(max(0, over_ms), _LATE_MAX_MS)

    @property
    def due_ms(self) -> int:
        """When the next attempt may begin."""
        return self._due_ms

    @property
    def spare(self) -> bool:
        """Whether there is time for more than the quickest look."""
        return self._debt_ms == 0

    @property
    def attempts_a_second(self) -> float:
        """How many attempts began a second, over the last two seconds."""
        if len(self._began_ms) < _TWO:
            return 0.0
        past_ms = self._began_ms[-1] - self._began_ms[0]
        return (len(self._began_ms) - 1) * _SECOND_MS / past_ms if past_ms else 0.0


_TWO = 2

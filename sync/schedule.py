"""When to sync next. Pure: the time and the randomness come from outside."""

from __future__ import annotations

from dataclasses import dataclass

IDLE_MS = 15_000
IDLE_DOUBLINGS_MAX = 2
KNOCK_MS = 300_000
BACK_OFF_MIN_MS = 1_000
BACK_OFF_MAX_MS = 300_000
DOUBLINGS_MAX = 12
SHARES = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When the next sync is due, in monotonic milliseconds.

    `failures` counts how often it failed in a row, `quiet` how often there was nothing new.
    """

    due_ms: int = 0
    failures: int = 0
    quiet: int = 0

    def is_due(self, now_ms: int, *, at_once: bool = False) -> bool:
        """Say whether it is time; what was just sold goes at once, but never cuts a wait short."""
        return now_ms >= self.due_ms or (at_once and not self.failures)

    def after_success(self, now_ms: int, *, nothing_new: bool = False) -> Schedule:
        """The server answered: ask again after a while, which doubles twice in a quiet hour.

        What is sold meanwhile goes at once all the same, and brings what is new with it.
        """
        quiet = self.quiet + 1 if nothing_new else 0
        idle_ms = IDLE_MS << min(max(quiet - 1, 0), IDLE_DOUBLINGS_MAX)
        return Schedule(due_ms=now_ms + idle_ms, quiet=quiet)

    def after_refusal(self, now_ms: int) -> Schedule:
        """The server said no: the same again helps only once somebody has mended something."""
        return Schedule(due_ms=now_ms + KNOCK_MS, failures=self.failures + 1)

    def after_failure(self, now_ms: int, share: int, retry_after_s: int | None = None) -> Schedule:
        """Nobody answered: wait a random part of a time that doubles up to five minutes.

        `share` is a random number below 65536. A server that says when to come back is heard.
        """
        assert 0 <= share < SHARES, share
        failures = self.failures + 1
        ceiling_ms = min(BACK_OFF_MIN_MS << min(failures, DOUBLINGS_MAX), BACK_OFF_MAX_MS)
        spread_ms = (ceiling_ms - BACK_OFF_MIN_MS) * share // (SHARES - 1)
        wait_ms = max(BACK_OFF_MIN_MS + spread_ms, 1_000 * (retry_after_s or 0))
        return Schedule(due_ms=now_ms + wait_ms, failures=failures)

"""How much to push at once: a little more after one that came through, half after one that did not.

Pure: additive increase, multiplicative decrease, so that tills which share a thin line get even
shares of it, and a line that is thick is filled again within a few pushes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sync.wire import BYTES_MAX, EVENTS_MAX

EVENTS_MIN: Final = 50
STEP: Final = 50
TOO_MUCH: Final = frozenset(
    {"timeout", "line_down", "server_busy", "batch_too_large", "body_too_large", "body_slow"}
)
"""What an outage or a refusal is called that less at a time may help against."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchSize:
    """How many events the next push may have."""

    events: int = EVENTS_MAX

    @property
    def bytes(self) -> int:
        """Give how many bytes its events may have, in the same proportion."""
        return BYTES_MAX * self.events // EVENTS_MAX

    def after_success(self) -> BatchSize:
        """A push came through."""
        return BatchSize(events=min(self.events + STEP, EVENTS_MAX))

    def after_failure(self, code: str) -> BatchSize:
        """A push did not come through."""
        if code not in TOO_MUCH:
            return self
        return BatchSize(events=max(self.events // 2, EVENTS_MIN))

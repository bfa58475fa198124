"""How often one till may ask: a bucket of tokens for its pushes, and one for all else."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Final

from loyalty.errors import Outage

SECOND_US: Final = 1_000_000
ANYBODY: Final = ""
"""Who is not paired yet: all of them together have one bucket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """`burst` requests at once, and `a_second` for ever."""

    burst: int
    a_second: int


# A till asks four times a minute, and a few times a second while it catches up after weeks. Only
# one that has gone mad comes near these. A push has a bucket of its own: what a till asks too
# often never keeps it from handing in what only its disk has.
PUSHES: Final = Limit(burst=300, a_second=50)
ASKING: Final = Limit(burst=300, a_second=50)
PAIRING: Final = Limit(burst=30, a_second=2)


class Pace:
    """Counts what each till asks for; the time comes with every question."""

    def __init__(
        self, pushes: Limit = PUSHES, asking: Limit = ASKING, pairing: Limit = PAIRING
    ) -> None:
        self._pushes, self._asking, self._pairing = pushes, asking, pairing
        self._left: dict[tuple[str, bool], tuple[int, int]] = {}
        self._lock = threading.Lock()

    def spend(self, device: str, now_us: int, *, push: bool) -> None:
        """Take a token of a paired till, or of `ANYBODY`.

        Raises Outage `too_many` with `retry_after_s` when there is none.
        """
        limit = self._pairing if device == ANYBODY else self._pushes if push else self._asking
        full_us = limit.burst * SECOND_US
        with self._lock:
            # Tokens are counted in millionths, so that no division loses a part of one.
            left, then_us = self._left.get((device, push), (full_us, now_us))
            # A clock that was turned back gives nothing, and takes nothing away.
            left = min(full_us, left + max(0, now_us - then_us) * limit.a_second)
            enough = left >= SECOND_US
            self._left[device, push] = (left - SECOND_US * enough, now_us)
        if not enough:
            wait_s = -(-(SECOND_US - left) // (limit.a_second * SECOND_US))
            raise Outage("too_many", "too many requests: come back soon", retry_after_s=wait_s)

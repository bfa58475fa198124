"""What may go wrong, dealt from a seeded bag so that every kind comes round."""

from __future__ import annotations

import random
from collections import Counter, deque

KINDS = (
    "drop",
    "answer_lost",
    "duplicate",
    "reorder",
    "delay",
    "gap",
    "line_down",
    "crash_before_commit",
    "crash_after_commit",
    "crash_between_files",
    "crash_beside_write",
    "disk_full",
    "server_crash_before_commit",
    "server_crash_after_commit",
    "server_busy",
)
MOST_ALIKE = 2
ARMED_MAX = 6


class Crash(BaseException):
    """The process is killed here, as by kill -9: nothing of it runs any more.

    Not an Exception, because no clean-up of the program may keep it from dying.
    """


class ViolationError(Exception):
    """Something is true that the design forbids; `invariant` names what broke."""

    def __init__(self, invariant: str, found: str) -> None:
        super().__init__(f"{invariant}: {found}")
        self.invariant = invariant
        self.found = found


class Faults:
    """Arms faults; whoever comes to a place where one can happen asks whether it strikes."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._bag: deque[str] = deque()
        self._armed: Counter[str] = Counter()
        self.on = True
        self.did: Counter[str] = Counter()

    def arm(self) -> None:
        """Take the next kind from the bag; it strikes where it next can."""
        if sum(self._armed.values()) >= ARMED_MAX:
            return
        if not self._bag:
            # Each kind at least once and some more often: no two seeds have the same weather.
            kinds = [kind for kind in KINDS for _ in range(self._chance.randint(1, MOST_ALIKE))]
            self._chance.shuffle(kinds)
            self._bag.extend(kinds)
        self._armed[self._bag.popleft()] += 1

    def strikes(self, kind: str) -> bool:
        """Say whether an armed fault strikes here; half of the places are spared."""
        if not self.on or not self._armed[kind] or self._chance.getrandbits(1):
            return False
        self._armed[kind] -= 1
        self.did[kind] += 1
        return True

    def before(self) -> bool:
        """Say whether a crash beside a write comes before it."""
        return bool(self._chance.getrandbits(1))


def need(holds: bool, invariant: str, *found: object) -> None:  # noqa: FBT001 - reads as a sentence
    """Raise ViolationError unless an invariant holds."""
    if not holds:
        raise ViolationError(invariant, " ".join(map(str, found)))

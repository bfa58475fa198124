"""What may go wrong, dealt from a seeded bag so that every kind comes round."""

from __future__ import annotations

import random
from collections import Counter, defaultdict, deque
from pathlib import Path
from typing import NamedTuple

from tests.sim.plan import Plan

AT_A_PLACE = (
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
    "torn_write",
    "disk_full",
    "server_crash_before_commit",
    "server_crash_after_commit",
    "server_torn_write",
    "server_busy",
)
"""Kinds that strike where something is written or sent."""
AT_ANY_TIME = (
    "clock_jump",
    "night",
    "programme_change",
    "setting_change",
    "erasure",
    "pin_reset",
    "wrong_pins",
    "adjustment",
    "transfer",
    "merge",
    "household",
    "limits_change",
    "store_day",
)
"""Kinds that the world, the owner or a member does between two steps."""
BETWEEN_TILLS = ("card_enrolled_twice", "slip_at_tills")
"""Kinds that need two tills."""
DISASTERS = ("old_disk", "cloned_disk", "server_restored", "till_lost")
"""Kinds that befall a whole disk; a seed has one of them."""
KINDS = (*AT_A_PLACE, *AT_ANY_TIME, *DISASTERS, *BETWEEN_TILLS)
MOST_ALIKE = 2
ARMED_MAX = 10


class Crash(BaseException):
    """The process is killed here, as by kill -9: nothing of it runs any more.

    Not an Exception, because no clean-up of the program may keep it from dying.
    """


class Torn(NamedTuple):
    """A database file and its write-ahead log, as they were in the middle of a write."""

    path: Path
    file: bytes
    log: bytes

    def put_back(self) -> None:
        """Put the files there; nobody may have them open."""
        self.path.write_bytes(self.file)
        log_of(self.path).write_bytes(self.log)


def log_of(path: Path) -> Path:
    """Name the write-ahead log of a database file."""
    return path.with_name(f"{path.name}-wal")


def log_bytes(path: Path) -> bytes:
    """Read that log; there is none between an opening and the first write after it."""
    log = log_of(path)
    return log.read_bytes() if log.exists() else b""


class TornCrash(Crash):
    """The machine dies while it writes: this is what lies on its disk then."""

    def __init__(self, torn: Torn) -> None:
        super().__init__()
        self.torn = torn


class ViolationError(Exception):
    """Something is true that the design forbids; `invariant` names what broke."""

    def __init__(self, invariant: str, found: str) -> None:
        super().__init__(f"{invariant}: {found}")
        self.invariant = invariant
        self.found = found


def kinds_for(tills: int) -> tuple[str, ...]:
    """Give the kinds of fault that a shop of so many tills can meet."""
    return KINDS if tills > 1 else (*AT_A_PLACE, *AT_ANY_TIME, *DISASTERS)


def kinds_of(seed: int, tills: int) -> tuple[str, ...]:
    """Give the kinds of fault that a seed meets: of those that befall a whole disk, one."""
    disaster = DISASTERS[seed % len(DISASTERS)]
    return tuple(k for k in kinds_for(tills) if k == disaster or k not in DISASTERS)


class Faults:
    """Arms faults; whoever comes to a place where one can happen asks whether it strikes."""

    def __init__(self, plan: Plan, kinds: tuple[str, ...] = KINDS) -> None:
        self._plan = plan
        self._kinds = kinds
        self._deal = random.Random(f"{plan.seed}/faults")
        self._bag: deque[str] = deque()
        self._armed: defaultdict[str, deque[random.Random]] = defaultdict(deque)
        self._dealt = 0
        self.on = True
        self.chance = self._deal
        """The luck of the fault that struck last: how, and how hard."""
        self.did: Counter[str] = Counter()

    def arm(self) -> None:
        """Take the next kind from the bag; it strikes where it next can."""
        if sum(map(len, self._armed.values())) >= ARMED_MAX:
            return
        if not self._bag:
            # Each kind at least once and some more often: no two seeds have the same weather.
            kinds = [k for k in self._kinds for _ in range(self._deal.randint(1, MOST_ALIKE))]
            self._deal.shuffle(kinds)
            self._bag.extend(kinds)
        kind = self._bag.popleft()
        self._dealt += 1
        if self._plan.has(("fault", self._dealt)):
            # Luck of its own: a shorter plan leaves out other faults and this one stays.
            self._armed[kind].append(random.Random(f"{self._plan.seed}/fault/{self._dealt}"))

    def waiting(self) -> set[str]:
        """Give the kinds of which a fault waits for its place."""
        return {kind for kind, faults in self._armed.items() if faults}

    def strikes(self, kind: str) -> bool:
        """Say whether an armed fault strikes here; half of the places are spared."""
        waiting = self._armed.get(kind)
        if not waiting or not self.on or waiting[0].getrandbits(1):
            return False
        self.chance = waiting.popleft()
        self.did[kind] += 1
        return True

    @property
    def dealt(self) -> int:
        """Count the faults that were dealt so far."""
        return self._dealt

    def before(self) -> bool:
        """Say whether a crash beside a write comes before it."""
        return bool(self.chance.getrandbits(1))

    @property
    def is_all_done(self) -> bool:
        """Say whether every kind struck."""
        return all(map(self.did.get, self._kinds))


def need(holds: bool, invariant: str, *found: object) -> None:  # noqa: FBT001 - reads as a sentence
    """Raise ViolationError unless an invariant holds."""
    if not holds:
        raise ViolationError(invariant, " ".join(map(str, found)))

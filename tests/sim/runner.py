"""Runs seeds and says what broke: the function behind the command `simulate`."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree

from loyalty.errors import Refusal
from tests.sim.faults import KINDS, ViolationError
from tests.sim.quick import quick
from tests.sim.sabotage import GUARDS
from tests.sim.shop import Shop
from tests.sim.world import World

MEMORY = Path("/dev/shm")  # noqa: S108 - a fresh folder of ours inside it
TILLS_MAX = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundViolation:
    """One seed that broke an invariant, with the last lines of what happened."""

    seed: int
    invariant: str
    trace: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationResult:
    """What a run of seeds did and found; the shape that `simulate --json` prints."""

    seeds: int
    start: int
    steps: int
    till_days: int
    faults: Mapping[str, int]
    violations: tuple[FoundViolation, ...]
    seconds: float

    @property
    def missing(self) -> tuple[str, ...]:
        """Name the kinds of fault that never struck: a run without them proves little."""
        return tuple(kind for kind in KINDS if not self.faults.get(kind))

    @property
    def ok(self) -> bool:
        """Say whether nothing broke and every kind of fault struck."""
        return not self.violations and not self.missing


@dataclass(slots=True)
class _Sum:
    steps: int = 0
    till_days: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    violations: list[FoundViolation] = field(default_factory=list)


def simulate(
    *,
    seeds: int,
    start: int = 0,
    tills: int = 2,
    sabotage: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> SimulationResult:
    """Run `seeds` seeds from `start`, each with `tills` tills for a day.

    `sabotage` names a guard of GUARDS to take away first. `progress` hears after each seed how
    many are done and how many broke something. Raises Refusal `guard_unknown`, `tills`.
    """
    if sabotage is not None and sabotage not in GUARDS:
        raise Refusal("guard_unknown", "there is no such guard", expected=sorted(GUARDS))
    if not 0 < tills <= TILLS_MAX:
        raise Refusal("tills", "a simulated shop has one to twenty tills", got=tills)
    began = time.perf_counter()
    total = _Sum()
    root = Path(tempfile.mkdtemp(prefix="regulars-sim-", dir=MEMORY if MEMORY.is_dir() else None))
    try:
        shop = Shop(root, tills)
        with quick(), GUARDS[sabotage]() if sabotage else nullcontext():
            for done, seed in enumerate(range(start, start + seeds), 1):
                _run(World(seed, shop), total)
                if progress is not None:
                    progress(done, len(total.violations))
    finally:
        rmtree(root)
    return SimulationResult(
        seeds=seeds,
        start=start,
        steps=total.steps,
        till_days=total.till_days,
        faults={kind: total.faults[kind] for kind in KINDS},
        violations=tuple(total.violations),
        seconds=round(time.perf_counter() - began, 2),
    )


def _run(world: World, total: _Sum) -> None:
    try:
        world.run()
    except ViolationError as violation:
        trace = f"{world.told()}\n      {violation}"
        total.violations.append(
            FoundViolation(seed=world.seed, invariant=violation.invariant, trace=trace)
        )
    finally:
        world.close()
    total.steps += world.played
    total.till_days += sum(map(world.has_had_a_day, world.tills))
    total.faults.update(world.faults.did)

"""Runs seeds and says what broke: the function behind the command `simulate`."""

from __future__ import annotations

import gc
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree

from loyalty.errors import Refusal
from tests.sim.faults import ViolationError, kinds_for, kinds_of
from tests.sim.plan import Plan
from tests.sim.quick import quick, without_collecting
from tests.sim.sabotage import GUARDS
from tests.sim.shop import Shop
from tests.sim.shrink import Broke, shortest
from tests.sim.world import World

MEMORY = Path("/dev/shm")  # noqa: S108 - a fresh folder of ours inside it
TILLS_MAX = 20
PART = 5


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
    tills: int
    steps: int
    till_days: int
    faults: Mapping[str, int]
    violations: tuple[FoundViolation, ...]
    seconds: float

    @property
    def missing(self) -> tuple[str, ...]:
        """Name the kinds of fault that never struck: a run without them proves little."""
        return tuple(kind for kind, times in self.faults.items() if not times)

    @property
    def ok(self) -> bool:
        """Say whether nothing broke and every kind of fault struck."""
        return not self.violations and not self.missing


def simulate(
    *,
    seeds: int,
    start: int = 0,
    tills: int = 2,
    sabotage: str | None = None,
    progress: Callable[[int, int], None] | None = None,
    jobs: int | None = None,
    shrinks: bool = True,
) -> SimulationResult:
    """Run `seeds` seeds from `start`, each with `tills` tills for a day.

    `sabotage` names a guard of GUARDS to take away first. `progress` hears from time to time how
    many seeds are done and how many broke something. `jobs` processes share the seeds; without
    it, as many as there are cores, and one for a few seeds. A violation is told with the shortest
    trace that was found, or as it happened when nobody wants it shorter (`shrinks`).
    Raises Refusal `guard_unknown` or `tills`.
    """
    if sabotage is not None and sabotage not in GUARDS:
        raise Refusal("guard_unknown", "there is no such guard", expected=sorted(GUARDS))
    if not 0 < tills <= TILLS_MAX:
        raise Refusal("tills", "a simulated shop has one to twenty tills", got=tills)
    if jobs is None:
        jobs = os.cpu_count() or 1 if seeds > 2 * PART else 1
    began = time.perf_counter()
    steps, till_days, broke = 0, 0, list[FoundViolation]()
    faults: Counter[str] = Counter()
    for one in _each(_Wanted(tills, sabotage, shrinks), range(start, start + seeds), jobs):
        steps += one.steps
        till_days += one.till_days
        faults.update(one.faults)
        broke += one.violations
        if progress is not None:
            progress(one.done, len(broke))
    return SimulationResult(
        seeds=seeds,
        start=start,
        tills=tills,
        steps=steps,
        till_days=till_days,
        faults={kind: faults[kind] for kind in _kinds(range(start, start + seeds), tills)},
        violations=tuple(sorted(broke, key=lambda found: found.seed)),
        seconds=round(time.perf_counter() - began, 2),
    )


def _kinds(seeds: range, tills: int) -> list[str]:
    """Give every kind of fault that one of these seeds has to meet."""
    met = {kind for seed in seeds for kind in kinds_of(seed, tills)}
    return [kind for kind in kinds_for(tills) if kind in met]


@dataclass(slots=True, kw_only=True)
class _Part:
    """What some seeds did; `done` counts all that are done so far."""

    done: int
    steps: int = 0
    till_days: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    violations: list[FoundViolation] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """How each seed is run."""

    tills: int
    sabotage: str | None
    shrinks: bool


def _each(wanted: _Wanted, seeds: range, jobs: int) -> Iterator[_Part]:
    if jobs <= 1:
        yield from _here(wanted, seeds)
        return
    parts = [seeds[at : at + PART] for at in range(0, len(seeds), PART)]
    done = 0
    with ProcessPoolExecutor(jobs) as pool:
        running = [pool.submit(_there, wanted, part) for part in parts]
        for future in as_completed(running):
            for part in future.result():
                done += 1
                part.done = done
                yield part


def _there(wanted: _Wanted, seeds: range) -> list[_Part]:
    return list(_here(wanted, seeds))


def _here(wanted: _Wanted, seeds: range) -> Iterator[_Part]:
    root = Path(tempfile.mkdtemp(prefix="regulars-sim-", dir=MEMORY if MEMORY.is_dir() else None))
    try:
        shop = Shop(root, wanted.tills)
        with (
            quick(),
            without_collecting(),
            GUARDS[wanted.sabotage]() if wanted.sabotage else nullcontext(),
        ):
            for done, seed in enumerate(seeds, 1):
                gc.collect()
                yield _run(shop, Plan(seed=seed), done, shrinks=wanted.shrinks)
    finally:
        rmtree(root)


def _run(shop: Shop, plan: Plan, done: int, *, shrinks: bool) -> _Part:
    part = _Part(done=done)
    world, broke = _play(shop, plan)
    if broke is not None:
        if shrinks:
            broke = shortest(broke, world.moves(), lambda shorter: _play(shop, shorter)[1])
        part.violations.append(
            FoundViolation(seed=plan.seed, invariant=broke.invariant, trace=broke.trace)
        )
    part.steps = world.played
    part.till_days = world.till_days()
    part.faults.update(world.faults.did)
    return part


def _play(shop: Shop, plan: Plan) -> tuple[World, Broke | None]:
    world = World(plan, shop)
    try:
        world.run()
    except ViolationError as violation:
        trace = f"{world.told()}\n      {violation}"
        return world, Broke(plan, violation.invariant, world.played, trace)
    finally:
        world.close()
    return world, None

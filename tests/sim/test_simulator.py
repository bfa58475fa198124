"""The promise: nothing recorded is lost or doubled, whatever network, crashes and order do."""

import pytest

from loyalty.errors import Refusal
from tests.sim import GUARDS, FoundViolation, SimulationResult, simulate
from tests.sim.world import TRACE_LINES

CAUGHT_WITHIN = 20
CATCHES = {
    "idempotency": 0,
    "grant_once": 0,
    "chain_gap": 0,
    "own_position": 0,
    "held_check": 0,
    "grants_first": 0,
    "outbox": 0,
    "open_sale": 0,
    "reversal_once": 0,
    "owed_first": 1,
    "short_free": 3,
    "merge_net": 21,
    "transfer_free": 1,
    "redirect": 0,
    "former": 0,
    "command_once": 0,
    "tombstone": 0,
    "erased_stays": 22,
    "claim_first": 102,
    "one_transaction": 3,
    "witness": 0,
    "epoch_empty": 1,
    "fork_tail": 0,
    "fork_once": 1,
    "tail_rights": 13,
    "ended_gains": 5,
    "left_epoch": 0,
    "claims_again": 2,
    "lost_till": 3,
    "recovery_sevs": 2,
    "refund_right": 101,
    "refund_once": 5,
    "home_right": 0,
    "home_back": 0,
    "given_once": 111,
    "merge_home": 0,
}
"""The seed that catches each guard's absence first."""


def told(result: SimulationResult) -> str:
    """Write what broke, for whoever reads the failed test."""
    return "\n\n".join(f"seed {one.seed}: {one.trace}" for one in result.violations)


def caught(guard: str, seeds: list[int]) -> FoundViolation | None:
    """Run seeds without a guard until one of them breaks something."""
    for seed in seeds:
        result = simulate(seeds=1, start=seed, sabotage=guard, shrinks=False)
        if result.violations:
            return result.violations[0]
    return None


@pytest.mark.parametrize("seed", range(20))
def test_two_tills_keep_the_books(seed: int) -> None:
    """Two tills and a server come through every fault with books that agree."""
    result = simulate(seeds=1, start=seed)
    assert not result.violations, told(result)
    assert not result.missing, "a run without every kind of fault proves little"
    assert result.till_days >= 2


def test_more_tills_keep_the_books() -> None:
    """Three tills fight for the same points."""
    result = simulate(seeds=1, start=0, tills=3)
    assert result.ok, told(result)


def test_one_till_keeps_the_books() -> None:
    """One till alone still redeems only what it was granted."""
    result = simulate(seeds=1, start=0, tills=1)
    assert result.ok, told(result)


def test_a_seed_can_be_run_again() -> None:
    """The same seed is the same day, step by step and fault by fault."""
    first, second = (
        simulate(seeds=1, start=1, sabotage="held_check", shrinks=False) for _ in range(2)
    )
    assert first.violations
    assert first.violations == second.violations
    assert (first.steps, first.faults) == (second.steps, second.faults)


def test_a_violation_is_told_in_few_lines() -> None:
    """What has nothing to do with it is left out, and the rest breaks the same invariant."""
    whole, short = (
        simulate(seeds=1, start=0, sabotage="held_check", shrinks=shrinks).violations[0]
        for shrinks in (False, True)
    )
    assert short.invariant == whole.invariant
    assert short.trace.count("\n") < whole.trace.count("\n")


@pytest.mark.parametrize("guard", sorted(CATCHES))
def test_a_missing_guard_is_found(guard: str, said_at_the_end: list[str]) -> None:
    """Whatever guard is taken away, an invariant misses it; the recorded seed shows it first."""
    recorded = CATCHES[guard]
    found = caught(guard, [recorded, *range(100, 100 + CAUGHT_WITHIN)])
    assert found is not None, f"nothing noticed that {guard} is gone"
    assert found.trace.count("\n") <= TRACE_LINES
    if found.seed != recorded:
        # Another schedule since the seed was recorded; the guard itself is still missed.
        said_at_the_end.append(f"simulator: seed {found.seed} now catches {guard}: record it")


def test_every_guard_has_its_seed() -> None:
    """No guard stands that nothing would miss."""
    assert sorted(GUARDS) == sorted(CATCHES)


def test_what_cannot_be_simulated_is_refused() -> None:
    """A guard that nobody knows and a shop without tills are no simulation."""
    with pytest.raises(Refusal, match="no such guard"):
        simulate(seeds=1, sabotage="luck")
    with pytest.raises(Refusal, match="one to twenty"):
        simulate(seeds=1, tills=0)


def test_progress_is_told_from_several_processes() -> None:
    """Two processes share seeds and give the same result as one."""
    heard: list[tuple[int, int]] = []
    shared = simulate(
        seeds=6,
        start=40,
        sabotage="own_position",
        shrinks=False,
        jobs=2,
        progress=lambda done, broke: heard.append((done, broke)),
    )
    alone = simulate(seeds=6, start=40, sabotage="own_position", shrinks=False)
    assert [done for done, _ in heard] == [1, 2, 3, 4, 5, 6]
    assert shared.violations == alone.violations
    assert shared.steps == alone.steps


@pytest.mark.slow
def test_many_seeds_keep_the_books() -> None:
    """Two hundred days come through as well: as many as half of the slow tests' time allows."""
    result = simulate(seeds=200, start=10_000)
    assert result.ok, told(result)

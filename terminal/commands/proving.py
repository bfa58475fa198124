"""`simulate`, `bench` and `screens`: proofs, figures and pictures, which live beside the tests."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from loyalty.errors import Refusal
from terminal.commands import output

BENCHES = (
    "abuse",
    "bootstrap",
    "cards",
    "commit",
    "console",
    "intake",
    "lookup",
    "rules",
    "scan",
    "start",
    "ui",
)


def _checkout(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is None or not name.startswith(error.name):
            raise
        message = "this needs the source checkout: clone the repository and run it there"
        raise Refusal("no_checkout", message) from error


def simulate(seeds: int, start: int, tills: int, sabotage: str, *, as_json: bool) -> int:
    """Run the simulator; 1 when an invariant broke or a kind of fault never struck."""
    runner = _checkout("tests.sim.runner")
    if sabotage == "list":
        names = sorted(_checkout("tests.sim.sabotage").GUARDS)
        output.answer({"guards": names}) if as_json else output.say("\n".join(names))
        return output.OK
    result = runner.simulate(
        seeds=seeds,
        start=start,
        tills=tills,
        sabotage=sabotage or None,
        progress=lambda done, bad: output.progress(f"{done}/{seeds} seeds, {bad} broken"),
    )
    for violation in result.violations:
        output.progress(f"seed {violation.seed}: {violation.invariant}\n{violation.trace}")
    output.answer(
        {
            "seeds": result.seeds,
            "start": result.start,
            "steps": result.steps,
            "till_days": result.till_days,
            "faults": dict(result.faults),
            "violations": [
                {"seed": one.seed, "invariant": one.invariant, "trace": one.trace}
                for one in result.violations
            ],
            "seconds": result.seconds,
        }
    )
    return output.OK if result.ok else output.FOUND


def bench(
    name: str,
    *,
    full: bool,
    frames: Path | None,
    form: str,
    seed: int | None,
    members: int,
    as_json: bool,
) -> int:
    """Run one bench, or all of them, a line each; `seed` None leaves it to the bench."""
    if name != "all" and name not in BENCHES:
        raise Refusal("bench_unknown", "there is no such bench", expected=[*BENCHES, "all"])
    for one in BENCHES if name == "all" else (name,):
        module = _checkout(f"tests.bench.{one}")
        options: dict[str, Any] = {"full": full}
        if one == "scan":
            options |= {"frames": frames, "format": form}
            options |= {} if seed is None else {"seed": seed}
        options |= {"members": members} if one == "ui" else {}
        found = module.run(**options)
        output.answer(found) if as_json else _table(found)
    return output.OK


def screens(out: Path, *, self_test: bool, as_json: bool) -> int:
    """Draw every screen into a folder; 1 when something is wrong on one of them.

    With `self_test` one fault of each kind is planted instead: 1 when one of them is not found.
    """
    runner = _checkout("tests.screens.run")
    found = runner.self_test(out) if self_test else runner.run(out, output.progress)
    answer = found.answer()
    if as_json:
        output.answer(answer)
    else:
        output.say(f"{found.pictures} pictures, {found.texts} texts on {found.widgets} parts")
        for name, faults in found.faults.items():
            output.say("\n".join((f"{name}: {len(faults)}", *(f"  {one}" for one in faults))))
    if self_test:
        for name in runner.missed(found):
            output.progress(f"{name}: what was planted is not what was found")
        return output.FOUND if runner.missed(found) else output.OK
    return output.OK if found.is_clean else output.FOUND


def _table(found: dict[str, Any]) -> None:
    if "skipped" in found:
        output.say(f"{found['bench']}  skipped: {found['skipped']}")
        return
    output.say(f"{found['bench']}  ({found.get('seconds')} s)")
    for label, figures in (("", found["figures"]), ("baseline ", found.get("baseline") or {})):
        for key, figure in figures.items():
            value = figure["value"] if isinstance(figure, dict) and "value" in figure else figure
            goal = figure.get("goal") if isinstance(figure, dict) else None
            met = figure.get("met") if isinstance(figure, dict) else None
            aim = "" if goal is None else f"   goal {goal} {'met' if met else 'MISSED'}"
            output.say(f"  {label}{key}: {value}{aim}")
    output.say(f"  ratio {found.get('ratio')}  goal {found.get('goal')}  met {found.get('met')}")

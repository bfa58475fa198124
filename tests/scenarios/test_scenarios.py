"""Every scenario in this folder, each as one test: what differs is what the test says."""

from __future__ import annotations

from pathlib import Path

import pytest

from terminal.commands.scenario import scenarios
from terminal.scenarios.reading import read
from terminal.scenarios.running import run

HERE = Path(__file__).parent
FILES = scenarios(HERE)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(HERE).as_posix())
def test_scenario(path: Path) -> None:
    """Nothing differs, and something could."""
    scenario = read(path)
    says = any(step.expected or step.may_refuse for step in scenario.steps)
    assert says or scenario.expected or scenario.invalid
    result = run(scenario)
    assert [f"{d.path}: {d.expected!r}, got {d.got!r} ({d.why})" for d in result.differs] == []


def test_no_scenario_is_lost() -> None:
    """The folders hold what they are to hold, and no two scenarios have one name."""
    ids = [read(path).id for path in FILES]
    assert len(set(ids)) == len(ids)
    own = [path for path in FILES if path.parent == HERE]
    assert len(own) >= 60
    assert len([path for path in FILES if path.parent.name == "peers"]) >= 45

"""The verb `scenario`: its lines, its JSON and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from main import app

RIGHT = '[programme]\nearn = [{ kind = "flat", id = "f", points = 3 }]\n[[events]]\namount = 1\n'
WRONG = RIGHT + "expect = { points = 4 }\n"
BROKEN = "[[events]]\namuont = 1\n"


def play(tmp_path: Path, *options: str, **files: str) -> tuple[int, str, str]:
    """Write scenarios, run the folder, and give the exit code and what was printed."""
    for name, text in files.items():
        (tmp_path / f"{name}.toml").write_text(text, "utf-8")
    result = CliRunner().invoke(app, ["scenario", str(tmp_path), *options])
    return result.exit_code, result.stdout, result.stderr


def test_what_is_right_is_ok(tmp_path: Path) -> None:
    code, out, _ = play(tmp_path, one=RIGHT)
    assert (code, out.split()) == (0, ["ok", "one"])


def test_what_differs_is_said_with_its_reason(tmp_path: Path) -> None:
    code, out, _ = play(tmp_path, one=RIGHT, two=WRONG)
    assert code == 1
    assert "events[1].expect.points: expected 4, got 3" in out
    assert "3 points" in out
    assert "1 of 2 scenarios ok." in out


def test_json_is_a_line_each(tmp_path: Path) -> None:
    code, out, _ = play(tmp_path, "--json", one=RIGHT, two=WRONG, zero=BROKEN)
    assert code == 2
    one, two, zero = map(json.loads, out.splitlines())
    assert one == {"id": "one", "ok": True, "differs": [], "ms": one["ms"]}
    differs = two["differs"][0]
    assert (differs["path"], differs["expected"], differs["got"]) == (
        "events[1].expect.points",
        4,
        3,
    )
    assert (two["ok"], zero["ok"], zero["error"]["code"]) == (False, False, "scenario_unreadable")
    assert zero["error"]["path"] == "events[1].amuont"


def test_what_cannot_be_read_is_named(tmp_path: Path) -> None:
    code, out, err = play(tmp_path, one=RIGHT, zero=BROKEN)
    assert code == 2
    assert "ok       one" in out
    assert "zero.toml" in err
    assert "events[1].amuont" in err


def test_programmes_in_the_folder_are_no_scenarios(tmp_path: Path) -> None:
    code, out, _ = play(tmp_path, one=RIGHT, mine='currency = "EUR"\ntime_zone = "UTC"\n')
    assert (code, out.split()) == (0, ["ok", "one"])


def test_a_folder_without_scenarios_is_wrong_use(tmp_path: Path) -> None:
    assert play(tmp_path)[0] == 2


@pytest.mark.parametrize("name", ["nothing.toml"])
def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path, name: str) -> None:
    assert CliRunner().invoke(app, ["scenario", str(tmp_path / name)]).exit_code == 2

"""Reads a scenario from TOML or JSON, with every mistake that it has."""

from __future__ import annotations

import json
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from loyalty.programme import Problem, Programme
from terminal.scenarios import cast, programmes, steps
from terminal.scenarios.moments import begun, moment
from terminal.scenarios.saying import LANGUAGES
from terminal.scenarios.story import Scenario
from terminal.scenarios.table import Table, Unreadable

USUAL_START = "2026-01-05T10:00"


def read(path: Path) -> Scenario:
    """Read a scenario's file. Raises Unreadable with every mistake."""
    try:
        text = path.read_text("utf-8")
        if path.suffix == ".json":
            raw = json.loads(text, parse_float=Decimal)
        else:
            raw = tomllib.loads(text, parse_float=Decimal)
    except (OSError, ValueError) as error:
        problem = Problem("", str(error), "a scenario in TOML or JSON")
        raise Unreadable(path.name, [problem]) from error
    return understood(raw, path)


def understood(raw: Any, path: Path) -> Scenario:
    """Turn a document into a scenario; `path` is where it stands, for files beside it."""
    problems: list[Problem] = []
    table = Table(raw, "", problems)
    scenario = whole(table, path)
    if problems or scenario is None:
        raise Unreadable(path.name, problems)
    return scenario


def whole(table: Table, path: Path) -> Scenario | None:
    """Read the table of a scenario; None where its programme cannot be used."""
    problems = table.problems
    versions = programmes.versions(table, path.parent)
    invalid = table.texts("invalid") if table.has("invalid") else None
    mistakes = tuple(problems)
    if invalid is not None:
        problems.clear()
        versions = versions or [programmes.usual()]
    if not versions:
        return None
    first = versions[0]
    table.scale = first.scale
    zone = first.time_zone
    named = table.text("id", default=path.stem)
    about = " ".join(filter(None, (table.text(each) for each in ("about", "title"))))
    table.has("source", "note", "tags")
    at_us, is_day = moment(table, "start", zone) or _usual_start(zone)
    scenario = Scenario(
        id=named,
        about=about,
        language=table.one_of(LANGUAGES, "language", default=_language(first)),
        versions=versions,
        at_us=begun(at_us, first) if is_day else at_us,
        seed=table.text("seed", default="a seed for scenarios").encode(),
        tills=cast.tills(table),
        guests=cast.guests(table),
        steps=[steps.step(each, zone) for each in table.tables("events")],
        expected=steps.final(table),
        invalid=invalid,
        mistakes=mistakes,
    )
    table.close()
    return scenario


def _usual_start(zone: str) -> tuple[int, bool]:
    found = moment(Table({"start": USUAL_START}, "", []), "start", zone)
    assert found is not None
    return found


def _language(programme: Programme) -> str:
    return "en" if "en" in programme.languages else programme.languages[0]

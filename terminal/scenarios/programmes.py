"""Finds the programme of a scenario: a ready one, a file beside it, or a table in it."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec

from loyalty.programme import Problem, Programme, ProgrammeInvalid, from_wire, to_wire
from terminal.scenarios.table import Table

READY = Path(__file__).resolve().parents[2] / "assets" / "programmes"

# What a programme that stands in a scenario need not say.
USUAL: Mapping[str, Any] = {
    "format": 1,
    "id": "scenario",
    "version": 1,
    "from": "2000-01-01",
    "name": "Shop",
    "currency": "EUR",
    "time_zone": "UTC",
}


def versions(table: Table, folder: Path) -> list[Programme]:
    """Read all versions of the programme that a scenario names, oldest first.

    `programme` is the first one, `changes` is laid over it; each of `versions` is laid over the
    one before, as a new version from its own day.
    """
    raw = _first(table, folder)
    changes = table.take("changes")
    if changes is not None:
        raw = dict(laid_over(raw, table.table(changes, "changes").rest()))
    found = [*_checked(raw, table, "programme")]
    for at, each in enumerate(table.tables("versions"), 1):
        raw = next_version(raw, each.rest())
        found += _checked(raw, table, f"versions[{at}]")
    return found


def usual() -> Programme:
    """Give the programme of a scenario that says nothing about it."""
    return from_wire(msgspec.json.encode(USUAL))


def next_version(raw: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Lay changes over a programme and number it as the version after it."""
    return dict(laid_over(raw, {"version": raw.get("version", 1) + 1, **changes}))


def published(table: Table, newest: Programme, changes: Mapping[str, Any]) -> list[Programme]:
    """Read a version that is laid over the newest one."""
    raw = next_version(_document(newest), changes)
    return _checked(raw, table, "")


def laid_over(base: Any, changes: Any) -> Any:
    """Lay a table over another: tables are joined, lists of tables by their ids, others replaced.

    A table in a list that has only `id` and `remove = true` takes that one out.
    """
    if isinstance(base, Mapping) and isinstance(changes, Mapping):
        joined = dict(base)
        for key, value in changes.items():
            joined[key] = laid_over(base[key], value) if key in base else copy.deepcopy(value)
        return joined
    if _has_ids(base) and _has_ids(changes) and base and changes:
        named = {each["id"]: each for each in base}
        for each in changes:
            if each.get("remove") is True:
                named.pop(each["id"], None)
            else:
                named[each["id"]] = laid_over(named.get(each["id"], {}), each)
        return list(named.values())
    return copy.deepcopy(changes)


def _has_ids(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(x, Mapping) and "id" in x for x in value)


def _first(table: Table, folder: Path) -> dict[str, Any]:
    value = table.take("programme")
    if isinstance(value, Mapping):
        return {**USUAL, **value}
    if value is None:
        return dict(USUAL)
    if not isinstance(value, str):
        table.wrong("programme", value, "a table, the name of a ready programme, or a file")
        return dict(USUAL)
    for path in (folder / value, READY / f"{value}.toml"):
        if path.is_file():
            return _file(path, table)
    ready = ", ".join(sorted(path.stem for path in READY.glob("*.toml")))
    table.wrong("programme", value, f"a file beside the scenario, or one of {ready}")
    return dict(USUAL)


def _file(path: Path, table: Table) -> dict[str, Any]:
    read: Callable[[str], Any] = msgspec.json.decode if path.suffix == ".json" else tomllib.loads
    try:
        return {**USUAL, **read(path.read_text("utf-8"))}
    except (OSError, ValueError, TypeError) as error:
        table.wrong("programme", str(error), "a programme that can be read")
        return dict(USUAL)


def _checked(raw: Mapping[str, Any], table: Table, path: str) -> list[Programme]:
    try:
        return [from_wire(msgspec.json.encode(_plain(raw)))]
    except ProgrammeInvalid as error:
        for each in error.problems:
            at = f"{table.path}.{path}.{each.path}".strip(".").replace("..", ".")
            table.problems.append(Problem(at, each.got, each.expected))
        return []


def _plain(value: Any) -> Any:
    """Give a document as JSON can write it: days as texts, numbers without a point as whole."""
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else str(value)
    return value


def _document(programme: Programme) -> dict[str, Any]:
    document: dict[str, Any] = msgspec.json.decode(to_wire(programme))
    return document

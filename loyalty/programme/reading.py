"""Reads a programme from TOML or from the wire, and writes it to the wire."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable

import msgspec
from msgspec import inspect

from loyalty.errors import Refusal
from loyalty.programme.check import Findings, Problem, ProgrammeInvalid, walk
from loyalty.programme.sense import remarks
from loyalty.programme.shapes import Programme


def load_toml(text: str) -> Programme:
    """Read a programme as an owner writes it. Raises ProgrammeInvalid with every mistake."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProgrammeInvalid([Problem("", str(error), "a TOML document")]) from error
    return _checked(raw)


def from_wire(raw: bytes) -> Programme:
    """Read a programme from its JSON. Raises ProgrammeInvalid with every mistake."""
    try:
        document = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ProgrammeInvalid([Problem("", str(error), "a JSON document")]) from error
    return _checked(document)


def to_wire(programme: Programme) -> bytes:
    """Write a programme as canonical JSON: sorted names, nothing that is a default.

    A later release may add fields with defaults without changing these bytes.
    """
    return msgspec.json.encode(_lean(programme) | {"format": programme.format}, order="sorted")


def in_force(versions: Iterable[Programme], day: str) -> Programme:
    """Give the version that rules on a business date (ISO): the newest `from` up to it.

    Raises Refusal `programme_none` when every version begins later.
    """
    begun = [each for each in versions if each.from_day <= day]
    if not begun:
        raise Refusal("programme_none", f"no version of the programme is in force on {day}")
    return max(begun, key=lambda each: (each.from_day, each.version))


def _lean(struct: msgspec.Struct) -> dict[str, object]:
    """Turn a struct into a table without its defaults, which msgspec omits by identity only."""
    whole: dict[str, object] = {}
    config = struct.__struct_config__
    if config.tag_field:
        whole[config.tag_field] = config.tag
    for item in msgspec.structs.fields(struct):
        value = getattr(struct, item.name)
        if item.required or value != item.default:
            whole[item.encode_name] = _leaner(value)
    return whole


def _leaner(value: object) -> object:
    if isinstance(value, msgspec.Struct):
        return _lean(value)
    return [_leaner(each) for each in value] if isinstance(value, tuple) else value


def _checked(document: object) -> Programme:
    found = Findings()
    repaired = walk(document, inspect.type_info(Programme), "", found)
    programme = msgspec.convert(repaired, Programme)
    meant = (
        problem
        for problem, about in remarks(programme)
        if not found.under_guess(problem.path) and not (about and found.touches(about))
    )
    problems = [*found.problems, *meant]
    if problems:
        raise ProgrammeInvalid(sorted(problems, key=lambda problem: problem.path))
    return programme

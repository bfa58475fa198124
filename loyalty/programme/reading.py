"""Reads a programme from TOML or from the wire, and writes it to the wire."""

from __future__ import annotations

import contextlib
import re
import tomllib
from collections.abc import Iterable
from datetime import date, datetime, time

import msgspec
from msgspec import inspect

from loyalty.errors import Refusal
from loyalty.programme.check import walk
from loyalty.programme.problem import Findings, Problem, ProgrammeInvalid, shown
from loyalty.programme.sense import remarks
from loyalty.programme.shapes import Programme


def load_toml(text: str) -> Programme:
    """Read a programme as an owner writes it. Raises ProgrammeInvalid with every mistake."""
    try:
        raw = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ProgrammeInvalid([Problem("", str(error), "a TOML document")]) from error
    return _checked(_written(raw))


def from_wire(raw: bytes) -> Programme:
    """Read a programme from its JSON. Raises ProgrammeInvalid with every mistake."""
    with contextlib.suppress(msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return _sensible(msgspec.json.decode(raw, type=Programme))
    try:
        document = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ProgrammeInvalid([Problem("", str(error), "a JSON document")]) from error
    return _checked(document)


def to_wire(programme: Programme) -> bytes:
    """Write a programme as canonical JSON: sorted names, nothing that is a default.

    A later release may add fields with defaults without changing these bytes.
    """
    return msgspec.json.encode(lean(programme) | {"format": programme.format}, order="sorted")


def check_successor(newest: Programme, programme: Programme) -> None:
    """Check that a version can follow the newest one, which every till already has.

    What members own is counted in its currency and what tills recorded in its days, so those stay;
    a version that is known is never changed, and none begins before the one that it follows.
    Raises ProgrammeInvalid.
    """
    problems = []
    if programme.version <= newest.version:
        wanted = f"{newest.version + 1} or more: version {newest.version} is known to every till"
        problems.append(Problem("version", str(programme.version), wanted))
    if programme.from_day < newest.from_day:
        wanted = f"{newest.from_day} or later, when version {newest.version} begins"
        problems.append(Problem("from", shown(programme.from_day), wanted))
    for name in ("id", "currency", "scale", "time_zone", "day_start_minutes"):
        was, now = getattr(newest, name), getattr(programme, name)
        if was != now:
            wanted = f"{shown(was)}, as in version {newest.version}"
            problems.append(Problem(name, shown(now), wanted))
    if problems:
        raise ProgrammeInvalid(problems)


def in_force(versions: Iterable[Programme], day: str) -> Programme:
    """Give the version that rules on a business date (ISO): the newest `from` up to it.

    Raises Refusal `programme_none` when every version begins later.
    """
    begun = [each for each in versions if each.from_day <= day]
    if not begun:
        raise Refusal("programme_none", f"no version of the programme is in force on {day}")
    return max(begun, key=lambda each: (each.from_day, each.version))


def lean(struct: msgspec.Struct) -> dict[str, object]:
    """Turn a struct into a table without its defaults, which msgspec omits by identity only.

    The names stand in the order of the shapes, a kind before what it says.
    """
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
        return lean(value)
    return [_leaner(each) for each in value] if isinstance(value, tuple) else value


def _written(value: object) -> object:
    """Turn the days and times of TOML, which need no quotes, into the texts that they are."""
    match value:
        case dict():
            return {name: _written(each) for name, each in value.items()}
        case list():
            return [_written(each) for each in value]
        case datetime():
            return value
        case date():
            return value.isoformat()
        case time(second=0, microsecond=0):
            return value.isoformat("minutes")
        case _:
            return value


def _checked(document: object) -> Programme:
    """Read a document that may be wrong anywhere; walking it all is slow, so that comes last."""
    try:
        return _sensible(msgspec.convert(document, Programme))
    except msgspec.ValidationError:
        found = Findings(top=frozenset(Programme.__struct_encode_fields__))
        repaired = walk(document, inspect.type_info(Programme), "", found)
        return _sensible(msgspec.convert(repaired, Programme), found)


def _sensible(programme: Programme, found: Findings | None = None) -> Programme:
    """Give the programme if it means something and nothing was found before."""
    found = found or Findings()
    meant = (problem for problem, about in remarks(programme) if not found.follows(problem, about))
    problems = [*found.problems, *meant]
    if problems:
        raise ProgrammeInvalid(sorted(problems, key=_place))
    return programme


def _place(problem: Problem) -> tuple[tuple[bool, str], ...]:
    """Sort by path, the tenth of a list after the ninth."""
    pieces = re.findall(r"\d+|\D+", problem.path)
    return tuple(
        (piece.isdigit(), piece.rjust(9) if piece.isdigit() else piece) for piece in pieces
    )

"""Writes a programme as the TOML that an owner reads and edits: the other way of `load_toml`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Any

from loyalty.programme.reading import lean
from loyalty.programme.shapes import Programme

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_DELETE = "\x7f"


def to_toml(programme: Programme) -> str:
    """Write a programme so that `load_toml` reads the very same one; defaults are left out."""
    return written({"format": programme.format, **lean(programme)})


def written(document: Mapping[str, Any]) -> str:
    """Write a document: what is plain first, then its tables and lists of tables.

    It holds texts, whole numbers, days, times, truth, lists and tables, as those of a programme
    do; what is None is left out.
    """
    plain, tables = [], []
    for name, value in document.items():
        if isinstance(value, Mapping) and name != "name":
            tables.append("\n".join(["", f"[{_key(name)}]", *_lines(value)]))
        elif isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
            tables += ["\n".join(["", f"[[{_key(name)}]]", *_lines(each)]) for each in value]
        elif value is not None:
            plain.append(f"{_key(name)} = {_value(value)}")
    return "\n".join([*plain, *tables]) + "\n"


def _lines(table: Mapping[str, Any]) -> Iterator[str]:
    for name, value in table.items():
        if value is not None:
            yield f"{_key(name)} = {_value(value)}"


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return _text(value)
        case date() | time():
            return value.isoformat()
        case Mapping():
            inside = ", ".join(_lines(value))
            return f"{{ {inside} }}" if inside else "{}"
        case _:
            return f"[{', '.join(_value(each) for each in value)}]"


def _text(text: str) -> str:
    # JSON escapes what TOML escapes, all but one character.
    return json.dumps(text, ensure_ascii=False).replace(_DELETE, "\\u007f")


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _text(name)

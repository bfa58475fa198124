"""Adds what is new on the wire to the corpus, and never changes what is there.

`python -m tests.golden.add` before a release: each field is then one that stays for ever.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, get_args, get_origin

import msgspec

from server.api import STATUSES
from server.contract import CALLS
from server.openapi import codes
from sync import wire, wire_secrets, wire_snapshot

FOLDER: Final = Path(__file__).parent / "wire" / "v1"
CODES: Final = FOLDER / "codes.json"
Document = dict[str, Any]


def structs() -> dict[str, type[msgspec.Struct]]:
    """Give the shapes on the wire by name."""
    return {
        name: kind
        for name, kind in {**vars(wire), **vars(wire_secrets), **vars(wire_snapshot)}.items()
        if isinstance(kind, type)
        and issubclass(kind, msgspec.Struct)
        and kind is not msgspec.Struct
    }


def default_of(field: msgspec.structs.FieldInfo) -> Document:
    """Say what a field has when it is left out; `{}` for one that may not be."""
    if field.required:
        return {}
    made = field.default_factory() if field.default is msgspec.NODEFAULT else field.default
    return {"default": msgspec.to_builtins(made)}


def example(kind: Any, name: str) -> Any:
    """Make a value of a type that is not its default."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind is msgspec.Raw:
        return {"v": 1, "kept": [1.50, "as it is"]}
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return whole(kind)
    if origin is list or origin is tuple:
        return [example(inner[0], name)]
    if origin is dict:
        return {f"{name}-key" if inner[0] is str else "7": example(inner[1], name)}
    if inner:  # an Annotated type, or one that may be null
        return example(inner[0], name)
    return {int: 7, bool: True, str: f"{name}-text", object: {"any": [1, "two"]}}[kind]


def whole(kind: type[msgspec.Struct]) -> Any:
    """Make a document with every field of a shape."""
    made = {
        field.encode_name: example(field.type, field.encode_name)
        for field in msgspec.structs.fields(kind)
    }
    return list(made.values()) if kind.__struct_config__.array_like else made


def added(known: Document, kind: type[msgspec.Struct]) -> Document:
    """Give what the corpus has to say of a shape, with the fields that it did not know."""
    most = whole(kind)
    if isinstance(most, list):
        return known or {"fields": {}, "most": most}
    found: Document = {"fields": {}, "most": {}} | known
    for field in msgspec.structs.fields(kind):
        name = field.encode_name
        found["fields"].setdefault(name, default_of(field))
        found["most"].setdefault(name, most[name])
    return found


def write(path: Path, known: Document, found: Document) -> Iterator[str]:
    """Write a file of the corpus when there is something new in it."""
    if found != known:
        path.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", "utf-8")
        yield path.name


def read(path: Path) -> Document:
    """Read a file of the corpus; `{}` for one that is not there."""
    return json.loads(path.read_bytes()) if path.exists() else {}


def main() -> int:
    """Add what is new and name the files."""
    names: list[str] = []
    for name, kind in structs().items():
        path = FOLDER / f"{name}.json"
        before, known = read(path), read(path)
        names += write(path, before, added(known, kind))
    known = read(CODES)
    named = {code: STATUSES.get(code, 400) for call in CALLS for code in codes(call)}
    names += write(CODES, known, STATUSES | named | known)
    sys.stdout.write("".join(f"{name}\n" for name in names) or "nothing is new\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

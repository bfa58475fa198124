"""Checks a document against its shapes and names everything that is wrong, at once.

msgspec stops at the first mistake; an owner wants to see them all. So the document is walked
along msgspec's own description of the shapes, and what is wrong is replaced by a stand-in, so
that the checks of meaning can still run over the rest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import inspect

from loyalty.programme.problem import NOTHING, Findings, Problem, nearest, shown
from loyalty.programme.wanted import bare, expected, known_name, one_of, stand_in, wanted

_PLAIN: Mapping[type[inspect.Type], type] = {
    inspect.BoolType: bool,
    inspect.NoneType: type(None),
    inspect.StructType: dict,
}


def _fits(value: object, kind: inspect.Type) -> bool:
    if isinstance(kind, inspect.IntType):
        return _fits_int(value, kind)
    if isinstance(kind, inspect.StrType):
        return _fits_text(value, kind)
    if isinstance(kind, inspect.VarTupleType):
        return isinstance(value, list | tuple) and len(value) >= (kind.min_length or 0)
    if isinstance(kind, inspect.LiteralType):
        return not isinstance(value, bool) and value in kind.values
    if isinstance(kind, inspect.DictType):
        return isinstance(value, dict) and bool(value)
    return isinstance(value, _PLAIN[type(kind)])


def _fits_int(value: object, kind: inspect.IntType) -> bool:
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    return (kind.ge is None or value >= kind.ge) and (kind.le is None or value <= kind.le)


def _fits_text(value: object, kind: inspect.StrType) -> bool:
    if not isinstance(value, str) or len(value) < (kind.min_length or 0):
        return False
    return kind.pattern is None or re.search(kind.pattern, value) is not None


def walk(value: object, kind: inspect.Type, path: str, found: Findings) -> Any:
    """Check a value against a type, note every mistake, and give a value that passes."""
    plain = bare(kind)
    if isinstance(plain, inspect.UnionType):
        return _union(value, kind, plain.types, path, found)
    if not _fits(value, plain):
        return _refuse(value, kind, path, found)
    match plain, value:
        case inspect.VarTupleType(item_type=item), list() | tuple():
            return [walk(each, item, f"{path}[{at}]", found) for at, each in enumerate(value)]
        case inspect.DictType(key_type=key, value_type=item), dict():
            return {
                walk(name, key, f"{path}.{name}", found): walk(each, item, f"{path}.{name}", found)
                for name, each in value.items()
            }
        case inspect.StructType(), dict():
            return _struct(value, [plain], path, found)
        case _:
            return value


def _refuse(value: object, kind: inspect.Type, path: str, found: Findings) -> Any:
    found.add(path, value, wanted(value, kind, path))
    found.guessed.append(path)
    return stand_in(kind)


def _union(
    value: object, kind: inspect.Type, types: Sequence[inspect.Type], path: str, found: Findings
) -> Any:
    structs = [each for each in types if isinstance(each, inspect.StructType)]
    if structs and isinstance(value, dict):
        return _struct(value, structs, path, found)
    for each in types:
        if _fits(value, bare(each)):
            return walk(value, each, path, found)
    return _refuse(value, kind, path, found)


def _struct(
    value: dict[str, object], kinds: Sequence[inspect.StructType], path: str, found: Findings
) -> Any:
    dot = f"{path}." if path else ""
    kind = _variant(value, kinds, dot, found)
    if kind is None:
        found.guessed.append(path)
        return stand_in(kinds[0])
    fields = {item.encode_name: item for item in kind.fields}
    known = set(fields) | ({kind.tag_field} if kind.tag_field else set())
    for name in value.keys() - known:
        words = known_name(name, known - value.keys())
        if path and name in found.top:
            words = f"{name} at the top of the document, before the first [table]"
        found.add(f"{dot}{name}", name, words)
        found.misnamed.append(path)
    whole = {str(kind.tag_field): kind.tag} if kind.tag_field else {}
    for name, item in fields.items():
        if name in value:
            whole[name] = walk(value[name], item.type, f"{dot}{name}", found)
        elif item.required:
            found.problems.append(Problem(f"{dot}{name}", NOTHING, expected(item.type)))
            found.guessed.append(f"{dot}{name}")
            whole[name] = stand_in(item.type)
    return whole


def _variant(
    value: dict[str, object], kinds: Sequence[inspect.StructType], dot: str, found: Findings
) -> inspect.StructType | None:
    by_tag = {kind.tag: kind for kind in kinds}
    tag_field = kinds[0].tag_field
    if tag_field is None:
        return kinds[0]
    tag = value.get(tag_field)
    if isinstance(tag, str) and tag in by_tag:
        return by_tag[tag]
    got = shown(tag) if tag_field in value else NOTHING
    found.problems.append(Problem(f"{dot}{tag_field}", got, one_of(tag, by_tag)))
    return (
        by_tag.get(nearest(tag, [str(each) for each in by_tag])) if isinstance(tag, str) else None
    )

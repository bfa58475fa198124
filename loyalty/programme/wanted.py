"""Says in words what a shape of the document accepts, and gives a small value that it does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import inspect

from loyalty.programme.problem import nearest, shown


def one_of(word: object, known: Iterable[object]) -> str:
    """Say which names are known, and which of them was probably meant."""
    names = sorted(str(name) for name in known)
    listed = f"one of {', '.join(names)}"
    near = nearest(word, names) if isinstance(word, str) else None
    return f"{listed}; the nearest is {near}" if near else listed


def known_name(word: str, known: Iterable[str]) -> str:
    """Say which name was probably meant, and then all that are known."""
    near = nearest(word, known)
    probably = f"; the nearest is {near}" if near else ""
    return f"a known name{probably}; known here are {', '.join(sorted(known))}"


def bare(kind: inspect.Type) -> inspect.Type:
    """Give a type without what is said about it."""
    return kind.type if isinstance(kind, inspect.Metadata) else kind


def _schema(kind: inspect.Type) -> Mapping[str, Any]:
    return (kind.extra_json_schema or {}) if isinstance(kind, inspect.Metadata) else {}


def stand_in(kind: inspect.Type) -> Any:
    """Give a small value that a type accepts: its example, or the least of its kind."""
    if examples := _schema(kind).get("examples"):
        return examples[0]
    match bare(kind):
        case inspect.StructType() as struct:
            whole = {
                item.encode_name: stand_in(item.type) for item in struct.fields if item.required
            }
            return whole | ({struct.tag_field: struct.tag} if struct.tag_field else {})
        case inspect.UnionType(types=types):
            return stand_in(types[0])
        case inspect.LiteralType(values=values):
            return values[0]
        case inspect.BoolType():
            return False
        case inspect.VarTupleType(item_type=item, min_length=least):
            return [stand_in(item) for _ in range(least or 0)]
        case other:
            raise TypeError(f"no stand-in for {other}: give its Meta an example")


def expected(kind: inspect.Type) -> str:
    """Say in words what a type accepts."""
    if description := _schema(kind).get("description"):
        return str(description)
    match bare(kind):
        case inspect.LiteralType(values=values):
            return one_of(None, values)
        case inspect.UnionType(types=types):
            parts = [expected(each) for each in types if not isinstance(each, inspect.NoneType)]
            return " or ".join(dict.fromkeys(parts))
        case inspect.BoolType():
            return "true or false"
        case inspect.VarTupleType(min_length=least):
            return "a list that is not empty" if least else "a list"
        case inspect.DictType():
            return "a table by language"
        case _:
            return "a table"


def wanted(value: object, kind: inspect.Type, path: str) -> str:
    """Say what a type accepts to somebody who wrote this value there."""
    plain = bare(kind)
    words = expected(kind)
    match plain, value:
        case inspect.LiteralType(values=values), _:
            return one_of(value, values)
        case inspect.VarTupleType(item_type=item), dict() if _is_table(item):
            name = path.rpartition(".")[2]
            return f"{words}: each of it begins with [[{name}]]"
        case inspect.VarTupleType(item_type=item), str() if not _is_table(item):
            return f"{words}, as in [{shown(value)}]"
        case inspect.IntType(le=int() as most), int() if value > most and words.endswith("up"):
            return f"{words}, at most {most}"
        case inspect.IntType(), float() if path.endswith("minor"):
            return f"{words}: money is counted in its smallest coin, 500 for 5.00"
        case ((inspect.StructType() | inspect.UnionType()), _) if path and _is_table(kind):
            return f"{words} such as {_inline(stand_in(kind))}"
        case _:
            return words


def _is_table(kind: inspect.Type) -> bool:
    plain = bare(kind)
    if isinstance(plain, inspect.UnionType):
        return any(_is_table(each) for each in plain.types)
    return isinstance(plain, inspect.StructType)


def _inline(value: object) -> str:
    """Write a value as TOML does within a line."""
    if not isinstance(value, dict):
        return shown(value)
    inside = ", ".join(f"{name} = {_inline(each)}" for name, each in value.items())
    return f"{{ {inside} }}" if inside else "{ }"

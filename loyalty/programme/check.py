"""Checks a document against its shapes and names everything that is wrong, at once.

msgspec stops at the first mistake; an owner wants to see them all. So the document is walked
along msgspec's own description of the shapes, and what is wrong is replaced by a stand-in, so
that the checks of meaning can still run over the rest.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from msgspec import inspect

from loyalty.errors import Refusal

NOTHING = "nothing"


class Problem(NamedTuple):
    """One mistake: where it is, what stands there and what was expected."""

    path: str
    got: str
    expected: str


class ProgrammeInvalid(Refusal):
    """A programme document that cannot be used; `problems` holds every mistake."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        text = "; ".join(f"{p.path}: {p.got}, expected {p.expected}" for p in self.problems)
        super().__init__(
            "programme_invalid", text, path=first.path, expected=first.expected, got=first.got
        )


@dataclass(frozen=True, slots=True)
class Findings:
    """What a walk found: mistakes, and the paths where a stand-in was put.

    `misnamed` are the paths of tables that have a name which is not known: what seems to be
    missing there may only be misspelt. `top` are the names that belong at the top of a document.
    """

    top: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)
    guessed: list[str] = field(default_factory=list)
    misnamed: list[str] = field(default_factory=list)

    def add(self, path: str, got: object, expected: str) -> None:
        """Note a mistake."""
        self.problems.append(Problem(path, shown(got), expected))

    def under_guess(self, path: str) -> bool:
        """Say whether a path lies within something that was replaced."""
        return any(at in ("", path) or path.startswith((f"{at}.", f"{at}[")) for at in self.guessed)

    def touches(self, about: str) -> bool:
        """Say whether ids of collections were replaced, or with `name*` anything within them."""
        return any(self._touches(each) for each in about.split())

    def _touches(self, about: str) -> bool:
        name = about.rstrip("*")
        if about == name:
            within = re.compile(rf"{name}(\[\d+\](\.id)?)?")
            return any(within.fullmatch(at) for at in self.guessed)
        anywhere = re.compile(rf"{name}([\[.].*)?")
        return any(anywhere.fullmatch(at) for at in (*self.guessed, *self.misnamed))

    def follows(self, problem: Problem, about: str) -> bool:
        """Say whether a mistake of meaning only follows from one that was noted here."""
        if self.under_guess(problem.path) or self.touches(about):
            return True
        above = problem.path.rpartition(".")[0]
        return problem.got == NOTHING and bool({problem.path, above} & set(self.misnamed))


_PLAIN: Mapping[type[inspect.Type], type] = {
    inspect.BoolType: bool,
    inspect.NoneType: type(None),
    inspect.StructType: dict,
}


def shown(value: object) -> str:
    """Show a value of the document as it could stand in it, shortened."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "..."  # noqa: PLR2004


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Give the known name that a word was probably meant to be."""
    found = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.5)
    return found[0] if found else None


def _one_of(word: object, known: Iterable[object]) -> str:
    names = sorted(str(name) for name in known)
    listed = f"one of {', '.join(names)}"
    near = nearest(word, names) if isinstance(word, str) else None
    return f"{listed}; the nearest is {near}" if near else listed


def _known_name(word: str, known: Iterable[str]) -> str:
    near = nearest(word, known)
    probably = f"; the nearest is {near}" if near else ""
    return f"a known name{probably}; known here are {', '.join(sorted(known))}"


def _bare(kind: inspect.Type) -> inspect.Type:
    return kind.type if isinstance(kind, inspect.Metadata) else kind


def _schema(kind: inspect.Type) -> Mapping[str, Any]:
    return (kind.extra_json_schema or {}) if isinstance(kind, inspect.Metadata) else {}


def stand_in(kind: inspect.Type) -> Any:
    """Give a small value that a type accepts: its example, or the least of its kind."""
    if examples := _schema(kind).get("examples"):
        return examples[0]
    match _bare(kind):
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
    match _bare(kind):
        case inspect.LiteralType(values=values):
            return _one_of(None, values)
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
    bare = _bare(kind)
    if isinstance(bare, inspect.UnionType):
        return _union(value, kind, bare.types, path, found)
    if not _fits(value, bare):
        return _refuse(value, kind, path, found)
    match bare, value:
        case inspect.VarTupleType(item_type=item), list() | tuple():
            return [walk(each, item, f"{path}[{at}]", found) for at, each in enumerate(value)]
        case inspect.DictType(key_type=key, value_type=item), dict():
            return {
                walk(name, key, f"{path}.{name}", found): walk(each, item, f"{path}.{name}", found)
                for name, each in value.items()
            }
        case inspect.StructType(), dict():
            return _struct(value, [bare], path, found)
        case _:
            return value


def _refuse(value: object, kind: inspect.Type, path: str, found: Findings) -> Any:
    bare = _bare(kind)
    wanted = expected(kind)
    if isinstance(bare, inspect.LiteralType):
        wanted = _one_of(value, bare.values)
    found.add(path, value, wanted)
    found.guessed.append(path)
    return stand_in(kind)


def _union(
    value: object, kind: inspect.Type, types: Sequence[inspect.Type], path: str, found: Findings
) -> Any:
    structs = [each for each in types if isinstance(each, inspect.StructType)]
    if structs and isinstance(value, dict):
        return _struct(value, structs, path, found)
    for each in types:
        if _fits(value, _bare(each)):
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
        wanted = _known_name(name, known - value.keys())
        if path and name in found.top:
            wanted = f"{name} at the top of the document, before the first [table]"
        found.add(f"{dot}{name}", name, wanted)
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
    found.problems.append(Problem(f"{dot}{tag_field}", got, _one_of(tag, by_tag)))
    return (
        by_tag.get(nearest(tag, [str(each) for each in by_tag])) if isinstance(tag, str) else None
    )

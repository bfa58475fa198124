"""What passes between the counter and whoever reads lists of members for it; no list is in here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import msgspec


class FindLists(msgspec.Struct, frozen=True, kw_only=True):
    """Say which files may be lists of members; the answer comes as a message."""


class LookAtList(msgspec.Struct, frozen=True, kw_only=True):
    """Look at a file; the answer comes as a message."""

    path: str


class GoOn(msgspec.Struct, frozen=True, kw_only=True):
    """Come back with `WentOn` when everything that waits now has been heard."""


class FoundList(msgspec.Struct, frozen=True, kw_only=True):
    """A file that may be a list: its name, the folder it lies in, the day it was written."""

    path: str
    name: str
    place: str
    day: str


class ListColumn(msgspec.Struct, frozen=True, kw_only=True):
    """One column as it is understood: what it is, in words, and what stands in the first rows.

    Its repr tells no cell: there are names in them.
    """

    field: str
    title: str
    heading: str
    samples: str = ""

    def __repr__(self) -> str:
        """Say which column."""
        return f"ListColumn({self.field!r})"


class ListsFound(msgspec.Struct, frozen=True, kw_only=True):
    """The files that may be lists, the newest first."""

    lists: tuple[FoundList, ...]


class ListSeen(msgspec.Struct, frozen=True, kw_only=True):
    """What a file is like, or why it is no list (`problem`, a Refusal's code)."""

    path: str
    rows: int = 0
    columns: tuple[ListColumn, ...] = ()
    problem: str = ""


class WentOn(msgspec.Struct, frozen=True, kw_only=True):
    """Whatever came in between has been heard: the next part of a long task may be done."""


ListOrder = FindLists | LookAtList | GoOn
ListSaid = ListsFound | ListSeen | WentOn


class Bringing(Protocol):
    """One import at work, a few rows at a time (`terminal.imports.bringing.Run`)."""

    def steps(self) -> Iterator[int]:
        """Give after each few rows how many are done."""
        ...

    def told(self) -> Mapping[str, Any]:
        """Give what it came to."""
        ...


class Begin(Protocol):
    """Begins to take a list over that was looked at; `left_out` are fields that are not taken."""

    def __call__(self, desk: Any, path: str, left_out: frozenset[str]) -> Bringing:
        """Begin. Raises Refusal as the import does."""
        ...


@dataclass(slots=True, kw_only=True)
class BringState:
    """Where bringing members in stands at this counter.

    `stage`: files, reading, columns, running, undoing or done.
    """

    stage: str = "files"
    files: tuple[FoundList, ...] = ()
    seen: ListSeen | None = None
    left_out: frozenset[str] = frozenset()
    steps: Iterator[int] | None = None
    run: Bringing | None = None
    done: int = 0
    whole: int = 0
    told: Mapping[str, Any] = field(default_factory=dict)
    begin: Begin | None = None

"""A mistake in a programme: where it is, what stands there, what was expected."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

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


def shown(value: object) -> str:
    """Show a value of the document as it could stand in it, shortened."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:57] + "..."  # noqa: PLR2004


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Give the known name that a word was probably meant to be."""
    found = difflib.get_close_matches(word.lower(), sorted(known), n=1, cutoff=0.5)
    return found[0] if found else None

"""How a mistake of meaning is put: its path, what stands there, what was expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from loyalty.programme.problem import NOTHING, Problem, nearest, shown

Remark = tuple[Problem, str]
"""A mistake and the collections that it is about ("" for none), see `Findings.touches`."""


def remark(path: str, got: object, wanted: str, about: str = "") -> Remark:
    """Note a value that contradicts another one."""
    return Problem(path, shown(got), wanted), about


def absent(path: str, wanted: str, about: str = "") -> Remark:
    """Note that something is missing which the rest needs."""
    return Problem(path, NOTHING, wanted), about


def hint(word: str, known: Iterable[str]) -> str:
    """Name the known word that was probably meant, as the end of a sentence."""
    near = nearest(word, known)
    return f"; the nearest is {near}" if near else ""


def known(word: str, ids: Sequence[str], path: str, what: str, about: str) -> Iterator[Remark]:
    """Give a remark when a reference leads nowhere; `what` is an id of what was expected."""
    if word not in ids:
        yield remark(path, word, f"the id of {what}{hint(word, ids)}", about)


def once(items: Sequence[str], path: str, what: str) -> Iterator[Remark]:
    """Give a remark for everything that a list names twice."""
    if len(set(items)) == len(items):
        return
    for at, item in enumerate(items):
        if item in items[:at]:
            yield remark(f"{path}[{at}]", item, f"each {what} once")


def blank(items: Sequence[str], path: str) -> Iterator[Remark]:
    """Give a remark for everything in a list that is only spaces."""
    for at, item in enumerate(items):
        if not item.strip():
            yield remark(f"{path}[{at}]", item, "text that is not empty")

"""Tables that show more when asked, by the key of their last row: no page is ever counted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

from nicegui.element import Element

from server.console.kit.controls import button
from server.console.kit.parts import element, row, text

if TYPE_CHECKING:
    from server.console.page import Visit

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[R]):
    """A column: its head, and what gives a cell's text, or draws its parts and gives None."""

    head: str
    cell: Callable[[R], str | None]
    number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows(Generic[R]):
    """Some rows, and what gives the next ones; None at the end."""

    rows: Sequence[R]
    more: Callable[[], Awaitable[Rows[R]]] | None = None


def table(
    visit: Visit, name: str, columns: Sequence[Column[R]], first: Rows[R], nothing: str
) -> None:
    """Put a table with a name; `nothing` is said where it has no rows."""
    if not first.rows:
        empty(nothing)
        return
    scroll = element("div", "scroll", role="region", aria_label=name, tabindex="0")
    # The roles are said because a phone shows rows as blocks, which takes them from a plain table.
    with scroll, element("table", "rows", role="table"):
        text(name, "caption", "unseen")
        with element("thead", role="rowgroup"), element("tr", role="row"):
            for each in columns:
                kind = "number" if each.number else ""
                text(each.head, "th", kind, scope="col", role="columnheader")
        body = element("tbody", role="rowgroup")
    foot = row()
    _fill(visit, columns, first, body, foot)


def empty(sentence: str) -> None:
    """Say why there is nothing here, and what would bring something."""
    text(sentence, "p", "empty")


def _fill(
    visit: Visit, columns: Sequence[Column[R]], some: Rows[R], body: Element, foot: Element
) -> None:
    with body:
        for each in some.rows:
            with element("tr", role="row"):
                for at, one in enumerate(columns):
                    _cell(one, each, first=at == 0)
    foot.clear()
    more = some.more
    if more is not None:

        async def show() -> None:
            _fill(visit, columns, await more(), body, foot)

        with foot:
            button(visit, visit.say("Show more"), show, picture="down")


def _cell(column: Column[R], each: R, *, first: bool) -> None:
    made = element(
        "th" if first else "td",
        "number" if column.number else "",
        scope="row" if first else None,
        role="rowheader" if first else "cell",
        data_head=None if first else column.head,
    )
    with made:
        said = column.cell(each)
        if said is not None:
            text(said)

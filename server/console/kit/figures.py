"""Figures: a tile with one number, and plots, each with its table for who cannot see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from server.console.kit.parts import element, heading, icon, row, text

WIDTH, HEIGHT, LEFT, BOTTOM, TOP = 640, 220, 56, 28, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One figure: what it is, its value as written, and what it was; `note` says what it needs."""

    name: str
    value: str
    before: str = ""
    up: bool | None = None
    note: str = ""


def tiles(shown: Sequence[Tile]) -> None:
    """Put figures side by side on one panel."""
    with element("dl", "panel tiles"):
        for tile in shown:
            with element("div", "tile"):
                text(tile.name, "dt")
                is_number = any(each.isdigit() for each in tile.value)
                text(tile.value, "dd", "value" if is_number else "value words")
                if tile.before:
                    with element("dd", "before"):
                        if tile.up is not None:
                            icon("up" if tile.up else "down")
                        text(tile.before)
                if tile.note:
                    text(tile.note, "dd", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A line of a plot: whole numbers, None where nothing is known; `dashed` for a comparison."""

    name: str
    values: Sequence[int | None]
    dashed: bool = False


def plot(
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    written: Sequence[Sequence[str]],
    table: str,
) -> None:
    """Draw lines over `labels`; `written` are the values as a person reads them, a row a label.

    `table` is the word that opens the same figures as a table.
    """
    top = max((value for line in series for value in line.values if value is not None), default=0)
    top = max(top, 1)
    with element("figure", "plot"):
        with row("between"):
            heading(title)
            for line in series:
                text(line.name, "span", "legend dashed" if line.dashed else "legend")
        with element("svg", viewBox=f"0 0 {WIDTH} {HEIGHT}", role="img", aria_label=title):
            _grid(top, labels)
            for line in series:
                for part in _parts(line.values, top):
                    element("polyline", "line2" if line.dashed else "line1", points=part)
        with element("details"):
            text(table, "summary")
            with element("div", "scroll", role="region", aria_label=title, tabindex="0"):
                _table(title, labels, series, written)


def _table(
    title: str,
    labels: Sequence[str],
    series: Sequence[Series],
    written: Sequence[Sequence[str]],
) -> None:
    with element("table"):
        text(title, "caption", "unseen")
        with element("thead"), element("tr"):
            element("td")
            for line in series:
                text(line.name, "th", "number", scope="col")
        with element("tbody"):
            for label, cells in zip(labels, written, strict=True):
                with element("tr"):
                    text(label, "th", scope="row")
                    for each in cells:
                        text(each, "td", "number")


def _grid(top: int, labels: Sequence[str]) -> None:
    for quarter in range(3):
        value = top * quarter // 2
        y = _y(value, top)
        element("line", "grid", x1=LEFT, x2=WIDTH, y1=y, y2=y)
        text(str(value), "text", "axis", x=LEFT - 8, y=y + 5, text_anchor="end")
    every = max(1, (len(labels) + 5) // 6)
    for at in range(0, len(labels), every):
        anchor = "start" if at == 0 else "middle"
        text(labels[at], "text", "axis", x=_x(at, len(labels)), y=HEIGHT - 6, text_anchor=anchor)


def _parts(values: Sequence[int | None], top: int) -> list[str]:
    parts: list[list[str]] = [[]]
    for at, value in enumerate(values):
        if value is None:
            parts.append([])
        else:
            parts[-1].append(f"{_x(at, len(values))},{_y(value, top)}")
    return [" ".join(part if len(part) > 1 else part * 2) for part in parts if part]


def _x(at: int, count: int) -> int:
    return LEFT + at * (WIDTH - LEFT - 12) // max(1, count - 1)


def _y(value: int, top: int) -> int:
    return HEIGHT - BOTTOM - value * (HEIGHT - BOTTOM - TOP) // top

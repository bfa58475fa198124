"""Dark modules joined into as few boxes as is quick: what stands together is drawn together."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from cards.drawing.shapes import Rows
from cards.page import runs

# Rows and symbols repeat from card to card: finder patterns do on every one.
_KEPT = 4096


def boxes(rows: Rows) -> Iterator[tuple[int, int, int, int]]:
    """Give the dark boxes of a QR code: left, top, width and height in modules.

    Runs of the same place and length in rows below one another become one box.
    """
    open_runs = dict[tuple[int, int], int]()
    for at, row in enumerate(rows):
        here = _row_runs(row)
        for run in [run for run in open_runs if run not in here]:
            top = open_runs.pop(run)
            yield run[0], top, run[1], at - top
        for run in here:
            open_runs.setdefault(run, at)
    for run, top in open_runs.items():
        yield run[0], top, run[1], len(rows) - top


@lru_cache(_KEPT)
def _row_runs(row: tuple[bool, ...]) -> tuple[tuple[int, int], ...]:
    return tuple(runs(row))


def bar_runs(modules: str) -> Iterator[tuple[int, int]]:
    """Give the bars of a Code 128: where each begins and how wide it is, in modules."""
    at = modules.find("1")
    while at >= 0:
        end = modules.find("0", at)
        end = len(modules) if end < 0 else end
        yield at, end - at
        at = modules.find("1", end)

"""Finds the code word that a picture of one is most like, when each module says how sure it is.

A decoder says dark or light for each and mends a few. Here the modules that are surest decide, as
many as the word has bits, and one or two of these are doubted in turn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from scanner.qr_known import Modules

Doubles: TypeAlias = "NDArray[np.float64]"


def most_like(sure: Doubles, rows: Modules) -> Modules:
    """Give the bits whose rows, turned over together, agree most with what is seen.

    `sure` has an entry a module: above 0 where it looks untouched, below where turned over. The
    surest modules that do not follow from one another decide; then any one or two of the bits are
    changed when that agrees better with all the others.
    """
    import numpy as np

    count, size = rows.shape
    order = np.argsort(-np.abs(sure))
    beside = np.hstack([rows[:, order], np.eye(count, dtype=np.uint8)])
    solved, pivots = _solved(beside, count)
    seen = sure[order]
    word = (seen[pivots] < 0).astype(np.uint8) @ solved % 2
    agrees = np.where(word[:size] == 1, -seen, seen)
    turns = solved[:, :size].astype(np.float64)
    # What is gained by changing one bit, and what by two: those that both turn stay as they are.
    one = -2.0 * turns @ agrees
    two = one[:, None] + one + 4.0 * (turns * agrees) @ turns.T
    np.fill_diagonal(two, one)
    first, second = divmod(int(np.argmax(two)), count)
    if two[first, second] > 0:
        word = word ^ solved[first]
        if first != second:
            word = word ^ solved[second]
    result: Modules = word[size:].astype(np.uint8)
    return result


def _solved(rows: Modules, count: int) -> tuple[Modules, NDArray[np.int64]]:
    """Bring the rows to a form in which each of the first free columns belongs to one row alone."""
    import numpy as np

    pivots: list[int] = []
    for column in range(rows.shape[1]):
        done = len(pivots)
        if done == count:
            break
        having = np.flatnonzero(rows[:, column])
        below = having[having >= done]
        if not len(below):
            continue
        if below[0] != done:
            rows[[done, below[0]]] = rows[[below[0], done]]
            having = np.flatnonzero(rows[:, column])
        rows[having[having != done]] ^= rows[done]
        pivots.append(column)
    return rows, np.array(pivots)

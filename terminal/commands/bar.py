"""A bar on the standard error: how far something is; in a log, a line each ten per cent."""

from __future__ import annotations

import sys

WIDE = 30
STEP_PERCENT = 10


class Bar:
    """One bar, which moves on until it is closed."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._is_live = sys.stderr.isatty()
        self._said = -1

    def move(self, done: int, whole: int) -> None:
        """Say that so much of the whole is done."""
        percent = 100 * min(done, whole) // max(whole, 1)
        least = 1 if self._is_live else STEP_PERCENT
        if percent // least <= self._said // least and self._said >= 0:
            return
        self._said = percent
        filled = WIDE * percent // 100
        drawn = f"{self._title} [{'#' * filled}{'.' * (WIDE - filled)}] {percent:3d} %"
        sys.stderr.write(f"\r{drawn}" if self._is_live else f"{drawn}\n")
        sys.stderr.flush()

    def close(self) -> None:
        """Go on below it."""
        if self._is_live and self._said >= 0:
            sys.stderr.write("\n")

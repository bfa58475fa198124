"""What one step of a file's history is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Statements that bring a file to `version`; programs below `min_reader` must not open it."""

    version: int
    min_reader: int
    statements: tuple[str, ...]

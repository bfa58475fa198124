"""What was done or looked at, as a value that the console keeps in its log; no personal data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """One line for the log: `about` is a member's id or empty, `details` are figures and codes."""

    act: str
    about: str = ""
    details: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What became of a wish, and what the log has to say of it."""

    answer: Mapping[str, Any]
    audit: Audit

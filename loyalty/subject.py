"""Whom an event is about: what it moves for them, and whom it names."""

from __future__ import annotations

from collections.abc import Collection

from loyalty.event import Event

_NAMING = ("member", "person", "account", "from", "to", "into", "with")
"""Where an event's data names members and accounts."""


def is_about(made: Event, names: Collection[str]) -> bool:
    """Say whether an event moves something for, or names, one of these accounts or members."""
    for posting in made.postings:
        for side in (posting.debit, posting.credit):
            if side.startswith("m:") and side.split(":")[1] in names:
                return True
    said = (made.data.get(name) for name in _NAMING)
    return any(isinstance(text, str) and text in names for text in said)

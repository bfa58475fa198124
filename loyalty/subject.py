"""Whom an event is about: what it moves for them, and whom it names."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import msgspec

from loyalty.event import Event

LAST_SHOWN = 4

_NAMING = ("member", "person", "account", "from", "to", "into", "with")
"""Where an event's data names members and accounts."""
_SECRET = ("number", "phone_index", "old_cards")


def is_about(made: Event, names: Collection[str]) -> bool:
    """Say whether an event moves something for, or names, one of these accounts or members."""
    for posting in made.postings:
        for side in (posting.debit, posting.credit):
            if side.startswith("m:") and side.split(":")[1] in names:
                return True
    return any(text in names for text in named(made.data))


def named(data: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the members and accounts that an event's data names."""
    said = (data.get(name) for name in _NAMING)
    return tuple(text for text in said if isinstance(text, str) and text)


def shown(made: Event) -> dict[str, Any]:
    """Give an event for the person it is about: what lets others in is cut to four characters."""
    plain: dict[str, Any] = msgspec.to_builtins(made)
    data = plain["data"]
    for name in _SECRET:
        if isinstance(data.get(name), str):
            data[name] = data[name][-LAST_SHOWN:]
        elif isinstance(data.get(name), list | tuple):
            data[name] = [str(each)[-LAST_SHOWN:] for each in data[name]]
    return plain

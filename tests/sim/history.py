"""What the auditor has read of one feed of the server; books that are put back begin another."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from server.lapsed import BACK
from tests.sim.purses import Key
from tests.sim.returns import Returns

OWN_KINDS = frozenset(
    {
        BACK,
        "adjust",
        "benefit",
        "counters_joined",
        "erased",
        "expire",
        "expired",
        "home",
        "home_back",
        "household",
        "household_left",
        "inactive",
        "member_blocked",
        "member_unblocked",
        "merge",
        "pin_reset",
        "pin_wrong",
        "put_right",
        "refund",
        "taken_back",
        "tidied",
        "transfer",
    }
)
"""What the server does by itself or because its owner said so, beside grants."""


class Row(NamedTuple):
    """An event as it lies in the server's table."""

    device: str
    epoch: int
    seq: int
    position: int
    event_id: str
    type: str
    outcome: str
    raw: bytes
    hash: bytes


class Told(NamedTuple):
    """The figures of an account at one position of the feed."""

    figures: dict[str, int]


class Given(NamedTuple):
    """A grant as the server's own event tells it."""

    device: str
    epoch: int
    feed: str
    account: str
    lots: dict[Key, int]


@dataclass(slots=True)
class History:
    """Everything that the server's books said so far under one feed."""

    feed: str
    is_first: bool
    position: int = 0
    told_position: int = 0
    booked: dict[str, int] = field(default_factory=dict)
    """Where in the feed each event stands that was booked."""
    own: set[str] = field(default_factory=set)
    book: Counter[Key] = field(default_factory=Counter)
    heads: dict[tuple[str, int], tuple[int, bytes]] = field(default_factory=dict)
    sent: defaultdict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    """The events of each till's epochs."""
    redirects: dict[str, str] = field(default_factory=dict)
    joined: set[str] = field(default_factory=set)
    grants: dict[str, Given] = field(default_factory=dict)
    granted: defaultdict[str, dict[str, Given]] = field(default_factory=lambda: defaultdict(dict))
    """The same by account."""
    gifts: set[Key] = field(default_factory=set)
    """Counters of gifts that were touched since the last look."""
    returns: Returns = field(default_factory=Returns)
    told: defaultdict[str, dict[int, Told]] = field(default_factory=lambda: defaultdict(dict))

"""Reads events as plain book-keeping, by other code than any ledger's."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from loyalty.accounts import EXPIRED, GIVEN, USED
from loyalty.event import Posting
from tests.sim.purses import Key

LotKey = tuple[str, str, str]
"""An account, a unit and a lot."""
VALUES = ("points", "stamp:", "voucher:")


@dataclass(frozen=True, slots=True)
class Made:
    """One event that a till committed."""

    event_id: str
    epoch: int
    seq: int
    type: str
    raw: bytes
    hash: bytes
    account: str
    deltas: dict[Key, int]
    held: dict[LotKey, int]
    vouched: dict[str, int]
    data: dict[str, Any]


def effects_of(postings: tuple[Posting, ...]) -> tuple[dict[Key, int], dict[LotKey, int]]:
    """Give what each member account has more or less, and what of it is the till's to spend."""
    deltas: Counter[Key] = Counter()
    held: Counter[LotKey] = Counter()
    for posting in postings:
        for name, delta in ((posting.credit, posting.amount), (posting.debit, -posting.amount)):
            kind, _, rest = name.partition(":")
            if kind != "m":
                continue
            account, _, part = rest.partition(":")
            deltas[account, posting.unit] += delta
            if part == "held":
                held[account, posting.unit, posting.lot] += delta
    return dict(deltas), dict(held)


def vouched_of(postings: tuple[Posting, ...]) -> dict[str, int]:
    """Give what was paid out beyond what the till holds, by unit."""
    found: Counter[str] = Counter()
    for posting in postings:
        if posting.credit == USED and posting.debit.endswith(":open"):
            found[posting.unit] += posting.amount
    return dict(found)


def is_ending(postings: tuple[Posting, ...]) -> bool:
    """Say whether postings only let lots end or put back what ended."""
    return all(EXPIRED in (posting.debit, posting.credit) for posting in postings)


def is_giving(posting: Posting) -> bool:
    """Say whether a posting gives a member something new."""
    return posting.debit == GIVEN


def parts_of(data: dict[str, Any]) -> list[tuple[str, int, int]]:
    """Give what a sale's breakdown says: unit, given, spent."""
    rows = [(str(row["unit"]), int(row["amount"]), 0) for row in data["given"]]
    return rows + [(str(row["unit"]), 0, int(row["amount"])) for row in data["spent"]]


def is_counter(unit: str) -> bool:
    """Say whether a unit only counts and cannot be spent."""
    return not unit.startswith(VALUES)


def plain(figures: dict[str, int]) -> dict[str, int]:
    """Leave out what came to nothing."""
    return {unit: amount for unit, amount in figures.items() if amount}

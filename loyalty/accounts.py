"""The names of ledger accounts and units, and what a posting does to a member's figures.

A member's account has three parts that a till may name:
`m:<account>:held`  what the till that made the event holds the right to spend (DESIGN.md 6),
`m:<account>:open`  what the server books as free, or against what is owed,
`m:<account>:count` counters (money spent, visits, remainders), which nobody can spend.
A server's event may also name `m:<account>:held:<device>.<epoch>`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from loyalty.event import Posting

GIVEN = "shop:given"
USED = "shop:used"
EXPIRED = "shop:expired"
COUNTED = "shop:counted"
WHOLE_SHOP = "shop"
"""The account whose counters are the whole shop's: how much of a stock is used."""
SHOP_ACCOUNTS = frozenset({GIVEN, USED, EXPIRED, COUNTED})

POINTS = "points"
SPEND = "spend"
VISITS = "visits"
EARNED = "earned"
CAME = "came:"
EARNS = "earns:"

HELD = "held"
OPEN = "open"
COUNT = "count"
PARTS = frozenset({HELD, OPEN, COUNT})


def held(account: str) -> str:
    """Name what the event's own till holds of an account."""
    return f"m:{account}:{HELD}"


def open_(account: str) -> str:
    """Name the part of an account that the server books as free or owed."""
    return f"m:{account}:{OPEN}"


def count(account: str) -> str:
    """Name the counters of an account."""
    return f"m:{account}:{COUNT}"


def stamps(card_id: str) -> str:
    """Name the unit of a stamp card."""
    return f"stamp:{card_id}"


def voucher(reward_id: str) -> str:
    """Name the unit of the vouchers for a reward."""
    return f"voucher:{reward_id}"


def issued(benefit: str) -> str:
    """Name the counter that says that a benefit with a deterministic id was given."""
    return f"issued:{benefit}"


def used(reward_id: str) -> str:
    """Name the counter of the uses of a reward, by a member or by the whole shop."""
    return f"used:{reward_id}"


def running(membership_id: str, first_day: str, last_day: str) -> str:
    """Name the counter that is above zero while a paid membership runs over these days."""
    return f"pass:{membership_id}/{first_day}~{last_day}"


def carry(rule_id: str, per_minor: int) -> str:
    """Name the counter that keeps the remainder of an earn rule, in 1/per_minor of a point."""
    return f"carry:{rule_id}/{per_minor}"


def capped(rule_id: str, day: str) -> str:
    """Name the counter of what a rule gave on a business date; `all` is all rules together."""
    return f"cap:{rule_id}/{day}"


def capped_stamps(card_id: str, day: str) -> str:
    """Name the counter of the stamps that a card got on a business date."""
    return f"stampcap:{card_id}/{day}"


def came(day: str) -> str:
    """Name the counter of how often a member came in on a business date."""
    return f"{CAME}in/{day}"


def earned_on(day: str) -> str:
    """Name the counter of a member's visits on a business date that earned something."""
    return f"{EARNS}in/{day}"


def is_value(unit: str) -> bool:
    """Say whether a unit can be given and spent (and is not a mere counter)."""
    return unit == POINTS or unit.startswith(("stamp:", "voucher:"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one posting does to one part of one member's account; `delta` is signed."""

    account: str
    part: str
    unit: str
    lot: str
    delta: int


def _side(name: str) -> tuple[str, str] | None:
    pieces = name.split(":")
    if len(pieces) != 3 or pieces[0] != "m" or pieces[2] not in PARTS or not pieces[1]:  # noqa: PLR2004
        return None
    return pieces[1], pieces[2]


def is_known(name: str) -> bool:
    """Say whether a till's event may name this account."""
    return name in SHOP_ACCOUNTS or _side(name) is not None


def changes(postings: Iterable[Posting]) -> Iterator[Change]:
    """Give what postings do to members' accounts: a credit adds, a debit takes."""
    for posting in postings:
        for name, sign in ((posting.debit, -1), (posting.credit, 1)):
            side = _side(name)
            if side is not None:
                account, part = side
                yield Change(
                    account=account,
                    part=part,
                    unit=posting.unit,
                    lot=posting.lot,
                    delta=sign * posting.amount,
                )

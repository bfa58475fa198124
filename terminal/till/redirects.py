"""Accounts that go on as others: this till names the new one from the moment it hears of it.

Until it hears, it books on the old account, and the server books that on the new one.
"""

from __future__ import annotations

from collections.abc import Mapping

from loyalty.event import Posting
from storage.records import Member
from storage.redirects import ACCOUNT, MEMBER
from terminal.till.desk import Desk

_STEPS_MAX = 1_000
"""More merges in a row than any shop makes; a server that sends a circle stops nothing."""


def account(desk: Desk, name: str) -> str:
    """Give the account that goes on for this one."""
    return last(desk.directory.redirects(ACCOUNT), name)


def former(desk: Desk, name: str) -> tuple[str, ...]:
    """Give the accounts that go on as this one."""
    known = desk.directory.redirects(ACCOUNT)
    return tuple(old for old in known if last(known, old) == name)


def member(desk: Desk, found: Member | None) -> Member | None:
    """Give whoever this member goes on as."""
    if found is None:
        return None
    now = last(desk.directory.redirects(MEMBER), found.member_id)
    if now == found.member_id:
        return found
    return desk.directory.member(now) or found


def named_now(desk: Desk, postings: tuple[Posting, ...]) -> tuple[Posting, ...]:
    """Let postings name the accounts that go on; those that then move nothing are left out."""
    known = desk.directory.redirects(ACCOUNT)
    if not known:
        return postings
    renamed = [_renamed(known, posting) for posting in postings]
    return tuple(each for each in renamed if each.debit != each.credit)


def last(known: Mapping[str, str], name: str) -> str:
    """Give where one step after the other ends."""
    for _ in range(_STEPS_MAX):
        if name not in known:
            return name
        name = known[name]
    return name


def _renamed(known: Mapping[str, str], posting: Posting) -> Posting:
    return Posting(
        debit=_side(known, posting.debit),
        credit=_side(known, posting.credit),
        unit=posting.unit,
        amount=posting.amount,
        lot=posting.lot,
    )


def _side(known: Mapping[str, str], name: str) -> str:
    kind, _, rest = name.partition(":")
    whose, _, part = rest.partition(":")
    return f"{kind}:{last(known, whose)}:{part}" if kind == "m" else name

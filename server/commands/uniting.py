"""One account goes on as another for ever: what it has, what it owes and what it counted.

Rights stay with whoever holds them. What was owed by one is paid by what the other has free.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from loyalty import accounts
from loyalty.benefits.reaching import is_in_all
from loyalty.event import Posting
from server.book import Book
from server.purse import FREE
from server.work import Work
from storage.server import changes, homes, members, redirects
from storage.server.redirects import Redirect

MERGE = "merge"
HOUSEHOLD = "household"
JOINED = "counters_joined"
REDIRECTING = frozenset({MERGE, HOUSEHOLD, JOINED})
"""Events after which an account goes on as another: `from` as `to` of their data."""
ONCE = ("issued:", "reached:")
"""Counters that say that something was given: given to both, it was still given once."""


def unite(work: Work, kind: str, old: str, new: str, data: dict[str, Any]) -> None:
    """Let an account go on as another, as an event of this kind; its members follow.

    Nothing is moved, and only the event is written, where the two are one already.
    """
    work.shelf.fetch([old, new])
    book = work.shelf.book
    old, new = book.root(old), book.root(new)
    told = {**data, "from": old, "to": new}
    if old == new:
        work.act(kind, (), told)
        return
    # Told before the figures: a till that stops between two pages shows less for a moment, never
    # more.
    work.tell(changes.REDIRECT, old)
    work.act(kind, list(_value(book, old, new)), told)
    book.redirect(old, new, joined=False)
    tenant = work.tenant.tenant
    redirects.save(work.connection, tenant, [_redirect(old, new, joined=False)])
    if not ask_back(work, old, new):
        join(work, old, new)
    moved = [
        replace(each, account=new) for each in members.on_account(work.connection, tenant, [old])
    ]
    members.save(work.connection, tenant, moved)
    for each in moved:
        work.tell(changes.MEMBER, each.member_id)


def join(work: Work, old: str, new: str) -> None:
    """Let the counters of an account go along; nobody has the home of either by then."""
    work.shelf.fetch([old, new])
    book = work.shelf.book
    work.act(JOINED, list(_counted(book, old, new)), {"from": old, "to": new})
    book.redirect(old, new, joined=True)
    redirects.save(work.connection, work.tenant.tenant, [_redirect(old, new, joined=True)])


def ask_back(work: Work, old: str, new: str) -> bool:
    """Ask the tills that have the home of one of the two for it; say whether there are any.

    A shop's only till has both, as it has all: it goes on giving, and hears of the merge.
    """
    kept = homes.read(work.connection, work.tenant.tenant, [old, new])
    lent = [home for home in kept.values() if home.device]
    for home in lent:
        work.tell(changes.HOME_RECALL, home.home_id, home.device)
    return bool(lent)


def _redirect(old: str, new: str, *, joined: bool) -> Redirect:
    return Redirect(kind=redirects.ACCOUNT, key=old, target=new, joined=joined)


def _value(book: Book, old: str, new: str) -> Iterator[Posting]:
    for unit in book.units(old):
        purse = book.purse(old, unit)
        for (holder, lot), amount in sorted(purse.amounts().items()):
            if amount:
                debit, credit = _part(old, holder), _part(new, holder)
                yield Posting(debit=debit, credit=credit, unit=unit, amount=amount, lot=lot)
        if purse.owed:
            yield Posting(
                debit=accounts.open_(new),
                credit=accounts.open_(old),
                unit=unit,
                amount=purse.owed,
            )


def _part(account: str, holder: str) -> str:
    return accounts.open_(account) if holder == FREE else f"{accounts.held(account)}:{holder}"


def _counted(book: Book, old: str, new: str) -> Iterator[Posting]:
    """Add counters up; what can be given only once stays given once.

    The account may have gone on as another before: its counters are that one's by now.
    """
    now = book.counting(new)
    for unit in sorted(unit for account, unit in book.counters if account == old):
        amount = book.counters[old, unit]
        if not amount:
            continue
        source, target = accounts.count(old), accounts.count(new)
        is_once = unit.startswith(ONCE) and not is_in_all(unit)
        if is_once and book.counters.get((now, unit), 0) > 0:
            target = accounts.COUNTED
        debit, credit = (source, target) if amount > 0 else (target, source)
        yield Posting(debit=debit, credit=credit, unit=unit, amount=abs(amount))

"""Counts in the books how many members lose what by a later version of the programme."""

from __future__ import annotations

from loyalty import accounts
from loyalty.comparing.losers import Counted, Losers
from loyalty.comparing.losses import losses
from loyalty.programme import Programme
from storage.records import ACTIVE
from storage.server import days, members, purses
from storage.server.database import Connection

PAGE = 500


def count(
    connection: Connection, tenant: str, before: Programme, after: Programme, day: str
) -> tuple[Counted, ...]:
    """Look at every member once, a page at a time; nothing is looked at where nothing is worse."""
    found = losses(before, after)
    if not found:
        return ()
    losers = Losers(before, after, found, day)
    at = ""
    while True:
        names = days.accounts_after(connection, tenant, at, PAGE)
        whose: dict[str, int] = {}
        for each in members.on_account(connection, tenant, names):
            if each.status == ACTIVE:
                whose[each.account] = whose.get(each.account, 0) + 1
        balance: dict[str, dict[str, int]] = {}
        counters: dict[str, dict[str, int]] = {}
        for row in purses.balances(connection, tenant, list(whose)):
            into = balance if accounts.is_value(row.unit) else counters
            into.setdefault(row.account, {})[row.unit] = row.balance
        for account, people in whose.items():
            losers.add(balance.get(account, {}), counters.get(account, {}), people)
        if len(names) < PAGE:
            return losers.counted()
        at = names[-1]

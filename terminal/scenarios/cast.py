"""Reads who is there at first: the tills and the members."""

from __future__ import annotations

from loyalty.book.people import Till
from loyalty.book.shop import COUNTER
from terminal.scenarios import facts
from terminal.scenarios.story import Guest
from terminal.scenarios.table import Table

USUAL_MEMBER = "anna"


def tills(table: Table) -> list[Till]:
    """Read the tills; without any there is one that holds everything."""
    found = []
    inner = table.inner("tills")
    for at, (name, value) in enumerate((inner.rest() if inner else {}).items()):
        assert inner is not None
        till = inner.table(value, name)
        limited = till.has("holds", "held")
        holds = till.figures("holds", "held") if limited else None
        found.append(
            Till(
                name=name,
                home=till.flag("home", default=at == 0),
                holds=holds if limited or at == 0 else {},
                line_up=till.one_of(("up", "down"), "line", default="up") == "up",
            )
        )
        till.close()
    return found or [COUNTER]


def guests(table: Table) -> list[Guest]:
    inner = table.inner("members", "member")
    if inner is None:
        return [Guest(name=USUAL_MEMBER, facts={}, shares_with="", has={})]
    found = []
    for name, value in inner.rest().items():
        member = inner.table(value, name)
        known = facts.facts(member)
        shares = member.text("shares_with", "account_of")
        found.append(Guest(name=name, facts=known, shares_with=shares, has=facts.figures(member)))
        member.close()
    return found

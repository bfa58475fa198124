"""Every member with what is known of them and what they have, for a list that leaves the shop."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from loyalty import accounts
from server import people
from server.people import People
from storage.records import LEGACY, MERGED, Member
from storage.server import members, purses
from storage.server.database import Connection

PAGE = 500


def everybody(connection: Connection, tenant: str, sealed_by: People) -> Iterator[dict[str, Any]]:
    """Give members in the order in which they joined, but those who go on as others.

    What a household shares stands with the first of it; the others name that one's card as
    `shares_with`. Raises Corrupt `person_sealed`.
    """
    found = [one for one in members.everybody(connection, tenant) if one.status != MERGED]
    found.sort(key=lambda one: (one.joined_day, one.number, one.member_id))
    hosts: dict[str, Member] = {}
    for at in range(0, len(found), PAGE):
        yield from _page(connection, tenant, sealed_by, found[at : at + PAGE], hosts)


def _page(
    connection: Connection,
    tenant: str,
    sealed_by: People,
    page: Sequence[Member],
    hosts: dict[str, Member],
) -> Iterator[dict[str, Any]]:
    ids = [one.member_id for one in page]
    persons = {row.person_id: row for row in people.rows(connection, tenant, sealed_by, ids)}
    cards: dict[str, list[str]] = {}
    for shown in members.credentials(connection, tenant, ids):
        if shown.kind == LEGACY:
            cards.setdefault(shown.member_id, []).append(shown.key)
    names = {one.account for one in page}
    figures: dict[str, list[purses.Balance]] = {}
    for row in purses.balances(connection, tenant, names):
        figures.setdefault(row.account, []).append(row)
    lots: dict[str, list[tuple[str, str, int]]] = {}
    for right in purses.rights(connection, tenant, names):
        lots.setdefault(right.account, []).append((right.unit, right.lot, right.amount))
    for one in page:
        host = hosts.setdefault(one.account, one)
        is_host = host is one
        person = persons.get(one.member_id)
        yield {
            "member": one.member_id,
            "card": one.number,
            "joined": one.joined_day,
            "status": one.status,
            "old_cards": sorted(cards.get(one.member_id, [])),
            "fields": dict(person.fields) if person else {},
            "consents": dict(person.consents) if person else {},
            "shares_with": "" if is_host else host.number,
            "lots": lots.get(one.account, []) if is_host else [],
            **_figures(figures.get(one.account, []) if is_host else []),
        }


def _figures(rows: Sequence[purses.Balance]) -> dict[str, dict[str, int]]:
    values = [row for row in rows if accounts.is_value(row.unit)]
    counters = {row.unit: row.balance for row in rows if not accounts.is_value(row.unit)}
    return {
        "balance": {row.unit: row.balance for row in values if row.balance},
        "owed": {row.unit: row.owed for row in values if row.owed},
        "counters": {unit: amount for unit, amount in counters.items() if amount},
    }

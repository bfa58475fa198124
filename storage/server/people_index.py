"""What members are searched by: keyed tokens of names and mails, and the ends of numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, delete, select

from storage.server.database import Row
from storage.server.rows import add_missing
from storage.server.tables import MEMBERS, PEOPLE_INDEX

CARD = "card"
"""The last four digits of a card: no personal data, and it stays when a person is erased."""
LAST_DIGITS = 4

Token = tuple[str, str]
"""A kind and a token of it."""


def replace(connection: Connection, tenant: str, rows: Mapping[str, Sequence[Token]]) -> None:
    """Let each of these people be found by these tokens and no others, but for their cards."""
    for member_id in rows:
        connection.execute(
            delete(PEOPLE_INDEX).where(
                PEOPLE_INDEX.c.tenant_id == tenant,
                PEOPLE_INDEX.c.member_id == member_id,
                PEOPLE_INDEX.c.kind != CARD,
            )
        )
    _add(connection, tenant, [(m, *token) for m, tokens in rows.items() for token in tokens])


def add_cards(connection: Connection, tenant: str, cards: Sequence[tuple[str, str]]) -> None:
    """Let members be found by the ends of their cards' numbers; `cards` are member and number."""
    _add(connection, tenant, [(who, CARD, number[-LAST_DIGITS:]) for who, number in cards])


def hand_over(connection: Connection, tenant: str, old: str, new: str) -> None:
    """Let what found one member find another."""
    found = connection.execute(
        select(PEOPLE_INDEX.c.kind, PEOPLE_INDEX.c.token).where(
            PEOPLE_INDEX.c.tenant_id == tenant, PEOPLE_INDEX.c.member_id == old
        )
    ).all()
    connection.execute(
        delete(PEOPLE_INDEX).where(
            PEOPLE_INDEX.c.tenant_id == tenant, PEOPLE_INDEX.c.member_id == old
        )
    )
    _add(connection, tenant, [(new, row.kind, row.token) for row in found])


def drop_card(connection: Connection, tenant: str, member_id: str, number: str) -> None:
    """Let a card's number find this member no more."""
    connection.execute(
        delete(PEOPLE_INDEX).where(
            PEOPLE_INDEX.c.tenant_id == tenant,
            PEOPLE_INDEX.c.kind == CARD,
            PEOPLE_INDEX.c.token == number[-LAST_DIGITS:],
            PEOPLE_INDEX.c.member_id == member_id,
        )
    )


def found(
    connection: Connection, tenant: str, tokens: Sequence[Token], *, before: str, limit: int
) -> list[str]:
    """Give the ids of members that have all of the tokens, newest first.

    The first token should be the rarest; `before` is an id (empty: from the newest on).
    """
    (kind, token), *others = tokens
    first = PEOPLE_INDEX.alias()
    statement = select(first.c.member_id).where(
        first.c.tenant_id == tenant, first.c.kind == kind, first.c.token == token
    )
    if before:
        statement = statement.where(first.c.member_id < before)
    for other_kind, other_token in others:
        other = PEOPLE_INDEX.alias()
        statement = statement.where(
            select(other.c.member_id)
            .where(
                other.c.tenant_id == tenant,
                other.c.kind == other_kind,
                other.c.token == other_token,
                other.c.member_id == first.c.member_id,
            )
            .exists()
        )
    rows = connection.execute(statement.order_by(first.c.member_id.desc()).limit(limit))
    return list(rows.scalars())


def newest(
    connection: Connection, tenant: str, *, status: str, before: str, limit: int
) -> list[str]:
    """Give the ids of members of a status (empty: of any), newest first, before an id."""
    statement = select(MEMBERS.c.member_id).where(MEMBERS.c.tenant_id == tenant)
    if status:
        statement = statement.where(MEMBERS.c.status == status)
    if before:
        statement = statement.where(MEMBERS.c.member_id < before)
    rows = connection.execute(statement.order_by(MEMBERS.c.member_id.desc()).limit(limit))
    return list(rows.scalars())


def _add(connection: Connection, tenant: str, rows: Sequence[tuple[str, str, str]]) -> None:
    values: list[Row] = [
        {"tenant_id": tenant, "kind": kind, "token": token, "member_id": member_id}
        for member_id, kind, token in sorted(set(rows))
    ]
    add_missing(connection, PEOPLE_INDEX, values)

"""Members and what they can show."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection
from sqlalchemy.engine import Row

from storage.records import CARD, MERGED, SHOWN, Credential, Member
from storage.server import people_index
from storage.server.database import put
from storage.server.matching import find
from storage.server.tables import CREDENTIALS, MEMBERS


def save(connection: Connection, tenant: str, rows: Sequence[Member]) -> None:
    """Write members."""
    put(
        connection,
        MEMBERS,
        [
            {
                "tenant_id": tenant,
                "member_id": row.member_id,
                "account": row.account,
                "number": row.number,
                "joined_day": row.joined_day,
                "status": row.status,
            }
            for row in rows
        ],
    )


def save_credentials(connection: Connection, tenant: str, rows: Sequence[Credential]) -> None:
    """Write credentials. A card that somebody has stays with whoever had it first."""
    cards = [row.key for row in rows if row.kind in SHOWN]
    taken: set[tuple[str, str]] = set()
    if cards:
        found = find(connection, CREDENTIALS, tenant, kind=sorted(SHOWN), key=cards)
        taken = {(row.kind, row.key) for row in found}
    values = []
    for row in rows:
        if (row.kind, row.key) in taken:
            continue
        if row.kind in SHOWN:
            taken.add((row.kind, row.key))
        values.append(
            {
                "tenant_id": tenant,
                "kind": row.kind,
                "key": row.key,
                "member_id": row.member_id,
            }
        )
    put(connection, CREDENTIALS, values)
    shown = [(row["member_id"], row["key"]) for row in values if row["kind"] == CARD]
    people_index.add_cards(connection, tenant, shown)


def replace_blind(
    connection: Connection, tenant: str, member_id: str, rows: Sequence[Credential]
) -> None:
    """Replace what a member is found by, except cards."""
    connection.execute(
        CREDENTIALS.delete().where(
            CREDENTIALS.c.tenant_id == tenant,
            CREDENTIALS.c.member_id == member_id,
            CREDENTIALS.c.kind.not_in(sorted(SHOWN)),
        )
    )
    save_credentials(connection, tenant, rows)


def hand_over(connection: Connection, tenant: str, old: str, new: str) -> None:
    """Let everything that finds one member find another from now on."""
    found = credentials(connection, tenant, [old])
    connection.execute(
        CREDENTIALS.delete().where(
            CREDENTIALS.c.tenant_id == tenant, CREDENTIALS.c.member_id == old
        )
    )
    moved = [Credential(kind=row.kind, key=row.key, member_id=new) for row in found]
    save_credentials(connection, tenant, moved)


def give_card(connection: Connection, tenant: str, number: str, old: str, new: str) -> None:
    """Let a card that finds one member find another from now on."""
    connection.execute(
        CREDENTIALS.delete().where(
            CREDENTIALS.c.tenant_id == tenant,
            CREDENTIALS.c.kind == CARD,
            CREDENTIALS.c.key == number,
        )
    )
    people_index.drop_card(connection, tenant, old, number)
    save_credentials(connection, tenant, [Credential(kind=CARD, key=number, member_id=new)])


def read(connection: Connection, tenant: str, ids: Sequence[str]) -> dict[str, Member]:
    """Give members by id."""
    rows = find(connection, MEMBERS, tenant, member_id=list(ids))
    return {row.member_id: _member(row) for row in rows}


def everybody(connection: Connection, tenant: str) -> list[Member]:
    """Give every member of a shop."""
    return [_member(row) for row in find(connection, MEMBERS, tenant)]


def credentials(connection: Connection, tenant: str, ids: Sequence[str]) -> list[Credential]:
    """Give what these members can show."""
    rows = find(
        connection,
        CREDENTIALS,
        tenant,
        order=("member_id", "kind", "key"),
        member_id=list(ids),
    )
    return [Credential(kind=row.kind, key=row.key, member_id=row.member_id) for row in rows]


def by_credential(connection: Connection, tenant: str, kind: str, key: str) -> Member | None:
    """Find who shows this; of several (a household's phone) the one who joined first."""
    return next(iter(with_credential(connection, tenant, kind, key)), None)


def with_credential(connection: Connection, tenant: str, kind: str, key: str) -> list[Member]:
    """Find everybody who shows this (a household's phone), who joined first before the others."""
    rows = find(connection, CREDENTIALS, tenant, only=("member_id",), kind=kind, key=key)
    known = read(connection, tenant, [row.member_id for row in rows])
    return [known[each] for each in sorted(known)]


def by_account(connection: Connection, tenant: str, account: str) -> Member | None:
    """Find whose account this is; of several the one who joined first."""
    return next(iter(on_account(connection, tenant, [account])), None)


def on_account(connection: Connection, tenant: str, names: Sequence[str]) -> list[Member]:
    """Give everybody who points to these accounts, but those who were merged into others."""
    # The ids alone first: asked for whole rows, SQLite takes the key of the table for as good as
    # the index by account, and reads every member there is.
    ids = find(connection, MEMBERS, tenant, only=("member_id",), account=list(names))
    known = read(connection, tenant, [row.member_id for row in ids])
    return [known[each] for each in sorted(known) if known[each].status != MERGED]


def _member(row: Row[tuple[str, str, str, str, str, str]]) -> Member:
    return Member(
        member_id=row.member_id,
        account=row.account,
        number=row.number,
        joined_day=row.joined_day,
        status=row.status,
    )

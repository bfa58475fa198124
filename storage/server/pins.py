"""Members' PINs, sealed under the key of each member, and whose each visit PIN is.

One visit PIN is one member's in the whole shop, which its key makes sure of; who lost one to
somebody else is noted until they choose another.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, delete, select

from storage.records import VISIT_PIN, VISIT_PIN_TAKEN, Credential, Pin
from storage.server.database import put
from storage.server.people import PeopleKeys, PlainPerson, SealedPerson
from storage.server.rows import among
from storage.server.tables import PINS, VISIT_PINS, VISIT_PINS_TAKEN

_PURPOSE = "pin"


class _Plain(msgspec.Struct, frozen=True, kw_only=True):
    """What is sealed."""

    verifier: str
    pepper: int


def versions(connection: Connection, tenant: str, ids: Sequence[str]) -> dict[str, int]:
    """Give which version is kept of these members' PINs."""
    if not ids:
        return {}
    rows = connection.execute(
        select(PINS.c.member_id, PINS.c.version).where(
            PINS.c.tenant_id == tenant, among(connection, PINS.c.member_id, ids)
        )
    )
    return {row.member_id: row.version for row in rows}


def read(connection: Connection, tenant: str, keys: PeopleKeys, ids: Sequence[str]) -> list[Pin]:
    """Give these members' PINs; of the erased there is none. Raises Corrupt `person_sealed`."""
    if not ids:
        return []
    found = connection.execute(
        select(PINS).where(PINS.c.tenant_id == tenant, among(connection, PINS.c.member_id, ids))
    )
    rows = [
        SealedPerson(person_id=row.member_id, version=row.version, sealed=row.sealed)
        for row in found
    ]
    pins = []
    for opened in keys.open(tenant, rows, _PURPOSE):
        plain = msgspec.json.decode(opened.plain, type=_Plain)
        pins.append(
            Pin(
                member_id=opened.person_id,
                version=opened.version,
                verifier=plain.verifier,
                pepper=plain.pepper,
            )
        )
    return pins


def save(connection: Connection, tenant: str, keys: PeopleKeys, rows: Sequence[Pin]) -> None:
    """Keep PINs in the place of older ones."""
    plain = [
        PlainPerson(
            person_id=row.member_id,
            version=row.version,
            plain=msgspec.json.encode(_Plain(verifier=row.verifier, pepper=row.pepper)),
        )
        for row in rows
    ]
    values = [
        {
            "tenant_id": tenant,
            "member_id": row.person_id,
            "version": row.version,
            "sealed": row.sealed,
        }
        for row in keys.seal(tenant, plain, _PURPOSE)
    ]
    put(connection, PINS, values)


def owner(connection: Connection, tenant: str, key: str) -> str | None:
    """Say whose visit PIN this is."""
    found = connection.execute(
        select(VISIT_PINS.c.member_id).where(
            VISIT_PINS.c.tenant_id == tenant, VISIT_PINS.c.key == key
        )
    ).scalar_one_or_none()
    return None if found is None else str(found)


def put_visit(connection: Connection, tenant: str, member_id: str, key: str) -> None:
    """Let a visit PIN that nobody else has take the place of the member's older one."""
    drop_visit(connection, tenant, member_id)
    put(connection, VISIT_PINS, [{"tenant_id": tenant, "key": key, "member_id": member_id}])


def note_taken(connection: Connection, tenant: str, member_id: str) -> None:
    """Note that a member chose a visit PIN that somebody else had first; they have none now."""
    drop_visit(connection, tenant, member_id)
    put(connection, VISIT_PINS_TAKEN, [{"tenant_id": tenant, "member_id": member_id}])


def drop_visit(connection: Connection, tenant: str, member_id: str) -> None:
    """Forget a member's visit PIN, and that they lost one."""
    for table in (VISIT_PINS, VISIT_PINS_TAKEN):
        connection.execute(
            delete(table).where(table.c.tenant_id == tenant, table.c.member_id == member_id)
        )


def visits(connection: Connection, tenant: str, ids: Sequence[str]) -> list[Credential]:
    """Give each member's visit PIN; one with an empty key for who has none."""
    if not ids:
        return []
    keys = connection.execute(
        select(VISIT_PINS).where(
            VISIT_PINS.c.tenant_id == tenant, among(connection, VISIT_PINS.c.member_id, ids)
        )
    )
    found = {row.member_id: (VISIT_PIN, str(row.key)) for row in keys}
    taken = connection.execute(
        select(VISIT_PINS_TAKEN.c.member_id).where(
            VISIT_PINS_TAKEN.c.tenant_id == tenant,
            among(connection, VISIT_PINS_TAKEN.c.member_id, ids),
        )
    ).scalars()
    # Keys are unique among a till's credentials, and two members may have lost the same one.
    found |= {member_id: (VISIT_PIN_TAKEN, str(member_id)) for member_id in taken}
    return [
        Credential(kind=kind, key=key, member_id=member_id)
        for member_id in ids
        for kind, key in [found.get(member_id, (VISIT_PIN, ""))]
    ]


def erase(connection: Connection, tenant: str, member_id: str) -> None:
    """Forget everything of a member."""
    connection.execute(
        delete(PINS).where(PINS.c.tenant_id == tenant, PINS.c.member_id == member_id)
    )
    drop_visit(connection, tenant, member_id)

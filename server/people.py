"""Person rows: kept sealed, found by blind index."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from loyalty import finding
from server.work import Work
from storage.records import SHOWN, VISIT_KINDS, Credential
from storage.server import changes, members, people, people_index
from storage.server.database import Connection
from storage.server.people import PeopleKeys, PlainPerson
from sync.wire import PersonRow

ROW_CHARACTERS_MAX = 8_000
"""A page of the feed has 500 people and has to stay below what a till takes."""
FIELDS_MAX = 50
VERSION_MAX = 10**9
_NAME = re.compile(r"[0-9A-Za-z._:-]{1,64}")


class _Plain(msgspec.Struct, frozen=True, kw_only=True):
    """What is sealed."""

    fields: dict[str, str]
    consents: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Where the keys of people are, and what the tokens are made with that find them."""

    keys: PeopleKeys
    index_key: bytes = field(repr=False)


def keep(work: Work, sealed_by: People, rows: Sequence[PersonRow]) -> dict[str, int]:
    """Keep newer versions of person rows; give which version of each has been dealt with.

    A row that cannot be kept is answered like the others: it would come again for ever.
    """
    tenant = work.tenant.tenant
    sound = [row for row in rows if _is_sound(row)]
    if sound:
        work.take_turn()
    ids = [row.person_id for row in sound]
    kept = people.versions(work.connection, tenant, ids)
    gone = people.erased(work.connection, tenant, ids)
    newer: dict[str, PersonRow] = {}
    for row in sound:
        if row.person_id not in gone and row.version > kept.get(row.person_id, 0):
            kept[row.person_id] = row.version
            newer[row.person_id] = row
    plain = [
        PlainPerson(
            person_id=row.person_id,
            version=row.version,
            plain=msgspec.json.encode(_Plain(fields=row.fields, consents=row.consents)),
        )
        for row in newer.values()
    ]
    people.save(work.connection, tenant, sealed_by.keys.seal(tenant, plain))
    tokens = {name: finding.kept(sealed_by.index_key, row.fields) for name, row in newer.items()}
    people_index.replace(work.connection, tenant, tokens)
    for row in newer.values():
        credentials = [
            Credential(kind=kind, key=key, member_id=row.person_id)
            for kind, key in sorted(row.blind.items())
            if kind not in {*SHOWN, *VISIT_KINDS}
        ]
        members.replace_blind(work.connection, tenant, row.person_id, credentials)
        work.tell(changes.PERSON, row.person_id)
        work.tell(changes.MEMBER, row.person_id)
    return {row.person_id: max(row.version, kept.get(row.person_id, 0)) for row in rows}


def rows(
    connection: Connection, tenant: str, sealed_by: People, ids: Sequence[str]
) -> list[PersonRow]:
    """Open person rows for a till. Raises Corrupt `person_sealed`."""
    opened = []
    for row in sealed_by.keys.open(tenant, people.read(connection, tenant, ids)):
        person = msgspec.json.decode(row.plain, type=_Plain)
        opened.append(
            PersonRow(
                person_id=row.person_id,
                version=row.version,
                fields=person.fields,
                consents=person.consents,
            )
        )
    return opened


def _is_sound(row: PersonRow) -> bool:
    texts = [*row.fields.items(), *row.consents.items()]
    return (
        0 < row.version <= VERSION_MAX
        and _NAME.fullmatch(row.person_id) is not None
        and len(texts) <= FIELDS_MAX
        and sum(len(name) + len(text) for name, text in texts) <= ROW_CHARACTERS_MAX
        and all(_NAME.fullmatch(kind) and _NAME.fullmatch(key) for kind, key in row.blind.items())
    )

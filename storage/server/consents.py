"""Every consent that was given or taken back on a page, with the sentence that stood there."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete

from storage.server.matching import find
from storage.server.rows import add_missing
from storage.server.tables import CONSENTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One answer to one question; `way` says where: `page` or `console`."""

    consent: str
    made_us: int
    given: bool
    way: str
    language: str
    wording: str


def add(connection: Connection, tenant: str, member_id: str, said: Said) -> None:
    """Keep an answer; the same moment's stays as it is."""
    row = {
        "tenant_id": tenant,
        "member_id": member_id,
        "consent": said.consent,
        "made_us": said.made_us,
        "given": int(said.given),
        "way": said.way,
        "language": said.language,
        "wording": said.wording,
    }
    add_missing(connection, CONSENTS, [row])


def of(connection: Connection, tenant: str, member_id: str) -> list[Said]:
    """Give what a member answered, oldest first."""
    rows = find(connection, CONSENTS, tenant, order=("made_us", "consent"), member_id=member_id)
    return [
        Said(
            consent=row.consent,
            made_us=row.made_us,
            given=bool(row.given),
            way=row.way,
            language=row.language,
            wording=row.wording,
        )
        for row in rows
    ]


def drop(connection: Connection, tenant: str, member_id: str) -> None:
    """Delete what a member answered."""
    connection.execute(
        delete(CONSENTS).where(CONSENTS.c.tenant_id == tenant, CONSENTS.c.member_id == member_id)
    )

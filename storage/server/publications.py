"""Which version was published by whom, and the texts that members read of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from storage.server.database import put
from storage.server.matching import find
from storage.server.tables import MEMBER_TEXTS, PUBLICATIONS

TERMS = "terms"
PRIVACY = "privacy"
CHANGES = "changes"
"""The kinds of texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A version that was sent to the tills, and what was known when it was.

    `seconder` is empty where one person was enough, `recalled_by` the version that took its
    place before it began, or 0. `said` is JSON of `server.publishing`.
    """

    version: int
    draft: str
    edit: int
    from_day: str
    publisher: str
    seconder: str
    at_us: int
    recalled_by: int
    said: bytes


def save(connection: Connection, tenant: str, row: Publication) -> None:
    """Keep a publication, or note that it was recalled."""
    put(
        connection,
        PUBLICATIONS,
        [
            {
                "tenant_id": tenant,
                "version": row.version,
                "draft": row.draft,
                "edit": row.edit,
                "from_day": row.from_day,
                "publisher": row.publisher,
                "seconder": row.seconder,
                "at_us": row.at_us,
                "recalled_by": row.recalled_by,
                "said": row.said,
            }
        ],
    )


def read(connection: Connection, tenant: str) -> dict[int, Publication]:
    """Give every publication by its version."""
    rows = find(connection, PUBLICATIONS, tenant, order=("version",))
    return {
        row.version: Publication(
            version=row.version,
            draft=row.draft,
            edit=row.edit,
            from_day=row.from_day,
            publisher=row.publisher,
            seconder=row.seconder,
            at_us=row.at_us,
            recalled_by=row.recalled_by,
            said=bytes(row.said),
        )
        for row in rows
    }


def save_texts(
    connection: Connection,
    tenant: str,
    version: int,
    bodies: Mapping[tuple[str, str], str],
    made_us: int,
) -> None:
    """Keep the texts of a version, by language and kind."""
    put(
        connection,
        MEMBER_TEXTS,
        [
            {
                "tenant_id": tenant,
                "version": version,
                "language": language,
                "kind": kind,
                "body": body,
                "made_us": made_us,
            }
            for (language, kind), body in bodies.items()
        ],
    )


def texts(connection: Connection, tenant: str, **some: Any) -> dict[tuple[int, str], str]:
    """Give texts by version and kind; `some` names a language, kind or version."""
    rows = find(connection, MEMBER_TEXTS, tenant, order=("version", "kind"), **some)
    return {(row.version, row.kind): row.body for row in rows}

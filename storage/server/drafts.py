"""Drafts of the programme: each with every edit that was ever made to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from storage.server.database import add, put
from storage.server.matching import find
from storage.server.tables import DRAFT_EDITS, DRAFTS

OPEN = "open"
WAITING = "waiting"
PUBLISHED = "published"
DROPPED = "dropped"
"""What can become of a draft; a waiting one needs a second person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft: its newest edit, the version that it was begun from, and the goal behind it.

    `goal` and `wish` are JSON of `server.publishing`; `wish` is empty unless it waits.
    """

    draft: str
    edit: int
    base: int
    title: str
    goal: str
    state: str
    wish: bytes
    made_us: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One document that somebody saved, begun from the edit `after`.

    One that contradicts an edit which came before it is kept `aside`.
    """

    draft: str
    edit: int
    after: int
    aside: bool
    document: str
    editor: str
    at_us: int


def save(connection: Connection, tenant: str, row: Draft) -> None:
    """Keep a draft in place of what stood there."""
    put(
        connection,
        DRAFTS,
        [
            {
                "tenant_id": tenant,
                "draft": row.draft,
                "edit": row.edit,
                "base": row.base,
                "title": row.title,
                "goal": row.goal,
                "state": row.state,
                "wish": row.wish,
                "made_us": row.made_us,
            }
        ],
    )


def add_edit(connection: Connection, tenant: str, row: Edit) -> None:
    """Keep an edit. An edit is never changed."""
    add(
        connection,
        DRAFT_EDITS,
        [
            {
                "tenant_id": tenant,
                "draft": row.draft,
                "edit": row.edit,
                "after": row.after,
                "aside": int(row.aside),
                "document": row.document,
                "editor": row.editor,
                "at_us": row.at_us,
            }
        ],
    )


def read(connection: Connection, tenant: str, draft: str = "") -> list[Draft]:
    """Give one draft, or all from the newest to the oldest."""
    some: dict[str, Any] = {"draft": draft} if draft else {}
    rows = find(connection, DRAFTS, tenant, **some)
    found = [
        Draft(
            draft=row.draft,
            edit=row.edit,
            base=row.base,
            title=row.title,
            goal=row.goal,
            state=row.state,
            wish=bytes(row.wish),
            made_us=row.made_us,
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (each.made_us, each.draft), reverse=True)


def edits(connection: Connection, tenant: str, draft: str) -> list[Edit]:
    """Give every edit of a draft, the first one first."""
    rows = find(connection, DRAFT_EDITS, tenant, order=("edit",), draft=draft)
    return [
        Edit(
            draft=row.draft,
            edit=row.edit,
            after=row.after,
            aside=bool(row.aside),
            document=row.document,
            editor=row.editor,
            at_us=row.at_us,
        )
        for row in rows
    ]

"""The audit log of the console: who did what, when, and about whom as an id."""

from __future__ import annotations

from dataclasses import dataclass

from loyalty import ids
from server.access import Access
from storage.server import console_audit
from storage.server.console_audit import Record
from storage.server.database import Connection


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What is to be kept: a code for `what`, an id for `about`, figures and codes in `detail`.

    Never a name, a phone number or a mail address.
    """

    what: str
    about: str = ""
    detail: str = ""


def write(connection: Connection, access: Access, user_id: str, note: Note, now_us: int) -> None:
    """Add a note in somebody's transaction."""
    record = Record(
        at_us=now_us,
        audit_id=ids.uuid7(now_us, access.randomness(ids.RANDOM_BYTES)),
        user_id=user_id,
        what=note.what,
        about=note.about,
        detail=note.detail,
    )
    console_audit.put(connection, access.tenant, record)

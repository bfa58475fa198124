"""The step of both files that keeps members' PINs: one row a member, which a reset only empties."""

from __future__ import annotations

PINS = (
    """CREATE TABLE pin (
        member_id TEXT NOT NULL PRIMARY KEY,
        version INTEGER NOT NULL CHECK (version > 0),
        verifier TEXT NOT NULL,
        pepper INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID""",
)

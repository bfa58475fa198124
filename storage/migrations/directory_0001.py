"""Step 1 of directory.db: what the server said."""

from __future__ import annotations

from storage.migrations.people_0001 import PEOPLE
from storage.migrations.step import Step

STEP = Step(
    version=1,
    min_reader=1,
    statements=(
        """CREATE TABLE meta (
            name TEXT NOT NULL PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE standing (
            account TEXT NOT NULL PRIMARY KEY,
            position INTEGER NOT NULL,
            own_epoch INTEGER NOT NULL,
            own_seq INTEGER NOT NULL,
            figures TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE programme (
            digest BLOB NOT NULL PRIMARY KEY,
            n INTEGER NOT NULL,
            raw BLOB NOT NULL
        ) STRICT""",
        *PEOPLE,
    ),
)

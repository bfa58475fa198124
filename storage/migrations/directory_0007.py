"""Step 7 of directory.db: what the owner had done on the server, in case its books are put back."""

from __future__ import annotations

from storage.migrations.step import Step

STEP = Step(
    version=7,
    min_reader=5,
    statements=(
        """CREATE TABLE act (
            event_id TEXT NOT NULL PRIMARY KEY,
            raw BLOB NOT NULL,
            seal BLOB NOT NULL
        ) STRICT, WITHOUT ROWID""",
        # An older program passed over what it did not know, and the feed says each thing once.
        "DELETE FROM meta WHERE name = 'cursor'",
    ),
)

"""Step 5 of directory.db: accounts and members that go on as others."""

from __future__ import annotations

from storage.migrations.step import Step

# A program that knows no redirects would show a merged account without what was sold on the old.
STEP = Step(
    version=5,
    min_reader=5,
    statements=(
        """CREATE TABLE redirect (
            kind TEXT NOT NULL,
            key TEXT NOT NULL,
            target TEXT NOT NULL CHECK (target <> key),
            PRIMARY KEY (kind, key)
        ) STRICT, WITHOUT ROWID""",
    ),
)

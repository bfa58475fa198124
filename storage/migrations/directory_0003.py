"""Step 3 of directory.db: the public keys that the rotating codes of phones are checked with."""

from __future__ import annotations

from storage.migrations.step import Step

STEP = Step(
    version=3,
    min_reader=2,
    statements=(
        """CREATE TABLE phone_key (
            key_id INTEGER NOT NULL PRIMARY KEY,
            public BLOB NOT NULL CHECK (length(public) = 32),
            last_step INTEGER NOT NULL
        ) STRICT""",
    ),
)

"""Step 5 of ledger.db: for whom this till may give what counts over several tills."""

from __future__ import annotations

from storage.migrations.step import Step

STEP = Step(
    version=5,
    min_reader=5,
    statements=(
        """CREATE TABLE home (
            home_id TEXT NOT NULL PRIMARY KEY,
            account TEXT NOT NULL,
            epoch INTEGER NOT NULL,
            position INTEGER NOT NULL,
            is_here INTEGER NOT NULL CHECK (is_here IN (0, 1))
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX home_account ON home (account) WHERE is_here = 1",
    ),
)

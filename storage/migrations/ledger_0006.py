"""Step 6 of ledger.db: what a cash register told of its sales, by its own numbers."""

from __future__ import annotations

from storage.migrations.step import Step

STEP = Step(
    version=6,
    min_reader=5,
    statements=(
        """CREATE TABLE register_told (
            kind TEXT NOT NULL CHECK (kind IN ('sale', 'refund', 'void')),
            name TEXT NOT NULL,
            sale TEXT NOT NULL,
            at_us INTEGER NOT NULL,
            day TEXT NOT NULL,
            amount_minor INTEGER NOT NULL,
            event TEXT NOT NULL,
            reply BLOB NOT NULL,
            PRIMARY KEY (kind, name)
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX register_event ON register_told (event) WHERE event <> ''",
    ),
)

"""Step 6 of directory.db: the shop's tills and what became of refunds wished for here."""

from __future__ import annotations

from storage.migrations.step import Step

STEP = Step(
    version=6,
    min_reader=5,
    statements=(
        """CREATE TABLE device (
            device TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            public BLOB NOT NULL CHECK (length(public) = 32)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE refund_answer (
            wish TEXT NOT NULL PRIMARY KEY,
            sale TEXT NOT NULL,
            state TEXT NOT NULL,
            reason TEXT NOT NULL,
            money_minor INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID""",
        # An older program passed over what it did not know, and the feed says each thing once:
        # keys of tills, refunds that wait for this one, homes. So it is read from its beginning.
        "DELETE FROM meta WHERE name = 'cursor'",
    ),
)

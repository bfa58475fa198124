"""Step 2 of the server's tables: a posting is found by the position of its event.

The key is a third as long, and on PostgreSQL a partition of events and that of their postings
come and go together.
"""

from __future__ import annotations

from storage.server.steps.shape import Step

STEP = Step(
    version=2,
    min_reader=2,
    sqlite=(
        """CREATE TABLE postings_by_position (
            tenant_id TEXT NOT NULL, position INTEGER NOT NULL, line INTEGER NOT NULL,
            debit TEXT NOT NULL, credit TEXT NOT NULL, unit TEXT NOT NULL,
            amount INTEGER NOT NULL, lot TEXT NOT NULL,
            PRIMARY KEY (tenant_id, position, line)
        ) STRICT, WITHOUT ROWID""",
        """INSERT INTO postings_by_position
            SELECT p.tenant_id, e.position, p.line, p.debit, p.credit, p.unit, p.amount, p.lot
            FROM postings p JOIN events e USING (tenant_id, device, epoch, seq)""",
        # Dropping a table drops its triggers; they are made again under the old names.
        "DROP TABLE postings",
        "ALTER TABLE postings_by_position RENAME TO postings",
        *(
            f"CREATE TRIGGER postings_no_{verb} BEFORE {verb} ON postings"
            " BEGIN SELECT RAISE(ABORT, 'postings are only ever added'); END"
            for verb in ("update", "delete")
        ),
    ),
    postgres=(),
)

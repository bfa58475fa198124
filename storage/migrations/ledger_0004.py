"""Step 4 of ledger.db: events of an ended epoch that go out under a later one, unchanged."""

from __future__ import annotations

from storage.migrations.step import Step

_ABORT = "BEGIN SELECT RAISE(ABORT, 'rows of carried are never changed'); END"
_THERE = "EXISTS (SELECT 1 FROM carried WHERE epoch = NEW.epoch AND seq = NEW.seq)"

# A program that does not know of them would find the chain of the later epoch broken.
STEP = Step(
    version=4,
    min_reader=4,
    statements=(
        """CREATE TABLE carried (
            epoch INTEGER NOT NULL REFERENCES chain (epoch),
            seq INTEGER NOT NULL CHECK (seq > 0),
            of_epoch INTEGER NOT NULL,
            of_seq INTEGER NOT NULL,
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            PRIMARY KEY (epoch, seq),
            FOREIGN KEY (of_epoch, of_seq) REFERENCES event (epoch, seq)
        ) STRICT, WITHOUT ROWID""",
        f"CREATE TRIGGER carried_no_update BEFORE UPDATE ON carried {_ABORT}",
        f"CREATE TRIGGER carried_no_delete BEFORE DELETE ON carried {_ABORT}",
        f"CREATE TRIGGER carried_no_replace BEFORE INSERT ON carried WHEN {_THERE} {_ABORT}",
    ),
)

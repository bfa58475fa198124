"""Step 3 of ledger.db: PINs that were chosen here, and which of them wait to be sent."""

from __future__ import annotations

from storage.migrations.pins_0001 import PINS
from storage.migrations.step import Step

# A program that does not know of PINs would leave those of the erased behind.
STEP = Step(
    version=3,
    min_reader=3,
    statements=(
        *PINS,
        """CREATE TABLE pin_out (
            member_id TEXT NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE visit_pin_out (
            member_id TEXT NOT NULL PRIMARY KEY,
            key TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
    ),
)

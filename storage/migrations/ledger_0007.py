"""Step 7 of ledger.db: events about cards are found among millions of sales."""

from __future__ import annotations

from storage.migrations.step import Step

STEP = Step(
    version=7,
    min_reader=5,
    statements=(
        "CREATE INDEX event_cards_issued ON event (epoch, seq) WHERE type = 'cards_issued'",
        "CREATE INDEX event_cards_printed ON event (epoch, seq) WHERE type = 'cards_printed'",
    ),
)

"""Step 6 of the server's tables: rights asked back, and what has expired of each lot."""

from __future__ import annotations

from storage.server.steps.shape import Step, both, table

_SQLITE, _POSTGRES = both(
    (
        table("recalls", "device text, epoch whole, account text, unit text", "amount whole"),
        table("expired", "account text, unit text, lot text", "amount whole"),
    )
)
STEP = Step(version=6, min_reader=6, sqlite=_SQLITE, postgres=_POSTGRES)

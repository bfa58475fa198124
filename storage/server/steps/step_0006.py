"""Step 6 of the server's tables: rights asked back, what has expired, and peppers on their way."""

from __future__ import annotations

from storage.server.steps.shape import Step, both, table

_SQLITE, _POSTGRES = both(
    (
        table("recalls", "device text, epoch whole, account text, unit text", "amount whole"),
        table("expired", "account text, unit text, lot text", "amount whole"),
        table("sealing_keys", "device text", "public blob"),
        table("peppers", "pepper_id whole", "made_us whole"),
        table("sealed_peppers", "device text, pepper_id whole", "sealed blob"),
    )
)
STEP = Step(version=6, min_reader=6, sqlite=_SQLITE, postgres=_POSTGRES)

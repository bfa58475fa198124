"""Step 4 of the server's tables: members' PINs, and whose each visit PIN is."""

from __future__ import annotations

from storage.server.steps.shape import Step, both, index, table

_SQLITE, _POSTGRES = both(
    (
        table("pins", "member_id text", "version whole, sealed blob"),
        table("visit_pins", "key text", "member_id text"),
        index("visit_pins_by_member", "visit_pins", "member_id"),
        table("visit_pins_taken", "member_id text"),
    )
)
STEP = Step(version=4, min_reader=2, sqlite=_SQLITE, postgres=_POSTGRES)

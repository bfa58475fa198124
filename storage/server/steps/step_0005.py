"""Step 5 of the server's tables: which accounts and members go on as others, and what was asked.

The answers to commands are kept so that one that is sent again does nothing twice.
"""

from __future__ import annotations

from storage.server.steps.shape import Step, both, table

_SQLITE, _POSTGRES = both(
    (
        table("redirects", "kind text, key text", "target text, joined whole"),
        table("commands", "request_id text", "answer blob, made_us whole"),
        table("days_run", "", "day text"),
    )
)
# A program that knows no redirects would book a merged account beside the one it became.
STEP = Step(version=5, min_reader=5, sqlite=_SQLITE, postgres=_POSTGRES)

"""Step 8 of the server's tables: where a shop's books went, and until when they are moving."""

from __future__ import annotations

from storage.server.steps.shape import Step

_STATEMENTS = (
    "ALTER TABLE tenants ADD COLUMN moved_to TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE tenants ADD COLUMN moving_until_us {whole} NOT NULL DEFAULT 0",
)
# A program that knows nothing of it would go on with books that are somewhere else.
STEP = Step(
    version=8,
    min_reader=8,
    sqlite=tuple(one.format(whole="INTEGER") for one in _STATEMENTS),
    postgres=tuple(one.format(whole="BIGINT") for one in _STATEMENTS),
)

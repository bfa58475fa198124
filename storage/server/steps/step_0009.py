"""Step 9 of the server's tables: where a till said that an epoch ends, when it left it."""

from __future__ import annotations

from storage.server.steps.shape import Step

_STATEMENT = "ALTER TABLE epochs ADD COLUMN awaits_seq {whole} NOT NULL DEFAULT 0"
STEP = Step(
    version=9,
    min_reader=8,
    sqlite=(_STATEMENT.format(whole="INTEGER"),),
    postgres=(_STATEMENT.format(whole="BIGINT"),),
)

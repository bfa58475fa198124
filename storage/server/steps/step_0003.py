"""Step 3 of the server's tables: what holds for all tills of a shop and is no programme."""

from __future__ import annotations

from storage.server.steps.shape import Step, both, table

_SQLITE, _POSTGRES = both((table("settings", "name text", "value text"),))
STEP = Step(version=3, min_reader=2, sqlite=_SQLITE, postgres=_POSTGRES)

"""Step 2 of ledger.db: people are found as fast in a large shop as in a small one."""

from __future__ import annotations

from storage.migrations.people_0002 import PEOPLE_FOUND
from storage.migrations.step import Step

STEP = Step(version=2, min_reader=2, statements=PEOPLE_FOUND)

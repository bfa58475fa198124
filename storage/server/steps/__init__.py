"""Numbered, forward-only steps of the server's tables; a released step is never edited.

A new table: add it to `storage.server.tables`, and a step here that makes it.
"""

from __future__ import annotations

from storage.server.steps import step_0001, step_0002, step_0003, step_0004, step_0005, step_0006
from storage.server.steps.shape import Step, both, table

SERVER_STEPS = (
    step_0001.STEP,
    step_0002.STEP,
    step_0003.STEP,
    step_0004.STEP,
    step_0005.STEP,
    step_0006.STEP,
)

_SQLITE, _POSTGRES = both((table("person_keys", "person_id text", "key blob"),))
PEOPLE_KEY_STEPS = (Step(version=1, min_reader=1, sqlite=_SQLITE, postgres=_POSTGRES),)

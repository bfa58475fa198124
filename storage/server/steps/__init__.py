"""Numbered, forward-only steps of the server's tables; a released step is never edited.

A new table: add it to `storage.server.tables`, and a step here that makes it.
"""

from __future__ import annotations

from storage.server.steps import (
    step_0001,
    step_0002,
    step_0003,
    step_0004,
    step_0005,
    step_0006,
    step_0007,
    step_0008,
    step_0009,
    step_0010,
    step_0011,
    step_0012,
    step_0013,
    step_0014,
)
from storage.server.steps.shape import Step, both, table

SERVER_STEPS = (
    step_0001.STEP,
    step_0002.STEP,
    step_0003.STEP,
    step_0004.STEP,
    step_0005.STEP,
    step_0006.STEP,
    step_0007.STEP,
    step_0008.STEP,
    step_0009.STEP,
    step_0010.STEP,
    step_0011.STEP,
    step_0012.STEP,
    step_0013.STEP,
    step_0014.STEP,
)

_KEYS = both((table("person_keys", "person_id text", "key blob"),))
_FORGOTTEN = both((table("forgotten", "person_id text"),))
PEOPLE_KEY_STEPS = (
    Step(version=1, min_reader=1, sqlite=_KEYS[0], postgres=_KEYS[1]),
    # A program that knows nothing of the forgotten would make them new keys.
    Step(version=2, min_reader=2, sqlite=_FORGOTTEN[0], postgres=_FORGOTTEN[1]),
)

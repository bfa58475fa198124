"""Step 4 of directory.db: members' PINs as the server last told them."""

from __future__ import annotations

from storage.migrations.pins_0001 import PINS
from storage.migrations.step import Step

# A program that does not know of PINs would leave those of the erased behind.
STEP = Step(version=4, min_reader=4, statements=PINS)

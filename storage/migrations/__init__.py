"""Numbered, forward-only steps of each file; a released step is never edited."""

from __future__ import annotations

from storage.migrations import directory_0001, ledger_0001

LEDGER_STEPS = (ledger_0001.STEP,)
DIRECTORY_STEPS = (directory_0001.STEP,)

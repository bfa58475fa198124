"""Numbered, forward-only steps of each file; a released step is never edited."""

from __future__ import annotations

from storage.migrations import (
    directory_0001,
    directory_0002,
    directory_0003,
    directory_0004,
    directory_0005,
    directory_0006,
    ledger_0001,
    ledger_0002,
    ledger_0003,
    ledger_0004,
    ledger_0005,
    ledger_0006,
    ledger_0007,
)

LEDGER_STEPS = (
    ledger_0001.STEP,
    ledger_0002.STEP,
    ledger_0003.STEP,
    ledger_0004.STEP,
    ledger_0005.STEP,
    ledger_0006.STEP,
    ledger_0007.STEP,
)
DIRECTORY_STEPS = (
    directory_0001.STEP,
    directory_0002.STEP,
    directory_0003.STEP,
    directory_0004.STEP,
    directory_0005.STEP,
    directory_0006.STEP,
)

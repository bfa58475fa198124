"""The counter starts with Python's own import: nobody reads the source of every module."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
LOOK = """
import builtins, linecache
from terminal.qt.start import import_plainly
assert builtins.__import__ is not builtins.__orig_import__, "PySide does not replace it any more"
import_plainly()
assert builtins.__import__ is builtins.__orig_import__
from terminal.qt.app import run
print(len([name for name in linecache.cache if name.endswith(".py")]))
"""


def test_no_source_is_read_for_a_feature_that_nobody_uses() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "0"

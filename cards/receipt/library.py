"""Brings in python-escpos, and keeps what it does at import from the rest of the program."""

from __future__ import annotations

import importlib
import logging
import shutil
import sys
from types import ModuleType

_LISTS = "escpos.capabilities"


def escpos(part: str) -> ModuleType:
    """Give a module of the library, such as `printer`; the first time takes a moment.

    It leaves a folder behind in the system's place for temporary files, and a handler at the root
    of all logs; both are taken away again.
    """
    name = f"escpos.{part}"
    if _LISTS in sys.modules:
        return importlib.import_module(name)
    root = logging.getLogger()
    before = list(root.handlers)
    try:
        found = importlib.import_module(name)
    finally:
        for handler in set(root.handlers) - set(before):
            root.removeHandler(handler)
    # What it keeps there is read at import only.
    shutil.rmtree(importlib.import_module(_LISTS).pickle_dir, ignore_errors=True)
    return found

"""Opens the counter's window with Python's own import: PySide's reads the source of every module.

PySide replaces `__import__` by one that looks through the source of whatever is imported after it,
for the sake of a feature that nothing here uses, and Python then keeps all those lines: about
29 MB of a till for as long as it ran.
"""

import builtins
import linecache
from typing import Any

import PySide6.QtCore  # noqa: F401 - it replaces the import when it is imported


def import_plainly() -> None:
    """Gives Python its own import back, and forgets the lines that were read until now."""
    own = getattr(builtins, "__orig_import__", None)
    if own is not None:
        builtins.__import__ = own
    linecache.clearcache()


def run(*parts: Any, **options: Any) -> int:
    """Shows the counter as `app.run` does, which is imported only now; gives the exit code."""
    import_plainly()
    from terminal.qt import app

    return app.run(*parts, **options)

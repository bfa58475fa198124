"""How commands speak: JSON or sentences on stdout, progress on stderr, one error shape."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import NoReturn

from loyalty.errors import Corrupt, LoyaltyError, Outage

OK = 0
FOUND = 1
WRONG_USE = 2
OUTAGE = 3
CORRUPT = 4


def say(text: str) -> None:
    """Write a line for whoever asked."""
    print(text, flush=True)


def progress(text: str) -> None:
    """Write a line that is no answer."""
    print(text, file=sys.stderr, flush=True)


def answer(value: object) -> None:
    """Write one JSON value on one line."""
    say(json.dumps(value, ensure_ascii=False))


def code_of(error: LoyaltyError) -> int:
    """Give the exit code of an error (CONTRACTS.md)."""
    if isinstance(error, Corrupt):
        return CORRUPT
    return OUTAGE if isinstance(error, Outage) else WRONG_USE


def fail(error: LoyaltyError, *, as_json: bool) -> NoReturn:
    """Say what went wrong and end."""
    if as_json:
        answer(error.as_json())
    else:
        progress(f"{error.message} [{error.code}]")
    sys.exit(code_of(error))


def guarded(act: Callable[[], int | None], *, as_json: bool = False) -> NoReturn:
    """Run a command and end the process with its exit code."""
    try:
        sys.exit(act() or OK)
    except LoyaltyError as error:
        fail(error, as_json=as_json)

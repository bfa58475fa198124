"""The server's log: one JSON object a line, without anything about people.

Of an exception it says the kind and the places in the program, never the text: that may quote
what somebody typed.
"""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TextIO

REQUESTS: Final = logging.getLogger("regulars.requests")
_ROOT: Final = Path(__file__).parents[1]
_OURS: Final = "regulars"
LINE_MAX: Final = 200


class JsonLines(logging.Formatter):
    """Writes records as JSON; texts of other libraries are cut down to who wrote them."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one record as one line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        found: dict[str, Any] = {
            "at": at.replace("+00:00", "Z"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name.partition(".")[0] == _OURS:
            found["text"] = record.getMessage()
        else:
            # What is put into its places, and what follows its first line, may be about somebody.
            found["text"] = str(record.msg).partition("\n")[0][:LINE_MAX]
        found |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[0] is not None:
            found["exception"] = record.exc_info[0].__name__
            found["places"] = [
                f"{_place(frame.filename)}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])
            ]
        return json.dumps(found, ensure_ascii=False)


@contextmanager
def kept(stream: TextIO, *, requests: bool = False) -> Iterator[None]:
    """Write warnings and worse to a stream, and with `requests` a line for every request."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root, level = logging.getLogger(), REQUESTS.level
    root.addHandler(handler)
    if requests:
        REQUESTS.setLevel(logging.INFO)
    try:
        yield
    finally:
        root.removeHandler(handler)
        REQUESTS.setLevel(level)


def request(method: str, route: str, status: int, code: str, seconds: float) -> None:
    """Note a request: by the address it came to, never by who sent it."""
    if REQUESTS.isEnabledFor(logging.INFO):
        fields = {
            "method": method,
            "route": route,
            "status": status,
            "code": code,
            "ms": round(seconds * 1000, 1),
        }
        REQUESTS.info("request", extra={"fields": fields})


def _place(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(_ROOT)) if path.is_relative_to(_ROOT) else path.name

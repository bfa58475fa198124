"""Whole columns as PostgreSQL's binary arrays, joined at once instead of value by value.

psycopg asks of each value anew what it is; here a column says it once. That was a tenth of what
a push cost.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain, repeat
from typing import Any, Final

import psycopg
from psycopg import pq
from psycopg.adapt import PyFormat

from storage.server.rows import Blobs, Numbers, Texts

_HEAD: Final = struct.Struct("!iiIii")
"""Dimensions, whether there are nulls, the kind of the values; how many, counted from one."""
_EMPTY: Final = struct.Struct("!iiI")
_LENGTH: Final = struct.Struct("!i").pack
_NUMBER_BYTES: Final = 8
_TEXT: Final = 25
_BYTES: Final = 17
_NUMBER: Final = 20


def texts(values: Sequence[str]) -> bytes:
    """Write a `text[]`."""
    return _joined(_TEXT, [value.encode() for value in values])


def blobs(values: Sequence[bytes]) -> bytes:
    """Write a `bytea[]`."""
    return _joined(_BYTES, values)


def numbers(values: Sequence[int]) -> bytes:
    """Write a `bigint[]`. Raises DataError for a number of more than 64 bits."""
    both = chain.from_iterable(zip(repeat(_NUMBER_BYTES), values, strict=False))
    try:
        packed = struct.pack("!" + "iq" * len(values), *both)
    except struct.error as error:
        raise psycopg.DataError("a number has more than 64 bits") from error
    return _head(_NUMBER, len(values)) + packed


def _joined(kind: int, parts: Sequence[bytes]) -> bytes:
    lengths: Iterable[bytes] = map(_LENGTH, map(len, parts))
    pairs = chain.from_iterable(zip(lengths, parts, strict=True))
    return b"".join((_head(kind, len(parts)), *pairs))


def _head(kind: int, count: int) -> bytes:
    if not count:
        return _EMPTY.pack(0, 0, kind)
    return _HEAD.pack(1, 0, kind, count, 1)


class Column:
    """Sends a column: what psycopg asks of whoever knows a kind of value (`psycopg.abc.Dumper`)."""

    format = pq.Format.BINARY
    oid = 0

    def __init__(self, cls: type, _context: object = None) -> None:
        """Prepare for columns of one kind."""
        self._kind = cls
        self.oid, self._write = _KINDS[cls]

    def dump(self, obj: Any) -> bytes:
        """Give the bytes of a column."""
        return self._write(obj)

    def quote(self, _obj: Any) -> bytes:
        """Refuse: a column is never written into a statement."""
        raise psycopg.NotSupportedError("a column travels beside its statement")

    def get_key(self, _obj: Any, _format: PyFormat) -> type:
        """Say that the kind alone decides how it is sent."""
        return self._kind

    def upgrade(self, _obj: Any, _format: PyFormat) -> Column:
        """Stay as it is."""
        return self


_KINDS: Final[Mapping[type, tuple[int, Callable[[Any], bytes]]]] = {
    Texts: (1009, texts),
    Numbers: (1016, numbers),
    Blobs: (1001, blobs),
}


def register(adapters: Any) -> None:
    """Teach a connection to send these columns."""
    for kind in _KINDS:
        adapters.register_dumper(kind, Column)

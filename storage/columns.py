"""The only three column types there are, so that SQLite and PostgreSQL keep the same values."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, Text


def whole(name: str, *, key: bool = False, empty: bool = False) -> Column[int]:
    """Declare an integer of 64 bits; moments are microseconds since 1970 in UTC (`at_us`)."""
    kind = BigInteger().with_variant(Integer(), "sqlite")
    return Column(name, kind, primary_key=key, nullable=empty, autoincrement=False)


def text(name: str, *, key: bool = False, empty: bool = False) -> Column[str]:
    """Declare a text."""
    return Column(name, Text(), primary_key=key, nullable=empty)


def blob(name: str, *, key: bool = False, empty: bool = False) -> Column[bytes]:
    """Declare bytes."""
    return Column(name, LargeBinary(), primary_key=key, nullable=empty)

"""The sale that is not finished yet, kept so that a crash does not lose it."""

from __future__ import annotations

from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.dialects.sqlite import insert

from storage.database import Database
from storage.tables import open_sale

_READ: Final = select(open_sale.c.raw)
_save = insert(open_sale)
_SAVE: Final = _save.on_conflict_do_update(index_elements=["n"], set_={"raw": _save.excluded.raw})
_FORGET: Final = delete(open_sale)


class OpenSale:
    """The open sale of one ledger. Writing belongs inside the caller's transaction."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def read(self) -> bytes | None:
        """Give what was saved last."""
        row = self._db.one(_READ)
        return bytes(row[0]) if row else None

    def save(self, raw: bytes | None) -> None:
        """Keep it, or forget it."""
        if raw is None:
            self._db.run(_FORGET)
        else:
            self._db.run(_SAVE, {"n": 1, "raw": raw})

"""For whom this till may give what counts over several tills: homes taken and given back."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, bindparam, delete, literal_column, select, update
from sqlalchemy.dialects.sqlite import insert

from storage.database import Database
from storage.records import Home
from storage.tables import home

RETURN: Final = "home_return"
"""The event by which a home goes back; its data name it as `home`."""
_YES: Final[ColumnElement[int]] = literal_column("1")
"""Written out, because a partial index is used only where its condition stands in the query; with
a bound value SQLite looks whether it does at every run, and plans anew."""
_HERE: Final = select(home.c.home_id, home.c.position).where(
    home.c.account == bindparam("account"), home.c.is_here == _YES
)
_BY_ID: Final = select(home.c.account, home.c.epoch, home.c.is_here).where(
    home.c.home_id == bindparam("home_id")
)
_TAKE: Final = insert(home).on_conflict_do_nothing()
_BACK: Final = (
    update(home)
    .where(home.c.home_id == bindparam("of_home"), home.c.is_here == 1)
    .values(is_here=0)
)
_CLEAR: Final = delete(home)
_ALL: Final = select(home.c.home_id).where(home.c.is_here == 1)
_TAKEN: Final = select(home.c.home_id).where(home.c.epoch == bindparam("epoch"))


class Homes:
    """Homes in one ledger. Writing belongs inside the caller's transaction."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def take(self, row: Home) -> bool:
        """Take a home; False when it was taken before."""
        return bool(
            self._db.run(
                _TAKE,
                {
                    "home_id": row.home_id,
                    "account": row.account,
                    "epoch": row.epoch,
                    "position": row.position,
                    "is_here": 1,
                },
            )
        )

    def here(self, account: str) -> tuple[str, int] | None:
        """Give the id of the home of an account that is here, and its position."""
        row = self._db.one(_HERE, account=account)
        return (str(row[0]), int(row[1])) if row else None

    def is_here(self, home_id: str) -> bool:
        """Say whether this home is here and was not given back."""
        row = self._db.one(_BY_ID, home_id=home_id)
        return row is not None and bool(row[2])

    def give_back(self, home_id: str) -> None:
        """Have this home no longer."""
        self._db.run(_BACK, {"of_home": home_id})

    def clear(self) -> None:
        """Have none any more."""
        self._db.run(_CLEAR)

    def everything(self) -> set[str]:
        """Give the ids of all homes that are here."""
        return {str(row[0]) for row in self._db.all(_ALL)}

    def taken(self, epoch: int) -> set[str]:
        """Give the ids of all homes that were taken in an epoch."""
        return {str(row[0]) for row in self._db.all(_TAKEN, epoch=epoch)}

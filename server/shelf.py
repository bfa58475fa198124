"""Fetches purses from the tables and puts back what changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from loyalty import accounts
from server.book import Book
from server.purse import Purse
from storage.server import purses, redirects
from storage.server.database import Connection
from storage.server.purses import Balance, Right


class Shelf:
    """The purses that one transaction works with."""

    def __init__(
        self, connection: Connection, tenant: str, take_turn: Callable[[], object]
    ) -> None:
        """Keep nothing yet; `take_turn` is called before anything is read."""
        self.book = Book()
        self._take_turn = take_turn
        self._connection = connection
        self._tenant = tenant
        self._loaded: set[str] = set()
        self._rights_before: dict[tuple[str, str, str, str], int] = {}

    def fetch(self, names: Iterable[str]) -> None:
        """Load the accounts that are not here yet, and those that they go on as."""
        missing = set(names) - self._loaded
        if not missing:
            return
        self._take_turn()
        missing |= self._follow(missing)
        missing -= self._loaded
        self._loaded |= missing
        held = purses.rights(self._connection, self._tenant, missing)
        fill(self.book, purses.balances(self._connection, self._tenant, missing), held)
        for right in held:
            self._rights_before[_key(right)] = right.amount

    def _follow(self, names: set[str]) -> set[str]:
        """Learn what these accounts go on as; give those accounts."""
        found: set[str] = set()
        while names:
            rows = redirects.read(self._connection, self._tenant, redirects.ACCOUNT, names)
            for row in rows:
                self.book.redirect(row.key, row.target, joined=row.joined)
            names = {row.target for row in rows} - found
            found |= names
        return found

    def put_back(self) -> None:
        """Write what changed."""
        touched = self.book.touched
        purses.save_balances(self._connection, self._tenant, balances(self.book, touched))
        changed = [
            right
            for right in rights(self.book, touched)
            if right.amount != self._rights_before.get(_key(right), 0)
        ]
        purses.save_rights(self._connection, self._tenant, changed)
        self._rights_before |= {_key(right): right.amount for right in changed}


def fill(book: Book, figures: Iterable[Balance], held: Iterable[Right]) -> None:
    """Put stored rows into a book."""
    for row in figures:
        key = (row.account, row.unit)
        if accounts.is_value(row.unit):
            book.purses[key] = Purse(row.balance, row.owed)
        else:
            book.put_counter(*key, row.balance)
    for right in held:
        book.purse(right.account, right.unit).put(right.holder, right.lot, right.amount)


def balances(book: Book, keys: Iterable[tuple[str, str]]) -> list[Balance]:
    """Write purses and counters as rows."""
    rows = []
    for account, unit in sorted(keys):
        if accounts.is_value(unit):
            purse = book.purses[account, unit]
            balance, owed = purse.balance, purse.owed
        else:
            balance, owed = book.counters[account, unit], 0
        rows.append(Balance(account=account, unit=unit, balance=balance, owed=owed))
    return rows


def rights(book: Book, keys: Iterable[tuple[str, str]]) -> list[Right]:
    """Write the rights in purses as rows, those of nothing too."""
    return [
        Right(account=account, unit=unit, holder=holder, lot=lot, amount=amount)
        for account, unit in sorted(keys)
        if (account, unit) in book.purses
        for (holder, lot), amount in sorted(book.purses[account, unit].amounts().items())
    ]


def _key(right: Right) -> tuple[str, str, str, str]:
    return right.account, right.unit, right.holder, right.lot

"""Guards of the server's books and of erasing, taken away from outside (see `sabotage`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from unittest import mock

from loyalty import lots
from loyalty.lots import HeldLot
from server.book import Book
from server.commands import desk, merge, transfer, uniting
from server.purse import FREE, Purse
from storage.ledger import SqlLedger
from storage.rebuild import HeldKey
from storage.rights import Rights
from terminal.till import redirects


def _owes_at_once(self: Purse, lot: str, amount: int) -> None:
    free = self._rights.setdefault(FREE, {})
    part = min(amount, free.get(lot, 0))
    if part:
        free[lot] -= part
    self.owed += amount - part


@contextmanager
def short_free() -> Iterator[None]:
    """What a lot cannot pay is owed, although other lots are free."""
    with (
        mock.patch.object(Purse, "_take", _owes_at_once),
        mock.patch.object(Purse, "check", return_value=None),
    ):
        yield


@contextmanager
def merge_net() -> Iterator[None]:
    """What one of two merged members owes is not paid by what the other has free."""
    real = uniting.unite

    def unite(*values: Any) -> None:
        with mock.patch.object(Purse, "_take", _owes_at_once):
            real(*values)

    with (
        mock.patch.object(merge, "unite", unite),
        mock.patch.object(Purse, "check", return_value=None),
    ):
        yield


@contextmanager
def transfer_free() -> Iterator[None]:
    """A transfer moves more than is free."""

    def take(free: Sequence[HeldLot], amount: int) -> tuple[tuple[HeldLot, ...], int]:
        parts, missing = lots.take(free, amount)
        beyond = (HeldLot(lot=lots.name("beyond", lots.NEVER), amount=missing),) if missing else ()
        return (*parts, *beyond), 0

    wrong = SimpleNamespace(take=take, last_day=lots.last_day)
    with mock.patch.object(transfer, "lots", wrong):
        yield


@contextmanager
def redirect() -> Iterator[None]:
    """The server books what is said of a merged account on the old one."""
    with (
        mock.patch.object(Book, "root", lambda _, account: account),
        mock.patch.object(Book, "counting", lambda _, account: account),
    ):
        yield


@contextmanager
def former() -> Iterator[None]:
    """The till leaves out what it did on accounts that were merged since."""
    with mock.patch.object(redirects, "former", return_value=()):
        yield


@contextmanager
def command_once() -> Iterator[None]:
    """A command that is sent twice is done twice."""

    def again(work: Any, name: str, request_id: str, act: Any) -> Any:
        answer = {"command": name, "request": request_id, **act()}
        work.finish()
        return answer

    with mock.patch.object(desk, "once", again):
        yield


@contextmanager
def tombstone() -> Iterator[None]:
    """The till keeps what it recorded itself of a person who was erased."""
    with mock.patch.object(SqlLedger, "erase", return_value=None):
        yield


@contextmanager
def erased_stays() -> Iterator[None]:
    """The server takes a person in again who was erased, from a till that was away."""
    with mock.patch("server.people.people.erased", return_value=set()):
        yield


@contextmanager
def one_transaction() -> Iterator[None]:
    """A sale is written first, and what it takes from the rights in a transaction of its own."""
    real = Rights.change

    def change(self: Rights, changes: Mapping[HeldKey, int]) -> None:
        self._db.sql("COMMIT")
        self._db.sql("BEGIN IMMEDIATE")
        real(self, changes)

    with mock.patch.object(Rights, "change", change):
        yield

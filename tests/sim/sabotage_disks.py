"""Guards of disks, epochs and recovery, taken away from outside (see `sabotage`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from unittest import mock

from server import recovery
from server.commands import again
from server.work import Work
from storage import carried, ledger
from storage.journal_rows import held_changes
from storage.ledger import SqlLedger
from storage.rights import Rights
from storage.server import events, heads
from storage.server.heads import LOST
from storage.witness import Witness
from terminal.till import epochs


@contextmanager
def witness() -> Iterator[None]:
    """Nobody notices that a till's files were put back by hand."""
    with mock.patch.object(Witness, "vouches", return_value=True):
        yield


@contextmanager
def epoch_empty() -> Iterator[None]:
    """A new epoch goes on with the rights of the one before it."""
    with mock.patch.object(Rights, "clear", return_value=None):
        yield


@contextmanager
def fork_tail() -> Iterator[None]:
    """What a copied disk recorded beside the other is left where nobody takes it."""

    def carry(database: Any, device: str, epoch: int) -> None:
        del device
        database.run(carried._SENT, {"of_epoch": epoch})
        database.run(carried._SETTLED, {"of_epoch": epoch})

    with mock.patch.object(carried, "carry", carry):
        yield


@contextmanager
def fork_once() -> Iterator[None]:
    """The server books the tail of a fork again that it has."""
    with mock.patch.object(events, "known_ids", return_value=set()):
        yield


@contextmanager
def tail_rights() -> Iterator[None]:
    """What the tail of a fork gave to held stays with an epoch that began with nothing."""
    with mock.patch.object(Work, "take_back_lots", return_value=None):
        yield


@contextmanager
def ended_gains() -> Iterator[None]:
    """A till whose epoch has to end goes on adding to what it holds."""

    def changes(postings: Any, *, gains: bool = True) -> Mapping[Any, int]:
        del gains
        return held_changes(postings)

    with mock.patch.object(ledger, "held_changes", changes):
        yield


@contextmanager
def left_epoch() -> Iterator[None]:
    """The server leaves an ended epoch what it held."""
    with mock.patch.object(recovery, "take_back", return_value=None):
        yield


@contextmanager
def claim_first() -> Iterator[None]:
    """A server that was put back grants before every till has said what it knows."""
    with (
        mock.patch.object(Work, "may_hold", return_value=True),
        mock.patch.object(Work, "act", Work.entail),
    ):
        yield


@contextmanager
def claims_again() -> Iterator[None]:
    """The till does not send again what a server that was put back forgot."""
    with (
        mock.patch.object(epochs, "send_again", return_value=None),
        mock.patch.object(SqlLedger, "resend", return_value=None),
    ):
        yield


@contextmanager
def recovery_sevs() -> Iterator[None]:
    """A server that was put back does not hear from the tills what its owner had done."""
    with mock.patch.object(again, "told", return_value=None):
        yield


@contextmanager
def lost_till() -> Iterator[None]:
    """A lost till's rights are freed and it goes on as if nothing had happened."""
    real = heads.save

    def save(connection: Any, tenant: str, head: Any) -> None:
        if head.state != LOST:
            real(connection, tenant, head)

    with mock.patch.object(heads, "save", save):
        yield

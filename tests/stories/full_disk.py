"""A disk that takes nothing more, for stories."""

from __future__ import annotations

from loyalty.errors import Outage
from storage.ledger import SqlLedger


class FullDisk:
    """A ledger whose disk takes nothing more."""

    def __init__(self, ledger: SqlLedger) -> None:
        self._ledger = ledger

    def __getattr__(self, name: str) -> object:
        if name in ("commit", "commit_all", "save_open_sale", "ask"):
            return self._refuse
        return getattr(self._ledger, name)

    def _refuse(self, *_: object, **__: object) -> None:
        raise Outage("disk_full", "the disk is full")

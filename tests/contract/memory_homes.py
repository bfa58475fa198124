"""The homes of a ledger in memory."""

from __future__ import annotations

from typing import Any

from storage.records import Home


def take_home(self: Any, row: Home) -> bool:
    """Take a home; False when it is not for us now or was taken before."""
    head = self.head()
    named = (row.device, row.epoch, row.feed_epoch)
    is_ours = named == (head.device, head.epoch, head.feed_epoch) and not self.needs_rejoin()
    if not is_ours or row.home_id in self.homes:
        return False
    self.homes[row.home_id] = row
    return True


def home(self: Any, account: str) -> tuple[str, int] | None:
    """Give the id of the home of an account that is here, and its position."""
    for row in self.homes.values():
        if row.account == account and row.home_id not in self.homes_back:
            return row.home_id, row.position
    return None


def has_home(self: Any, home_id: str) -> bool:
    """Say whether this home is here."""
    return home_id in self.homes and home_id not in self.homes_back

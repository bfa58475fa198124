"""A mailbox with one slot: who reads always gets the newest, and nobody ever waits to write."""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

Item = TypeVar("Item")


class OneSlot(Generic[Item]):
    """Holds the latest thing put in; older ones are dropped unread."""

    def __init__(self) -> None:
        """Begin empty."""
        self._changed = threading.Condition()
        self._item: Item | None = None

    def put(self, item: Item) -> None:
        """Replace what is in the slot."""
        with self._changed:
            self._item = item
            self._changed.notify_all()

    def take(self, timeout_s: float) -> Item | None:
        """Empty the slot and give what was in it; None when nothing came within the time."""
        with self._changed:
            if self._item is None:
                self._changed.wait(timeout_s)
            item, self._item = self._item, None
            return item

    def peek(self) -> Item | None:
        """Give what is in the slot and leave it there."""
        with self._changed:
            return self._item

    def clear(self) -> None:
        """Empty the slot."""
        with self._changed:
            self._item = None

    def wake(self) -> None:
        """Let a waiting reader look at the world at once."""
        with self._changed:
            self._changed.notify_all()

"""What the head office does by itself: old events are read once, and keeping times are kept."""

from __future__ import annotations

import logging
from collections.abc import Callable

from loyalty.errors import LoyaltyError
from server.access import Access
from server.helping import catching_up, retention

LOG = logging.getLogger("regulars.server")


class Night:
    """Looks whether something is due; where nothing is, that is a few small reads."""

    def __init__(self, access: Access, now_us: Callable[[], int]) -> None:
        """Keep where the books are, and whose clock counts."""
        self._access = access
        self._now_us = now_us

    def look(self, stop: Callable[[], bool] = lambda: False) -> None:
        """Do what is due. What cannot be done now is done at a later look."""
        try:
            if catching_up.catch_up(self._access, self._now_us(), stop):
                retention.run(self._access, self._now_us(), stop)
        except LoyaltyError as error:
            LOG.warning("keeping times wait", extra={"fields": {"code": error.code}})
        except Exception:
            LOG.exception("keeping times failed")

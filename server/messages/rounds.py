"""Sends messages while the server runs: a round at its start, and then one a minute."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from loyalty.errors import LoyaltyError
from server.messages.desk import Messages

LOG = logging.getLogger("regulars.server")
LOOK_S = 60


@asynccontextmanager
async def kept(messages: Messages, now_us: Callable[[], int]) -> AsyncIterator[None]:
    """Send what is due while this is open; a message that was begun is still finished."""
    ending = threading.Event()
    looking = asyncio.create_task(_look(messages, now_us, ending))
    try:
        yield
    finally:
        ending.set()
        looking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await looking


async def _look(messages: Messages, now_us: Callable[[], int], ending: threading.Event) -> None:
    while True:
        await asyncio.shield(asyncio.to_thread(_round, messages, now_us, ending))
        await asyncio.sleep(LOOK_S)


def _round(messages: Messages, now_us: Callable[[], int], ending: threading.Event) -> None:
    try:
        messages.round(now_us, ending.is_set)
    except LoyaltyError as error:
        # Whatever could not go waits for the next round.
        LOG.warning("messages wait", extra={"fields": {"code": error.code}})
    except Exception:
        # A fault of ours in one round must not end all rounds to come without a word.
        LOG.exception("messages failed")

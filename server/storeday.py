"""Runs the store-day while the server runs: at its start, and when the next day begins."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from loyalty.errors import LoyaltyError
from server.nightly import Nightly

LOG = logging.getLogger("regulars.server")
LOOK_S = 60
"""How often it looks whether a day has begun; where none has, that is two small reads."""


@asynccontextmanager
async def kept(
    nightly: Nightly,
    now_us: Callable[[], int],
    sweep: Callable[[], None] = lambda: None,
    after: Callable[[Callable[[], bool]], None] = lambda _stop: None,
) -> AsyncIterator[None]:
    """Run the days that begin while this is open; a page that was begun is still finished.

    `sweep` is called at every look: it takes away what nobody came for. So is `after`, which is
    given what says that it should stop.
    """
    ending = threading.Event()

    def rest() -> None:
        sweep()
        after(ending.is_set)

    looking = asyncio.create_task(_look(nightly, now_us, rest, ending))
    try:
        yield
    finally:
        ending.set()
        looking.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await looking


async def _look(
    nightly: Nightly,
    now_us: Callable[[], int],
    rest: Callable[[], None],
    ending: threading.Event,
) -> None:
    while True:
        await asyncio.shield(asyncio.to_thread(_run, nightly, now_us, ending))
        await asyncio.shield(asyncio.to_thread(rest))
        await asyncio.sleep(LOOK_S)


def _run(nightly: Nightly, now_us: Callable[[], int], ending: threading.Event) -> None:
    try:
        nightly.run(now_us(), stop=ending.is_set)
    except LoyaltyError as error:
        # What is missed today is caught up: at the next look, or at the next start.
        LOG.warning("the store-day waits", extra={"fields": {"code": error.code}})
    except Exception:
        # A fault of ours in one day must not end all days to come without a word.
        LOG.exception("the store-day failed")

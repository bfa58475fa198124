"""The thread that talks to the server: takes requests, hands back replies, knows no database."""

from __future__ import annotations

import itertools
import queue
import threading
from collections.abc import Callable
from typing import assert_never

from loyalty.errors import LoyaltyError
from sync.client import Client
from sync.exchange import (
    AskGrant,
    AskPeppers,
    Failed,
    Found,
    Granted,
    Lookup,
    Peppered,
    Pull,
    Pulled,
    Push,
    Pushed,
    Rejoin,
    Rejoined,
    Reply,
    Request,
)

WAITING_MAX = 64
STOP_FIRST, COUNTER_FIRST, THEN = 0, 1, 2


class SyncWorker:
    """Performs requests one after another; those that the counter waits for go first."""

    def __init__(self, client: Client, post: Callable[[Reply], None]) -> None:
        """Prepare a worker; `post` is called on its thread with every reply."""
        self._client = client
        self._post = post
        self._waiting: queue.PriorityQueue[tuple[int, int, Request | None]] = queue.PriorityQueue()
        self._order = itertools.count()
        self._thread = threading.Thread(target=self._run, name="sync")

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def submit(self, request: Request) -> bool:
        """Take a request to be performed; False when too many wait already.

        A request that is not taken is lost without harm: the till asks again.
        """
        if self._waiting.qsize() >= WAITING_MAX:
            return False
        first = COUNTER_FIRST if isinstance(request, AskGrant | Lookup) else THEN
        self._waiting.put((first, next(self._order), request))
        return True

    def stop(self) -> None:
        """End the thread after the request under way; those that wait are dropped."""
        self._waiting.put((STOP_FIRST, next(self._order), None))
        if self._thread.ident is not None:
            self._thread.join()
        self._client.close()

    def _run(self) -> None:
        while True:
            _, _, request = self._waiting.get()
            if request is None:
                return
            self._post(perform(self._client, request))


def perform(client: Client, request: Request) -> Reply:
    """Perform one request; an outage or a refusal becomes `Failed`."""
    try:
        match request:
            case Push():
                return Pushed(asked=request, reply=client.push(request))
            case Pull():
                return Pulled(asked=request, reply=client.pull(request))
            case AskGrant():
                return Granted(asked=request, reply=client.grant(request))
            case Lookup():
                return Found(asked=request, reply=client.lookup(request))
            case Rejoin():
                return Rejoined(asked=request, reply=client.rejoin(request))
            case AskPeppers():
                return Peppered(asked=request, reply=client.peppers(request))
            case _:
                assert_never(request)
    except LoyaltyError as error:
        return failed(request, error)


def failed(request: Request, error: LoyaltyError) -> Failed:
    """Turn an error into the value that the till understands."""
    expected = error.details.get("expected")
    retry_after_s = error.details.get("retry_after_s")
    number = expected if isinstance(expected, int) else None
    return Failed(
        asked=request,
        code=error.code,
        message=error.message,
        expected=None if error.code == "clock" else number,
        server_time_us=number if error.code == "clock" else None,
        retry_after_s=retry_after_s if isinstance(retry_after_s, int) else None,
        moved_to=expected if error.code == "moved" and isinstance(expected, str) else "",
    )

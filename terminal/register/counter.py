"""Asks the till and waits for its answer; the till's databases are touched by nobody here."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from itertools import count

from loyalty.errors import LoyaltyError, Outage, Refusal
from terminal.till.messages import Message
from terminal.till.register_calls import AnyTold
from terminal.till.register_told import RegisterAnswered, RegisterRefused, RegisterTold

ANSWER_S = 10.0
WAITING_MAX = 32


class Counter:
    """The till as its register's side sees it: something told, something answered."""

    def __init__(self, post: Callable[[Message], None]) -> None:
        self._post = post
        self._tickets = count(1)
        self._waiting: dict[str, Future[bytes]] = {}
        self._lock = threading.Lock()
        self._closed = False

    def ask(self, sale: str, told: AnyTold) -> Future[bytes]:
        """Tell the till; the answer's JSON comes as the future's result.

        It raises what the till refuses. Raises Outage `till_busy` when too many wait already.
        """
        future: Future[bytes] = Future()
        with self._lock:
            if self._closed or len(self._waiting) >= WAITING_MAX:
                raise busy()
            ticket = str(next(self._tickets))
            self._waiting[ticket] = future
        future.add_done_callback(lambda _: self._forget(ticket))
        self._post(RegisterTold(ticket=ticket, sale=sale, told=told))
        return future

    def answer(self, order: RegisterAnswered | RegisterRefused) -> None:
        """Hand an answer to whoever waits for it; nobody may wait any more."""
        with self._lock:
            future = self._waiting.pop(order.ticket, None)
        if future is None or not future.set_running_or_notify_cancel():
            return
        if isinstance(order, RegisterAnswered):
            future.set_result(order.body)
        else:
            future.set_exception(_error(order))

    def close(self) -> None:
        """Tell all who wait that the till ends."""
        with self._lock:
            self._closed = True
            waiting = list(self._waiting.values())
            self._waiting.clear()
        for future in waiting:
            if future.set_running_or_notify_cancel():
                future.set_exception(busy())

    def _forget(self, ticket: str) -> None:
        with self._lock:
            self._waiting.pop(ticket, None)


def busy() -> Outage:
    """Say that the till has no time; the same number told again changes nothing."""
    return Outage("till_busy", "the till does not answer now; tell the same again")


def _error(order: RegisterRefused) -> LoyaltyError:
    kind = Outage if order.is_outage else Refusal
    return kind(order.code, order.message, **order.details)

"""Draws cards on a thread of its own, so that the counter sells meanwhile."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from loyalty.errors import LoyaltyError
from storage import failures
from terminal.making import produce
from terminal.making.produce import Sheets
from terminal.till.card_values import (
    CardOrder,
    CardSaid,
    CardsMade,
    DesignsFound,
    FindDesigns,
    MakeCards,
    StopCards,
)

ORDERS_MAX: Final = 4
STOP_S: Final = 5.0
BUSY: Final = "cards_busy"


class CardWorker:
    """One thread, one job at a time; what comes of it is posted."""

    def __init__(
        self,
        post: Callable[[CardSaid], None],
        *,
        folder: Path,
        sheets: Sheets,
        known: Callable[[], DesignsFound],
    ) -> None:
        """Files go into `folder`; `sheets` draws a job, `known` names designs and papers."""
        self._post = post
        self._folder = folder
        self._sheets = sheets
        self._known = known
        self._orders: queue.Queue[MakeCards | FindDesigns | None] = queue.Queue(ORDERS_MAX)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="cards", daemon=True)

    def start(self) -> None:
        """Begin to take orders."""
        self._thread.start()

    def put(self, order: CardOrder) -> None:
        """Take a job or a question, or stop the job that is being done."""
        if isinstance(order, StopCards):
            self._stopped.set()
            return
        if isinstance(order, FindDesigns):
            with suppress(queue.Full):
                self._orders.put_nowait(order)
            return
        # A wish to stop is for what was ordered before it.
        self._stopped.clear()
        try:
            self._orders.put_nowait(order)
        except queue.Full:
            self._post(CardsMade(job=order.job, problem=BUSY))

    def stop(self) -> None:
        """End; a job that is under way stops at its next page, and its numbers wait."""
        self._stopped.set()
        with suppress(queue.Full):
            self._orders.put_nowait(None)
        self._thread.join(STOP_S)

    def answer(self, order: MakeCards) -> CardsMade:
        """Do one job, whatever comes of it."""
        order = replace(order, out=str(self._folder / order.out))
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            return produce.make(order, self._sheets, heard=self._post, stopped=self._stopped.is_set)
        except OSError as error:
            return CardsMade(job=order.job, problem=failures.of_os(error, self._folder).code)
        except LoyaltyError as error:
            number = str(error.details.get("got", "")) if error.code.startswith("card_") else ""
            return CardsMade(job=order.job, problem=error.code, number=number)

    def _run(self) -> None:
        while (order := self._orders.get()) is not None:
            self._post(self.answer(order) if isinstance(order, MakeCards) else self._known())

"""Draws cards on a thread of its own, so that the counter sells meanwhile.

What draws and reads is loaded with the first order: a counter starts without it.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from cards import system_printer
from loyalty.errors import LoyaltyError
from storage import failures
from terminal.till.card_values import (
    CardOrder,
    CardSaid,
    CardsMade,
    CardsSent,
    DesignsFound,
    FindDesigns,
    MakeCards,
    PrintCards,
    StopCards,
)
from terminal.till.machine import SystemPrinters

if TYPE_CHECKING:
    from terminal.making.produce import Sheets

ORDERS_MAX: Final = 4
STOP_S: Final = 5.0
BUSY: Final = "cards_busy"
Work = MakeCards | FindDesigns | PrintCards


class CardWorker:
    """One thread, one job at a time; what comes of it is posted."""

    def __init__(
        self,
        post: Callable[[CardSaid], None],
        *,
        root: Path,
        folder: Path,
        sheets: Sheets | None = None,
        printers: SystemPrinters = system_printer,
    ) -> None:
        """Files go into `folder`; the shop's logo lies in `root`; `sheets` draws otherwise."""
        self._post = post
        self._root = root
        self._folder = folder
        self._sheets = sheets
        self._printers = printers
        self._orders: queue.Queue[Work | None] = queue.Queue(ORDERS_MAX)
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
        if isinstance(order, MakeCards):
            # A wish to stop is for what was ordered before it.
            self._stopped.clear()
        try:
            self._orders.put_nowait(order)
        except queue.Full:
            if isinstance(order, MakeCards):
                self._post(CardsMade(job=order.job, problem=BUSY))

    def stop(self) -> None:
        """End; a job that is under way stops at its next page, and its numbers wait."""
        self._stopped.set()
        with suppress(queue.Full):
            self._orders.put_nowait(None)
        self._thread.join(STOP_S)

    def answer(self, order: Work) -> CardSaid:
        """Carry out one order, whatever comes of it."""
        match order:
            case MakeCards():
                return self._make(order)
            case PrintCards():
                return self._print(order)
            case FindDesigns():
                return self._known()

    def _print(self, order: PrintCards) -> CardsSent:
        try:
            pdf = Path(order.file).read_bytes()
            options = system_printer.FULL_SIZE
            self._printers.send(order.printer, pdf, title="cards", options=options)
        except OSError:
            return CardsSent(printer=order.printer, problem="cards_gone")
        except LoyaltyError as error:
            return CardsSent(printer=order.printer, problem=error.code)
        return CardsSent(printer=order.printer)

    def _known(self) -> DesignsFound:
        from terminal.making import paper

        try:
            return replace(paper.known(self._root), printers=self._printers.names())
        except LoyaltyError:
            # A file of the program that cannot be read: nothing can be chosen, the rest goes on.
            return DesignsFound(designs=(), stocks=())

    def _make(self, order: MakeCards) -> CardsMade:
        from terminal.making import paper, produce

        order = replace(order, out=str(self._folder / order.out))
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            return produce.make(
                order,
                self._sheets or paper.sheets,
                heard=self._post,
                stopped=self._stopped.is_set,
            )
        except OSError as error:
            return CardsMade(job=order.job, problem=failures.of_os(error, self._folder).code)
        except LoyaltyError as error:
            number = str(error.details.get("got", "")) if error.code.startswith("card_") else ""
            return CardsMade(job=order.job, problem=error.code, number=number)

    def _run(self) -> None:
        while (order := self._orders.get()) is not None:
            self._post(self.answer(order))

"""Prints slips one after the other, away from the till: a printer that is off holds nothing up."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Final

from cards.printer import Printer
from cards.slip import Slip
from loyalty.errors import Outage
from terminal.till.effects import FindPrinters, TryPrinter, UseSlips
from terminal.till.messages import Message, PrintersFound, PrinterTried, SlipPrinted
from terminal.till.workers import Chooser

SLIPS_MAX: Final = 8
"""So many slips wait at most: behind that stands nobody any more who waits for one."""
STOP_S: Final = 5.0
PrinterOrder = Slip | UseSlips | FindPrinters | TryPrinter


class PrinterThread:
    """Takes slips and orders, and posts what became of them."""

    def __init__(self, printer: Printer, post: Callable[[Message], None]) -> None:
        """`post` may be called from any thread."""
        self._printer = printer
        self._post = post
        self.chooser: Chooser | None = None
        self._waiting: deque[PrinterOrder] = deque()
        self._changed = threading.Condition()
        self._stops = False
        self._thread = threading.Thread(target=self._run, name="printer", daemon=True)

    def start(self) -> None:
        """Begin to print."""
        self._thread.start()

    def put(self, order: PrinterOrder) -> None:
        """Take an order and return at once. Of too many slips the oldest is left out.

        The newest is that of whoever stands at the counter; the sales are recorded anyway.
        """
        with self._changed:
            slips = [each for each in self._waiting if isinstance(each, Slip)]
            is_full = isinstance(order, Slip) and len(slips) >= SLIPS_MAX
            if is_full:
                self._waiting.remove(slips[0])
            self._waiting.append(order)
            self._changed.notify()
        if is_full:
            self._post(SlipPrinted(problem="printer_busy"))

    def stop(self) -> None:
        """End. What waits is printed if that is soon done, and is given up if not."""
        with self._changed:
            self._stops = True
            self._changed.notify()
        self._thread.join(STOP_S)
        with self._changed:
            self._waiting.clear()

    def _run(self) -> None:
        while (order := self._next()) is not None:
            match order:
                case Slip():
                    self._post(SlipPrinted(problem=self._print(order)))
                case TryPrinter():
                    self._try(order)
                case UseSlips() if self.chooser is not None:
                    self.chooser.choose(order.slips)
                case FindPrinters() if self.chooser is not None:
                    self._post(PrintersFound(printers=self.chooser.find()))
                case _:
                    pass

    def _next(self) -> PrinterOrder | None:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._stops)
            return self._waiting.popleft() if self._waiting else None

    def _try(self, order: TryPrinter) -> None:
        """Ask what the printer is, draw for it, and print."""
        model = ""
        try:
            if self.chooser is not None:
                model = self.chooser.model()
                self.chooser.choose(order.slips_for(model))
        except Outage as error:
            self._post(PrinterTried(problem=error.code))
            return
        self._post(PrinterTried(model=model, problem=self._print(order.slip)))

    def _print(self, slip: Slip) -> str:
        try:
            self._printer.print(slip)
        except Outage as error:
            return error.code
        return ""

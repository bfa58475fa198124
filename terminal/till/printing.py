"""Sends slips where the shop chose: into files, to a printer, or nowhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cards import system_printer
from cards.printer import FilePrinter, Printer
from cards.receipt import found
from cards.receipt.device_file import DevicePrinter
from cards.receipt.network import read_address
from cards.receipt.papers import ReceiptLook
from cards.receipt.printer import ReceiptPrinter, no_logo
from cards.receipt.serial_cable import SerialPrinter
from cards.receipt.ways import Way
from cards.slip import Slip
from cards.system_printer import SystemPrinter
from terminal.till.machine import SystemPrinters
from terminal.till.slip_values import NETWORK, NONE, PDF, RECEIPT, SERIAL, SYSTEM, AtHand, Slips


class ChosenPrinter:
    """One printer at a time; chosen again at any moment, from any thread."""

    def __init__(
        self,
        folder: Path,
        *,
        logo: Callable[[], bytes] = no_logo,
        printers: SystemPrinters = system_printer,
    ) -> None:
        """Take the folder of the slips; text files go there until something else is chosen.

        `logo` gives the picture for receipt printers, or nothing; `printers` are the system's.
        """
        self._printers = printers
        self._folder = folder
        self._logo = logo
        self._printer: Printer | None = FilePrinter(folder)

    def choose(self, slips: Slips) -> None:
        """Let slips go there from now on."""
        self._printer = self._made(slips)

    def find(self) -> tuple[AtHand, ...]:
        """Name the printers at this machine and those of its system."""
        here = (AtHand(way=one.way, printer=one.place, name=one.name) for one in found.find())
        system = (AtHand(way=SYSTEM, printer=name, name=name) for name in self._printers.names())
        return (*here, *system)

    def model(self) -> str:
        """Ask a receipt printer what it is; empty for others. Raises what `print` raises."""
        printer = self._printer
        return printer.model() if isinstance(printer, ReceiptPrinter) else ""

    def print(self, slip: Slip) -> None:
        """Print one slip, whole. Raises what `cards.printer.Printer` raises."""
        printer = self._printer
        if printer is not None:
            printer.print(slip)

    def _made(self, slips: Slips) -> Printer | None:
        if slips.way == NONE:
            return None
        if slips.way == SYSTEM:
            return SystemPrinter(slips.printer, self._printers.send)
        if slips.way in RECEIPT:
            return receipt_printer(slips, logo=self._logo)
        return FilePrinter(self._folder, as_pdf=slips.way == PDF)


def receipt_printer(slips: Slips, *, logo: Callable[[], bytes] = no_logo) -> ReceiptPrinter:
    """Make the receipt printer that was chosen. Raises Refusal `printer_address`."""
    look = ReceiptLook(paper=slips.paper, drawn=slips.drawn, model=slips.model)
    return ReceiptPrinter(_way(slips), look, logo=logo)


def _way(slips: Slips) -> Way:
    if slips.way == NETWORK:
        return read_address(slips.printer)
    if slips.way == SERIAL:
        return SerialPrinter(port=slips.printer, baud=slips.baud)
    return DevicePrinter(path=slips.printer)

"""Sends slips where the shop chose: into files, to a printer of the system, or nowhere."""

from __future__ import annotations

from pathlib import Path

from cards import system_printer
from cards.printer import FilePrinter, Printer
from cards.slip import Slip
from cards.system_printer import SystemPrinter
from terminal.till.slip_values import NONE, PDF, SYSTEM, Slips


class ChosenPrinter:
    """One printer at a time; chosen again at any moment, from any thread."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of the slips; text files go there until something else is chosen."""
        self._folder = folder
        self._printer: Printer | None = FilePrinter(folder)

    def choose(self, slips: Slips) -> None:
        """Let slips go there from now on."""
        match slips.way:
            case way if way == NONE:
                self._printer = None
            case way if way == SYSTEM:
                self._printer = SystemPrinter(slips.printer)
            case way:
                self._printer = FilePrinter(self._folder, as_pdf=way == PDF)

    def find(self) -> tuple[str, ...]:
        """Name the printers of the system."""
        return system_printer.names()

    def print(self, slip: Slip) -> None:
        """Print one slip, whole. Raises what `cards.printer.Printer` raises."""
        printer = self._printer
        if printer is not None:
            printer.print(slip)

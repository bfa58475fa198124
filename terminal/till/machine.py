"""What a counter is given of its machine: the system's printers, and drawings made pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from cards import system_printer


class SystemPrinters(Protocol):
    """The printers of the system: `cards.system_printer` where it has CUPS."""

    def names(self) -> tuple[str, ...]:
        """Name them."""
        ...

    def send(self, printer: str, pdf: bytes, *, title: str, options: tuple[str, ...] = ()) -> None:
        """Hand one a PDF. Raises Outage `printer_failed`."""
        ...


def no_drawings(data: bytes, side_px: int) -> bytes:
    """Draw no SVG: there is no window here whose toolkit could."""
    del data, side_px
    return b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """`rasterise` draws an SVG as PNG, its longer side so many dots; empty where it cannot."""

    rasterise: Callable[[bytes, int], bytes] = no_drawings
    printers: SystemPrinters = system_printer

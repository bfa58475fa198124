"""What only the window's toolkit can do for a counter: draw SVG, and print without CUPS."""

from __future__ import annotations

from cards import system_printer
from terminal.till.machine import Machine, SystemPrinters


def machine() -> Machine:
    """Give it; printing and drawing are loaded when somebody wants them."""
    return Machine(rasterise=_svg_as_png, printers=_printers())


def _svg_as_png(data: bytes, side_px: int) -> bytes:
    from terminal.qt.drawn_svg import svg_as_png

    return svg_as_png(data, side_px)


def _printers() -> SystemPrinters:
    """CUPS takes PDFs as they are; other systems are given pictures of the pages."""
    if system_printer.is_there():
        return system_printer
    from terminal.qt.system_print import QtPrinters

    return QtPrinters()

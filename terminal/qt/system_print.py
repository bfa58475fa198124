"""Prints PDFs on printers of systems without CUPS: each page as dots, at its full size."""

from __future__ import annotations

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from cards.drawing import png
from loyalty.errors import Outage

FINE_DPI = 600
USUAL_DPI = 300
"""Modules and bars are whole dots at both. A sheet of A4 in fine dots would be 100 MB."""
FINE_MM = 120.0
MM_PER_INCH = 25.4


class QtPrinters:
    """The printers that the system says it has."""

    def names(self) -> tuple[str, ...]:
        """Name them."""
        return tuple(sorted(QPrinterInfo.availablePrinterNames()))

    def send(self, printer: str, pdf: bytes, *, title: str, options: tuple[str, ...] = ()) -> None:
        """Print a PDF; nothing is ever fitted to the paper. Raises Outage `printer_failed`."""
        del options
        found = QPrinterInfo.printerInfo(printer)
        if found.isNull():
            raise Outage("printer_failed", "the system has no such printer")
        made = QPrinter(found, QPrinter.PrinterMode.HighResolution)
        made.setDocName(title)
        print_onto(made, pdf)


def print_onto(printer: QPrinter, pdf: bytes) -> None:
    """Print every page on paper of its own size, from the very corner.

    Raises Outage `printer_failed` when the printer does not take it, Refusal `pdf_unreadable`.
    """
    painter = QPainter()
    try:
        for at, (wide_mm, high_mm) in enumerate(png.sizes_mm(pdf)):
            _lay(printer, wide_mm, high_mm)
            began = printer.newPage() if at else painter.begin(printer)
            if not began:
                raise Outage("printer_failed", "the printer did not take the page")
            image = _image(pdf, at, dots_per_inch(printer.resolution(), wide_mm, high_mm))
            dots = printer.resolution() / MM_PER_INCH
            painter.drawImage(QRectF(0, 0, wide_mm * dots, high_mm * dots), image)
    finally:
        if painter.isActive():
            painter.end()


def dots_per_inch(printer: int, wide_mm: float, high_mm: float) -> int:
    """Say how fine a page is drawn: no finer than it is printed, large ones in usual dots."""
    wanted = FINE_DPI if max(wide_mm, high_mm) <= FINE_MM else USUAL_DPI
    return min(wanted, printer) if printer > 0 else wanted


def _lay(printer: QPrinter, wide_mm: float, high_mm: float) -> None:
    size = QPageSize(
        QSizeF(wide_mm, high_mm),
        QPageSize.Unit.Millimeter,
        "",
        QPageSize.SizeMatchPolicy.FuzzyMatch,
    )
    upright = QPageLayout.Orientation.Portrait
    printer.setPageLayout(QPageLayout(size, upright, QMarginsF(0, 0, 0, 0)))
    printer.setFullPage(True)


def _image(pdf: bytes, at: int, dpi: int) -> QImage:
    pixels = png.colour_page(pdf, at, dpi)
    high, wide, _ = pixels.shape
    # A copy: Qt does not keep the rows that it is given.
    return QImage(pixels.tobytes(), wide, high, wide * 3, QImage.Format.Format_RGB888).copy()

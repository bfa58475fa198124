"""Printing without CUPS measures what it says: a page of print comes out in its own size."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from cards.drawing import pdf, png
from cards.drawing.shapes import Page, Rect
from loyalty.errors import Outage
from terminal.qt import system_print
from terminal.qt.drawn_svg import svg_as_png
from terminal.qt.system_print import QtPrinters, print_onto

LOOKED_AT_DPI = 600
MM = 25.4 / LOOKED_AT_DPI
OFF_MM = 0.1


def pages(wide_mm: float, high_mm: float) -> bytes:
    """Draw two pages with a black box 10 mm in from the left and 5 mm from the top."""
    box = Rect(x_mm=10.0, y_mm=5.0, width_mm=60.0, height_mm=30.0, fill="#000000")
    page = Page(width_mm=wide_mm, height_mm=high_mm, shapes=(box,))
    buffer = io.BytesIO()
    pdf.write([page, page], buffer)
    return buffer.getvalue()


@pytest.mark.parametrize(("wide_mm", "high_mm"), [(85.6, 53.98), (210.0, 297.0), (80.0, 140.0)])
def test_a_page_is_printed_in_its_own_size_from_its_corner(
    qapp: QApplication, tmp_path: Path, wide_mm: float, high_mm: float
) -> None:
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    print_onto(printer, pages(wide_mm, high_mm))
    made = (tmp_path / "out.pdf").read_bytes()
    sizes = png.sizes_mm(made)
    assert len(sizes) == 2
    for size in sizes:
        # A PDF's page is a whole number of points.
        assert size == pytest.approx((wide_mm, high_mm), abs=0.36)
    for grey in png.greys(made, (0, 1), LOOKED_AT_DPI):
        rows, columns = np.nonzero(grey < 128)
        edges = [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]
        found = [float(edge) * MM for edge in edges]
        assert found == pytest.approx([10.0, 5.0, 70.0, 35.0], abs=OFF_MM)


def test_a_printer_that_is_not_there_is_said(qapp: QApplication) -> None:
    with pytest.raises(Outage, match="no such printer"):
        QtPrinters().send("nobody's printer", pages(85.6, 53.98), title="cards")


def test_small_pages_are_fine_and_nothing_is_finer_than_the_printer() -> None:
    assert system_print.dots_per_inch(1200, 85.6, 54.0) == 600
    assert system_print.dots_per_inch(1200, 210.0, 297.0) == 300
    assert system_print.dots_per_inch(203, 80.0, 140.0) == 203


def test_a_drawing_is_drawn_as_long_as_is_asked_for(qapp: QApplication) -> None:
    from PIL import Image

    drawing = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">'
        b'<rect x="10" y="5" width="20" height="10" fill="#ff0000"/></svg>'
    )
    with Image.open(io.BytesIO(svg_as_png(drawing, 800))) as drawn:
        assert drawn.size == (800, 400)
        assert drawn.getpixel((400, 200)) == (255, 0, 0, 255)
        assert drawn.getpixel((20, 20)) == (0, 0, 0, 0)
    assert svg_as_png(b"<svg", 800) == b""

"""Pages as pixels: our own PDF, rendered, so that pictures show exactly what will be printed."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cards.drawing import pdf
from cards.drawing.fonts import Fonts
from cards.drawing.shapes import DOTS_PER_INCH, Page, dots
from loyalty.errors import Refusal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_POINTS_PER_INCH = 72
_MM_PER_POINT = 25.4 / _POINTS_PER_INCH
# An A3 page at 600 dpi has 70 million.
_PIXELS_MAX = 150_000_000


def render(page: Page, dpi: int, *, fonts: Fonts | None = None) -> bytes:
    """Give a page as a PNG file of a resolution. Raises Refusal as `pdf.write` does."""
    from PIL import Image

    buffer = io.BytesIO()
    with _document(_bytes_of(page, fonts)) as document:
        Image.fromarray(_pixels(document, 0, dpi, grey=False)).save(buffer, "PNG", dpi=(dpi, dpi))
    return buffer.getvalue()


def grey(page: Page, dpi: int, *, fonts: Fonts | None = None) -> NDArray[np.uint8]:
    """Give a page's brightness, rows of pixels: 0 black, 255 white. Raises as `render`."""
    return next(greys(_bytes_of(page, fonts), (0,), dpi))


def colours(page: Page, dpi: int, *, fonts: Fonts | None = None) -> NDArray[np.uint8]:
    """Give a page's rows of pixels as red, green and blue. Raises as `render`."""
    with _document(_bytes_of(page, fonts)) as document:
        return _pixels(document, 0, dpi, grey=False)


def greys(file: Path | bytes, pages: Iterable[int], dpi: int) -> Iterator[NDArray[np.uint8]]:
    """Give pages of a PDF as brightness, in the order asked for, the first page being 0.

    Raises Refusal `pdf_unreadable` for a file that is none, and IndexError for a page beyond it.
    """
    with _document(file) as document:
        for at in pages:
            if not 0 <= at < len(document):
                raise IndexError(at)
            yield _pixels(document, at, dpi, grey=True)


def colour_page(file: Path | bytes, at: int, dpi: int) -> NDArray[np.uint8]:
    """Give a page of a PDF as rows of red, green and blue. Raises as `greys`."""
    with _document(file) as document:
        if not 0 <= at < len(document):
            raise IndexError(at)
        return _pixels(document, at, dpi, grey=False)


def sizes_mm(file: Path | bytes) -> tuple[tuple[float, float], ...]:
    """Give the width and height of every page in millimetres. Raises Refusal `pdf_unreadable`."""
    with _document(file) as document:
        sizes = [document.get_page_size(at) for at in range(len(document))]
    return tuple((wide * _MM_PER_POINT, high * _MM_PER_POINT) for wide, high in sizes)


def count(file: Path | bytes) -> int:
    """Give how many pages a PDF has. Raises Refusal `pdf_unreadable`."""
    with _document(file) as document:
        return len(document)


def size_px(page: Page, dpi: int) -> tuple[int, int]:
    """Give the width and height of a page's pixels: whole dots at 300 dpi and its multiples."""
    scale = dpi / DOTS_PER_INCH
    return round(dots(page.width_mm) * scale), round(dots(page.height_mm) * scale)


def _bytes_of(page: Page, fonts: Fonts | None) -> bytes:
    buffer = io.BytesIO()
    pdf.write([page], buffer, fonts=fonts)
    return buffer.getvalue()


def _document(file: Path | bytes) -> Any:
    import pypdfium2

    try:
        return pypdfium2.PdfDocument(file)
    except (pypdfium2.PdfiumError, FileNotFoundError) as error:
        raise Refusal("pdf_unreadable", "the file is no PDF that opens") from error


def _pixels(document: Any, at: int, dpi: int, *, grey: bool) -> NDArray[np.uint8]:
    """Render a page onto exactly as many pixels as it has dots, so that dots stay whole."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    page = document[at]
    width, height = (round(side * dpi / _POINTS_PER_INCH) for side in page.get_size())
    if width * height > _PIXELS_MAX:
        raise Refusal("picture_too_large", f"a page is rendered to at most {_PIXELS_MAX} pixels")
    kind = pdfium.FPDFBitmap_Gray if grey else pdfium.FPDFBitmap_BGR
    bitmap = pypdfium2.PdfBitmap.new_native(width, height, kind)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
    flags = pdfium.FPDF_ANNOT | (pdfium.FPDF_GRAYSCALE if grey else pdfium.FPDF_REVERSE_BYTE_ORDER)
    pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, flags)
    pixels = bitmap.to_numpy().copy()
    bitmap.close()
    page.close()
    found: NDArray[np.uint8] = pixels.reshape(height, width) if grey else pixels
    return found

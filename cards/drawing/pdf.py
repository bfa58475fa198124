"""Writes pages as vector PDF: one at a time, so that memory stays flat at any number of them.

Everything is drawn in dots of 300 to the inch, y downwards, so that codes are whole numbers and
land on whole dots of 300 and 600 dpi printers. Glyphs, kept groups, pictures and gradients are
written once a file. The same pages, fonts and libraries always give the same bytes.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterable
from typing import Protocol

from cards.drawing.fonts import Fonts
from cards.drawing.pdf_content import Content, Shelf, number
from cards.drawing.shapes import Page, dots

_POINTS_PER_DOT = 72 / 300
_PAGES_A_NODE = 128
_CATALOG, _ROOT, _RESOURCES, _INFO = 1, 2, 3, 4
_COMPRESSION = 6


class Sink(Protocol):
    """What a PDF is written to: an open binary file."""

    def write(self, data: bytes, /) -> object:
        """Take all of the data."""


def write(pages: Iterable[Page], file: Sink, *, fonts: Fonts | None = None, title: str = "") -> int:
    """Write pages to an open binary file and give how many there were.

    Raises what setting a text raises (Refusal), what a picture raises (Refusal), and OSError.
    """
    writer = Writer(file, fonts=fonts, title=title)
    for page in pages:
        writer.add(page)
    return writer.close()


class Writer:
    """A PDF that is being written: `add` pages, then `close` it once."""

    def __init__(self, file: Sink, *, fonts: Fonts | None = None, title: str = "") -> None:
        """Take an open binary file; it stays its owner's to close."""
        self._file = file
        self._title = title
        self._at = 0
        self._offsets = array("Q", [0] * (_INFO + 1))
        self._shelf = Shelf(fonts or Fonts(), self._object_of_stream)
        self._nodes = array("Q")
        self._kids = list[int]()
        self._box = ""
        self._count = 0
        self._raw(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def add(self, page: Page) -> None:
        """Write one page."""
        high = dots(page.height_mm)
        content = Content(self._shelf)
        content.begin(_POINTS_PER_DOT, high)
        content.shapes(page.shapes)
        stream = self._object_of_stream("", content.as_bytes())
        box = self._rectangle(0, 0, dots(page.width_mm), high)
        if not self._kids:
            self._nodes.append(self._reserved())
            self._box = box
        own = "" if box == self._box else f"/MediaBox{box}"
        if page.trim is not None:
            trim = page.trim
            left, top = dots(trim.x_mm), dots(trim.y_mm)
            right, bottom = left + dots(trim.width_mm), top + dots(trim.height_mm)
            own += f"/TrimBox{self._rectangle(left, high - bottom, right, high - top)}"
        node = self._nodes[-1]
        number_of_page = self._reserved()
        self._object(number_of_page, f"<</Type/Page/Parent {node} 0 R{own}/Contents {stream} 0 R>>")
        self._kids.append(number_of_page)
        self._count += 1
        if len(self._kids) == _PAGES_A_NODE:
            self._end_node()

    def close(self) -> int:
        """Write what stands at the end of the file, and give how many pages it has."""
        if self._kids:
            self._end_node()
        kids = " ".join(f"{node} 0 R" for node in self._nodes)
        self._object(_RESOURCES, self._shelf.resources())
        self._object(_ROOT, f"<</Type/Pages/Count {self._count}/Kids[{kids}]>>")
        # A printer's "fit to page" would shrink the dots.
        preferences = "/ViewerPreferences<</PrintScaling/None>>"
        self._object(_CATALOG, f"<</Type/Catalog/Pages {_ROOT} 0 R{preferences}>>")
        title = ("\ufeff" + self._title).encode("utf-16-be").hex().upper()
        self._object(_INFO, f"<</Title<{title}>/Producer(Regulars)>>")
        self._cross_references()
        return self._count

    def _end_node(self) -> None:
        kids = " ".join(f"{page} 0 R" for page in self._kids)
        self._object(
            self._nodes[-1],
            f"<</Type/Pages/Parent {_ROOT} 0 R/Count {len(self._kids)}/MediaBox{self._box}"
            f"/Resources {_RESOURCES} 0 R/Kids[{kids}]>>",
        )
        self._kids.clear()

    def _rectangle(self, left: int, bottom: int, right: int, top: int) -> str:
        sides = (number(side * _POINTS_PER_DOT) for side in (left, bottom, right, top))
        return f"[{' '.join(sides)}]"

    def _reserved(self) -> int:
        self._offsets.append(0)
        return len(self._offsets) - 1

    def _object_of_stream(self, entries: str, data: bytes, *, packed: bool = False) -> int:
        """Write a stream of its own object number; a `packed` one has its filter in `entries`."""
        place = self._reserved()
        if not packed:
            entries += "/Filter/FlateDecode"
            data = zlib.compress(data, _COMPRESSION)
        head = f"<<{entries}/Length {len(data)}>>stream\n".encode("ascii")
        self._offsets[place] = self._at
        self._raw(b"%d 0 obj\n%b%b\nendstream endobj\n" % (place, head, data))
        return place

    def _object(self, place: int, text: str) -> None:
        self._offsets[place] = self._at
        self._raw(f"{place} 0 obj\n{text}\nendobj\n".encode("ascii"))

    def _cross_references(self) -> None:
        start = self._at
        size = len(self._offsets)
        self._raw(b"xref\n0 %d\n0000000000 65535 f \n" % size)
        for offset in self._offsets[1:]:
            self._raw(b"%010d 00000 n \n" % offset)
        trailer = f"<</Size {size}/Root {_CATALOG} 0 R/Info {_INFO} 0 R>>"
        self._raw(f"trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode("ascii"))

    def _raw(self, data: bytes) -> None:
        self._file.write(data)
        self._at += len(data)

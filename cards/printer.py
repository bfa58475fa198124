"""Printers: what takes a slip and puts it on paper, into a file or onto a stream.

Whether paper really came out is never known (printers do not say), so a slip can always be
printed again and a printer that fails never stops a sale: it raises an Outage, and no more.
"""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Protocol, TextIO

from cards.slip import Slip
from cards.slip_pdf import render_pdf
from cards.slip_text import WIDE_PAPER_COLUMNS, render_text
from loyalty.errors import Outage

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_NAME_DIGITS = 6


class Printer(Protocol):
    """Takes a slip. Raises Outage `disk_full`, `disk_read_only` or `printer_failed`."""

    def print(self, slip: Slip) -> None:
        """Print one slip, whole."""


class TextPrinter:
    """Writes slips to a stream as text: a terminal, a pipe, a device file."""

    def __init__(
        self, stream: TextIO, *, width: int = WIDE_PAPER_COLUMNS, with_codes: bool = True
    ) -> None:
        """Take an open stream; it stays its owner's to close."""
        self._stream = stream
        self._width = width
        self._with_codes = with_codes

    def print(self, slip: Slip) -> None:
        """Write one slip and an empty line after it."""
        text = render_text(slip, self._width, with_codes=self._with_codes)
        try:
            self._stream.write(text + "\n")
            self._stream.flush()
        except OSError as error:
            raise outage(error) from error


class FilePrinter:
    """Writes each slip into a file of its own, readable by this user only, oldest name first."""

    def __init__(
        self, folder: Path, *, width: int = WIDE_PAPER_COLUMNS, as_pdf: bool = False
    ) -> None:
        """Take the folder of the slips; it is made with the first slip."""
        self._folder = folder
        self._width = width
        self._as_pdf = as_pdf

    def print(self, slip: Slip) -> None:
        """Write one slip: after a power cut the whole file is there, or none of it."""
        content = render_pdf(slip) if self._as_pdf else render_text(slip, self._width).encode()
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _write_whole(self._folder / self._next_name(slip), content)
        except OSError as error:
            raise outage(error) from error

    def _next_name(self, slip: Slip) -> str:
        taken = (path.name[:_NAME_DIGITS] for path in self._folder.glob("[0-9]*.*"))
        newest = max((int(digits) for digits in taken if digits.isdecimal()), default=0)
        sale = "".join(letter for letter in slip.sale if letter.isalnum() or letter == "-")
        ending = "pdf" if self._as_pdf else "txt"
        return f"{newest + 1:0{_NAME_DIGITS}d}-{sale or 'slip'}.{ending}"


def outage(error: OSError) -> Outage:
    """Turn what the system said about a file or a printer into an Outage with a known code."""
    if error.errno in _FULL:
        return Outage("disk_full", "the disk is full, the slip was not written")
    if error.errno in _READ_ONLY:
        return Outage("disk_read_only", "the folder of the slips cannot be written")
    return Outage("printer_failed", f"the slip was not printed: {error.strerror or error}")


def _write_whole(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".slip-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise

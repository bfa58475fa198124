"""A receipt printer that the system shows as a file, as Linux does with those at a USB cable."""

from __future__ import annotations

import os
import select
import stat
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec

from cards.receipt.ways import ANSWER_BYTES, PIECE_BYTES, Times, broken, not_opened, stuck

_MS = 1000


class DevicePrinter(msgspec.Struct, frozen=True, kw_only=True):
    """The file that a printer is, such as /dev/usb/lp0; an ordinary file is added to."""

    path: str

    @contextmanager
    def open(self, times: Times) -> Iterator[_FileWire]:
        """Open the file. Raises Outage `printer_away` or `printer_denied`."""
        # Without the last one the system would wait for a printer without paper for ever.
        common = getattr(os, "O_NOCTTY", 0) | getattr(os, "O_NONBLOCK", 0)
        try:
            is_device = not stat.S_ISREG(os.stat(self.path).st_mode)  # noqa: PTH116
            mode = os.O_RDWR if is_device else os.O_WRONLY | os.O_APPEND
            handle = os.open(self.path, mode | common)
        except OSError as error:
            raise not_opened(error) from error
        try:
            wire = _FileWire(handle, times, answers=is_device)
            yield wire
            # What was handed over last is taken back by a close that comes before it is out.
            wire.wait_ready()
        finally:
            os.close(handle)


class _FileWire:
    """An open file."""

    def __init__(self, handle: int, times: Times, *, answers: bool) -> None:
        self._handle = handle
        self._times = times
        self._answers = answers

    def write(self, data: bytes) -> None:
        """Hand all of it over."""
        left = memoryview(data)
        while left:
            self.wait_ready()
            try:
                left = left[os.write(self._handle, left[:PIECE_BYTES]) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise broken(error) from error

    def ask(self, question: bytes) -> bytes:
        """Ask, and wait a moment for the answer; an ordinary file is not asked."""
        if not self._answers:
            return b""
        self.write(question)
        if not self._is_ready(select.POLLIN, self._times.answer_s):
            return b""
        try:
            return os.read(self._handle, ANSWER_BYTES)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise broken(error) from error

    def wait_ready(self) -> None:
        """Wait until more is taken. Raises Outage `printer_stuck`."""
        if not self._is_ready(select.POLLOUT, self._times.stall_s):
            raise stuck()

    def _is_ready(self, what: int, wait_s: float) -> bool:
        if not self._answers:
            return True
        poll = select.poll()
        poll.register(self._handle, what)
        return bool(poll.poll(wait_s * _MS))

"""A receipt printer at a serial port, or one whose USB cable shows up as one."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final

import msgspec

from cards.receipt.ways import ANSWER_BYTES, Times, broken, not_opened, stuck

BAUD: Final = 9600
BAUDS: Final = (9600, 19200, 38400, 115200)
_PIECE_BYTES: Final = 128
_LOOK_S: Final = 0.02


class SerialPrinter(msgspec.Struct, frozen=True, kw_only=True):
    """Which port a printer is at, and how fast it listens."""

    port: str
    baud: int = BAUD

    @contextmanager
    def open(self, times: Times) -> Iterator[_SerialWire]:
        """Open the port. Raises Outage `printer_away` or `printer_denied`."""
        import serial

        try:
            line = serial.Serial(
                self.port,
                self.baud,
                timeout=times.answer_s,
                write_timeout=times.stall_s,
                # The printer's own signs for stop and go; one that never sends them is as before.
                xonxoff=True,
            )
        except (OSError, ValueError) as error:
            raise not_opened(error if isinstance(error, OSError) else OSError()) from error
        wire = _SerialWire(line, times)
        try:
            yield wire
            wire.drain()
        finally:
            # What the printer does not take would hold the close back for half a minute.
            with suppress(OSError):
                line.reset_output_buffer()
            line.close()


class _SerialWire:
    """An open port."""

    def __init__(self, line: Any, times: Times) -> None:
        self._line = line
        self._times = times

    def write(self, data: bytes) -> None:
        """Hand all of it over, as fast as the port goes."""
        import serial

        try:
            for at in range(0, len(data), _PIECE_BYTES):
                self._line.write(data[at : at + _PIECE_BYTES])
        except serial.SerialTimeoutException as error:
            raise stuck() from error
        except OSError as error:
            raise broken(error) from error

    def ask(self, question: bytes) -> bytes:
        """Ask, and wait a moment for the answer; a cable may have no line for it."""
        self.write(question)
        self.drain()
        try:
            first: bytes = self._line.read(1)
            rest: bytes = self._line.read(min(self._line.in_waiting, ANSWER_BYTES))
        except OSError as error:
            raise broken(error) from error
        return first + rest

    def drain(self) -> None:
        """Wait until the port has sent everything, as long as it goes on sending."""
        try:
            before, end = self._line.out_waiting, time.monotonic() + self._times.stall_s
            while left := self._line.out_waiting:
                if left < before:
                    before, end = left, time.monotonic() + self._times.stall_s
                elif time.monotonic() >= end:
                    raise stuck()
                time.sleep(_LOOK_S)
        except OSError as error:
            raise broken(error) from error

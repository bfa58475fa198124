"""A receipt printer in the network: raw bytes over TCP, port 9100 where nothing else is said."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

import msgspec

from cards.receipt.ways import ANSWER_BYTES, PIECE_BYTES, Times, broken, not_opened, stuck
from loyalty.errors import Outage, Refusal

PORT: Final = 9100
_PORT_MAX: Final = 65535
_ADDRESS: Final = re.compile(
    r"(?:\[(?P<six>[0-9A-Fa-f:.]+(?:%\w+)?)\]|(?P<host>[\w.-]+))(?::(?P<port>\d{1,5}))?"
)
_SIX: Final = re.compile(r"[0-9A-Fa-f]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(?:%\w+)?")


class NetworkPrinter(msgspec.Struct, frozen=True, kw_only=True):
    """Where in the network a printer is."""

    host: str
    port: int = PORT

    @contextmanager
    def open(self, times: Times) -> Iterator[_SocketWire]:
        """Connect. Raises Outage `printer_away`; the connection ends with the slip."""
        line = self._connect(times)
        try:
            line.settimeout(times.stall_s)
            yield _SocketWire(line, times)
            _let_finish(line, times.goodbye_s)
        finally:
            line.close()

    def _connect(self, times: Times) -> socket.socket:
        """Connect; one that prints for another till refuses for a moment, and is asked again."""
        end = time.monotonic() + times.connect_s
        while True:
            try:
                return socket.create_connection((self.host, self.port), times.connect_s)
            except ConnectionRefusedError as error:
                if time.monotonic() >= end:
                    raise not_opened(error) from error
                time.sleep(times.again_s)
            except (OSError, UnicodeError) as error:
                # A name that no network can carry is a ValueError to the system's resolver.
                said = error if isinstance(error, OSError) else OSError()
                raise not_opened(said) from error


class _SocketWire:
    """An open connection."""

    def __init__(self, line: socket.socket, times: Times) -> None:
        self._line = line
        self._times = times

    def write(self, data: bytes) -> None:
        """Hand all of it over."""
        left = memoryview(data)
        while left:
            try:
                left = left[self._line.send(left[:PIECE_BYTES]) :]
            except TimeoutError as error:
                raise stuck() from error
            except OSError as error:
                raise broken(error) from error

    def ask(self, question: bytes) -> bytes:
        """Ask, and wait a moment for the answer."""
        self.write(question)
        self._line.settimeout(self._times.answer_s)
        try:
            answer = self._line.recv(ANSWER_BYTES)
        except TimeoutError:
            return b""
        except OSError as error:
            raise broken(error) from error
        finally:
            self._line.settimeout(self._times.stall_s)
        if not answer:
            raise Outage("printer_gone", "the printer closed the connection")
        return answer


def read_address(text: str) -> NetworkPrinter:
    """Read what somebody typed: a name or an address, and a port after a colon if it is another.

    Raises Refusal `printer_address`.
    """
    typed = text.strip()
    if _SIX.fullmatch(typed):
        return NetworkPrinter(host=typed)
    found = _ADDRESS.fullmatch(typed)
    if found is None:
        raise Refusal("printer_address", "this is no address of a printer")
    port = int(found["port"] or PORT)
    if not 0 < port <= _PORT_MAX:
        raise Refusal("printer_address", "this is no port")
    return NetworkPrinter(host=found["six"] or found["host"], port=port)


def _let_finish(line: socket.socket, wait_s: float) -> None:
    """Say that this was all, and let the printer take it: a close with unread answers cuts it."""
    with suppress(OSError):
        line.shutdown(socket.SHUT_WR)
        line.settimeout(wait_s)
        end = time.monotonic() + wait_s
        while time.monotonic() < end and line.recv(ANSWER_BYTES):
            pass

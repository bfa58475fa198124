"""Receipt printers that are not there: one that listens on TCP and one behind a serial port.

Each is a program of its own on a thread: it reads bytes as they come, answers what is asked, and
keeps what it would have printed. What goes wrong with real ones is told to it.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import struct
import threading
import tty
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Self

from tests.paper.decoder import Head, Printed

PIECE = 4096
ONLINE, COVER_OPEN, NO_PAPER, FAULT = 0x12, 0x16, 0x32, 0x52
PAPER_IN, PAPER_OUT = 0x12, 0x72
WAIT_S = 10.0


@dataclass
class Faults:
    """What is wrong with a printer: `breaks_after` bytes it cuts the line, `takes` no more."""

    is_silent: bool = False
    breaks_after: int | None = None
    takes: int | None = None
    piece: int = PIECE
    rest_s: float = 0.0


@dataclass
class Device:
    """What both have: a head, what is wrong, and everything that came."""

    name: str = ""
    faults: Faults = field(default_factory=Faults)
    raw: bytearray = field(default_factory=bytearray)
    head: Head = field(default_factory=Head)
    jobs: int = 0
    failed: list[BaseException] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def out_of(self, cover: int, paper: int = PAPER_IN) -> None:
        """Let it say from now on that it is open, or has no paper."""
        self.head.status.update({2: cover, 4: paper})

    def printed(self) -> list[Printed]:
        """Give what was printed; fails when something that came was not understood."""
        assert not self.failed, self.failed
        return self.head.printed

    def wait_jobs(self, many: int) -> None:
        """Wait until so many slips have come to their end."""
        with self.changed:
            assert self.changed.wait_for(lambda: self.jobs >= many or self.failed, WAIT_S)
        assert not self.failed, self.failed

    def take(self, data: bytes) -> None:
        """Take bytes as the device does."""
        with self.changed:
            self.raw += data
            try:
                self.head.feed(data)
            except AssertionError as error:
                self.failed.append(error)
            self.changed.notify_all()

    def ended(self) -> None:
        """One slip is over."""
        with self.changed:
            self.jobs += 1
            self.changed.notify_all()


class NetworkDevice:
    """A printer in the network; it serves one caller after the other, as such printers do."""

    def __init__(self, device: Device, port: int = 0) -> None:
        self.device = device
        self._door = socket.create_server(("127.0.0.1", port))
        self.port = int(self._door.getsockname()[1])
        self._stops = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stops.set()
        self._door.close()
        self._thread.join(WAIT_S)
        assert not self._thread.is_alive()

    def _run(self) -> None:
        while not self._stops.is_set():
            ready, _, _ = select.select([self._door], [], [], 0.05)
            if ready:
                with contextlib.suppress(OSError):
                    caller, _ = self._door.accept()
                    with caller:
                        self._serve(caller)

    def _serve(self, caller: socket.socket) -> None:
        device, faults = self.device, self.device.faults
        if not faults.is_silent:
            device.head.answer = caller.sendall
        device.head.name = device.name
        if faults.takes is not None:
            caller.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        came = 0
        while not self._stops.is_set():
            if faults.takes is not None and came >= faults.takes:
                self._stops.wait(0.05)
                continue
            ready, _, _ = select.select([caller], [], [], 0.05)
            if not ready:
                continue
            data = caller.recv(faults.piece)
            if not data:
                break
            came += len(data)
            if faults.breaks_after is not None and came >= faults.breaks_after:
                # Zero seconds to linger: the line is cut, not closed.
                caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
            device.take(data)
            self._stops.wait(faults.rest_s)
        device.ended()


@contextlib.contextmanager
def serial_device(device: Device) -> Iterator[str]:
    """Put a printer behind a serial port, and give the port's name."""
    ours, theirs = os.openpty()
    tty.setraw(theirs)
    stops = threading.Event()

    def answer(said: bytes) -> None:
        os.write(ours, said)

    if not device.faults.is_silent:
        device.head.answer = answer
    device.head.name = device.name

    def run() -> None:
        came = 0
        while not stops.is_set():
            if device.faults.takes is not None and came >= device.faults.takes:
                stops.wait(0.02)
                continue
            ready, _, _ = select.select([ours], [], [], 0.05)
            if ready:
                data = os.read(ours, device.faults.piece)
                came += len(data)
                device.take(data)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield os.ttyname(theirs)
    finally:
        stops.set()
        thread.join(WAIT_S)
        os.close(ours)
        os.close(theirs)
    assert not thread.is_alive()

"""Finds and opens the serial port of a scanner gun, as a name, or the first known maker's."""

from __future__ import annotations

import errno
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from loyalty.errors import Outage

AUTOMATIC = "auto"
MISSING = "missing"
DENIED = "denied"
BUSY = "busy"
BAUD = 9600
READ_S = 0.05
# The USB numbers of makers of scanners. A port of nobody known is never opened by itself: it may
# be a scale, a drawer or a modem, and to open it can be to command it.
MAKERS = frozenset({0x0536, 0x05E0, 0x05F9, 0x065A, 0x080C, 0x0C2E, 0x1EAB})
_REASONS = {
    errno.EACCES: DENIED,
    errno.EPERM: DENIED,
    errno.EBUSY: BUSY,
    errno.EAGAIN: BUSY,
    errno.EWOULDBLOCK: BUSY,
}


class Line(Protocol):
    """An open port; used by one thread."""

    def read(self, size: int = 1, /) -> bytes:
        """Wait for bytes a moment; nothing when none came. Raises OSError when it is gone."""
        ...

    def close(self) -> None:
        """Give the port back. May be called twice."""
        ...


class Listed(Protocol):
    """A port as the system lists it."""

    @property
    def device(self) -> str:
        """Its path or name."""
        ...

    @property
    def vid(self) -> int | None:
        """The USB number of its maker; None where it is not USB."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class GunPort:
    """Which port a gun is at: a path or name such as COM3, or AUTOMATIC."""

    wanted: str
    baud: int = BAUD

    def find(self) -> str | None:
        """Give the port when it is plugged in."""
        if self.wanted == AUTOMATIC:
            return known(_listed())
        if Path(self.wanted).exists():
            return self.wanted
        return next((one.device for one in _listed() if one.device == self.wanted), None)

    def open(self, port: str) -> Line:
        """Open a port. Raises Outage `missing`, `denied` or `busy`."""
        import serial

        try:
            opened: Line = serial.Serial(port, self.baud, timeout=READ_S, exclusive=_can_lock())
        except (OSError, ValueError) as error:
            reason = _REASONS.get(getattr(error, "errno", None) or 0, MISSING)
            raise Outage(reason, f"{port} cannot be opened: {error}") from error
        return opened


def known(ports: Iterable[Listed]) -> str | None:
    """Give the first port, by name, that belongs to a maker of scanners."""
    found = sorted(port.device for port in ports if port.vid in MAKERS)
    return found[0] if found else None


def named_ports() -> list[str]:
    """Give the names of all serial ports that the system lists; none is opened."""
    return sorted(port.device for port in _listed())


def _listed() -> list[Listed]:
    from serial.tools import list_ports

    return list(list_ports.comports())


def _can_lock() -> bool | None:
    """Windows gives a port to one program only by itself, and refuses the wish."""
    import os

    return True if os.name == "posix" else None

"""Where slips go: to a receipt printer, a printer of the system, a file as text or PDF, nowhere."""

from __future__ import annotations

import msgspec

TEXT = "text"
PDF = "pdf"
SYSTEM = "system"
NETWORK = "network"
SERIAL = "serial"
USB = "usb"
NONE = "none"
WAYS = (TEXT, PDF, SYSTEM, NETWORK, SERIAL, USB, NONE)
RECEIPT = (NETWORK, SERIAL, USB)
"""The ways to printers that are told every dot."""
PAPERS = ("80", "80-42", "58")
BAUDS = (9600, 19200, 38400, 115200)


class Slips(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One of the WAYS, and what belongs to it.

    `printer` names the one of the system, or is the address, port or file of a receipt printer.
    Only those have `paper` (one of PAPERS), `drawn` (letters and codes as pictures), `model` (what
    the printer says that it is) and, at a serial port, `baud`.
    """

    way: str = TEXT
    printer: str = ""
    paper: str = PAPERS[0]
    drawn: bool = False
    model: str = ""
    baud: int = BAUDS[0]


class AtHand(msgspec.Struct, frozen=True, kw_only=True):
    """A printer that was found: its way, what the system calls it, and what it calls itself."""

    way: str
    printer: str
    name: str = ""

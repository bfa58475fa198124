"""Finds receipt printers at this machine: those at a USB cable, and serial ports."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

USB: Final = "usb"
SERIAL: Final = "serial"
_CLASS: Final = Path("/sys/class/usbmisc")
_DEVICES: Final = Path("/dev/usb")
_MAKER: Final = ("MFG", "MANUFACTURER")
_MODEL: Final = ("MDL", "MODEL")


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """Where a printer may be: `way` is USB or SERIAL, `place` what the system calls it."""

    way: str
    place: str
    name: str


def find(listed: Path = _CLASS, devices: Path = _DEVICES) -> tuple[Found, ...]:
    """Name what is there; nothing is opened. A serial port may belong to something else."""
    return (*_at_usb(listed, devices), *_at_serial())


def _at_usb(listed: Path, devices: Path) -> tuple[Found, ...]:
    return tuple(
        Found(way=USB, place=str(devices / each.name), name=_named(each) or each.name)
        for each in sorted(listed.glob("lp*"))
        if (devices / each.name).exists()
    )


def _named(entry: Path) -> str:
    """Read what a printer says at its plug: `MFG:EPSON;MDL:TM-T20II;CLS:PRINTER;`."""
    try:
        said = (entry / "device/ieee1284_id").read_text("ascii", "replace")
    except OSError:
        return ""
    parts = dict(part.partition(":")[::2] for part in said.strip().split(";"))
    maker = next((parts[key] for key in _MAKER if key in parts), "")
    model = next((parts[key] for key in _MODEL if key in parts), "")
    whole = model if model.startswith(maker) else f"{maker} {model}"
    return "".join(letter for letter in whole if letter.isprintable()).strip()


def _at_serial() -> tuple[Found, ...]:
    from serial.tools import list_ports

    return tuple(
        Found(way=SERIAL, place=port.device, name=port.product or "")
        for port in sorted(list_ports.comports(), key=lambda each: str(each.device))
    )

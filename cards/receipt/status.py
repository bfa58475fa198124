"""What a receipt printer says of itself, where it says anything: a hint, and never a proof.

Many cheap ones answer nothing, and some answer for a moment that is over. So an answer may stop a
slip with a reason, and no answer stops nothing; that a slip was printed is never concluded.
"""

from __future__ import annotations

from typing import Final

from cards.receipt.ways import Wire
from loyalty.errors import Outage

_WHY_STOPPED: Final = b"\x10\x04\x02"
_PAPER: Final = b"\x10\x04\x04"
_NAME: Final = b"\x1dI\x43"
# Two bits of each answer are always set and two never: anything else is no answer to this.
_MASK, _SHAPE = 0x93, 0x12
_COVER, _STOPPED, _FAULT = 0x04, 0x20, 0x40
_NO_PAPER: Final = 0x60
_NAME_MAX: Final = 32


def check(wire: Wire) -> None:
    """Ask whether it can print. Raises Outage `printer_paper`, `printer_cover`, `printer_fault`."""
    why = _answer(wire, _WHY_STOPPED)
    if why is None:
        return
    paper = _answer(wire, _PAPER)
    if why & _STOPPED or (paper or 0) & _NO_PAPER == _NO_PAPER:
        raise Outage("printer_paper", "the printer has no paper")
    if why & _COVER:
        raise Outage("printer_cover", "the printer is open")
    if why & _FAULT:
        raise Outage("printer_fault", "the printer reports a fault")


def name(wire: Wire) -> str:
    """Ask what model it is; empty where it does not say."""
    said = wire.ask(_NAME)
    if not said.startswith(b"_") or b"\0" not in said:
        return ""
    text = said[1 : said.index(b"\0")].decode("ascii", "replace")
    return text[:_NAME_MAX] if text.isprintable() else ""


def _answer(wire: Wire, question: bytes) -> int | None:
    said = wire.ask(question)
    return said[-1] if said and said[-1] & _MASK == _SHAPE else None

"""A receipt printer behind the port that every printer stands behind."""

from __future__ import annotations

from collections.abc import Callable

from cards.receipt import status
from cards.receipt.compose import compose
from cards.receipt.fonts import Fonts
from cards.receipt.papers import ReceiptLook
from cards.receipt.ways import Times, Way
from cards.slip import Slip
from loyalty.errors import Outage


def no_logo() -> bytes:
    """Give no picture: a slip without one."""
    return b""


class ReceiptPrinter:
    """Sends each slip to a receipt printer, in one piece; used by one thread."""

    def __init__(
        self,
        way: Way,
        look: ReceiptLook,
        *,
        times: Times | None = None,
        fonts: Fonts | None = None,
        logo: Callable[[], bytes] = no_logo,
    ) -> None:
        """`way` says where the printer is; `logo` gives a picture's bytes, or none."""
        self._way = way
        self._look = look
        self._times = times or Times()
        self._fonts = fonts or Fonts()
        self._logo = logo

    def print(self, slip: Slip) -> None:
        """Print one slip; that it returns says that the printer took it, not that it is on paper.

        Raises Outage `printer_away`, `printer_denied`, `printer_stuck`, `printer_gone`,
        `printer_paper`, `printer_cover`, `printer_fault`, `printer_failed`, `disk_full`, and
        `printer_letters` when it went out without letters that no font of this machine has.
        """
        try:
            receipt = compose(slip, self._look, self._fonts, logo=self._logo())
        except (OSError, ValueError, LookupError) as error:
            raise Outage("printer_failed", "the slip could not be drawn") from error
        with self._way.open(self._times) as wire:
            status.check(wire)
            wire.write(receipt.data)
            status.check(wire)
        if receipt.missing:
            raise Outage("printer_letters", "no font of this machine has some of the letters")

    def model(self) -> str:
        """Ask the printer what model it is; empty where it does not say. Raises like `print`."""
        with self._way.open(self._times) as wire:
            return status.name(wire)

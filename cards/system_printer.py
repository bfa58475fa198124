"""The printers of the system, by CUPS: named by `lpstat`, and given PDFs by `lp`."""

from __future__ import annotations

import shutil
import subprocess
from typing import Final, Protocol

from cards.slip import Slip
from cards.slip_pdf import render_pdf
from loyalty.errors import Outage

WAIT_S: Final = 20
FULL_SIZE: Final = ("print-scaling=none",)
"""Nothing is fitted to the page: a card would come out smaller than it is, and beside its sheet."""


class Send(Protocol):
    """Hands a PDF to a printer of the system, as `send` does."""

    def __call__(
        self, printer: str, pdf: bytes, *, title: str, options: tuple[str, ...] = ()
    ) -> None:
        """Hand it over. Raises Outage `printer_failed`."""
        ...


class SystemPrinter:
    """Hands slips to a printer of the system; what the system has taken, it prints when it can."""

    def __init__(self, name: str, hand_over: Send | None = None) -> None:
        """Take the name that the system knows the printer by, and who hands over; CUPS if none."""
        self._name = name
        self._hand_over = hand_over or send

    def print(self, slip: Slip) -> None:
        """Hand one slip over. Raises Outage `printer_failed`."""
        self._hand_over(self._name, render_pdf(slip), title="slip")


def is_there() -> bool:
    """Say whether this system prints by CUPS."""
    return shutil.which("lp") is not None


def send(printer: str, pdf: bytes, *, title: str, options: tuple[str, ...] = ()) -> None:
    """Hand a PDF to a printer of the system. Raises Outage `printer_failed`."""
    program = shutil.which("lp")
    if program is None:
        raise Outage("printer_failed", "this system has no `lp`")
    said = [word for option in options for word in ("-o", option)]
    # A name that begins with a dash would be an option.
    words = [program, "-s", "-d", printer, "-t", title, *said, "--", "-"]
    try:
        # A program of the system, found by name, and a printer that it named itself.
        done = subprocess.run(  # noqa: S603
            words, input=pdf, capture_output=True, timeout=WAIT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Outage("printer_failed", "the system's printing does not answer") from error
    if done.returncode:
        raise Outage("printer_failed", "the system did not take the page")


def names() -> tuple[str, ...]:
    """Name the printers of the system; none where it does not print by CUPS."""
    program = shutil.which("lpstat")
    if program is None:
        return ()
    try:
        done = subprocess.run(  # noqa: S603
            [program, "-e"], capture_output=True, timeout=WAIT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ()
    found = done.stdout.decode("utf-8", "replace").splitlines() if not done.returncode else []
    return tuple(sorted({line.strip() for line in found if line.strip()}))

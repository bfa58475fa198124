"""The printers of the system, by CUPS: named by `lpstat`, and given PDFs by `lp`."""

from __future__ import annotations

import shutil
import subprocess
from typing import Final

from cards.slip import Slip
from cards.slip_pdf import render_pdf
from loyalty.errors import Outage

WAIT_S: Final = 20
FULL_SIZE: Final = ("print-scaling=none",)
"""Nothing is fitted to the page: a card would come out smaller than it is, and beside its sheet."""


class SystemPrinter:
    """Hands slips to a printer of the system; what CUPS has taken, CUPS prints when it can."""

    def __init__(self, name: str) -> None:
        """Take the name that the system knows the printer by."""
        self._name = name

    def print(self, slip: Slip) -> None:
        """Hand one slip over. Raises Outage `printer_failed`."""
        send(self._name, render_pdf(slip), title="slip")


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

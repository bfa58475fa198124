"""Slips go where the shop chose, at once, and a printer that is off only says so."""

from __future__ import annotations

import queue
from pathlib import Path

import pytest

from cards.slip import Slip
from loyalty.errors import Outage
from terminal.till.effects import FindPrinters, UseSlips
from terminal.till.host import _PrinterThread
from terminal.till.messages import Message, PrintersFound, SlipPrinted
from terminal.till.printing import ChosenPrinter
from terminal.till.slip_values import Slips

SLIP = Slip(sale="1", language="en", shop="S", till="T", head="H", when="-")


def test_each_way_from_the_next_slip_on(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    printer = ChosenPrinter(data_dir / "slips")
    for way in ("text", "pdf", "none", "text"):
        printer.choose(Slips(way=way))
        printer.print(SLIP)
    names = sorted(one.name for one in (data_dir / "slips").iterdir())
    assert names == ["000001-1.txt", "000002-1.pdf", "000003-1.txt"]
    monkeypatch.setenv("PATH", str(data_dir))
    printer.choose(Slips(way="system", printer="gone"))
    with pytest.raises(Outage):
        printer.print(SLIP)


def test_the_thread_tells_of_a_printer_that_is_off_and_goes_on(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(data_dir))
    said: queue.Queue[Message] = queue.Queue()
    printer = ChosenPrinter(data_dir / "slips")
    thread = _PrinterThread(printer, said.put)
    thread.chooser = printer
    thread.start()
    for order in (
        UseSlips(slips=Slips(way="system", printer="gone")),
        SLIP,
        UseSlips(slips=Slips()),
        SLIP,
        FindPrinters(),
    ):
        thread.put(order)
    thread.stop()
    found = [said.get_nowait() for _ in range(3)]
    assert found == [
        SlipPrinted(problem="printer_failed"),
        SlipPrinted(),
        PrintersFound(names=()),
    ]

"""Slips go where the shop chose, at once, and a printer that is off only says so."""

from __future__ import annotations

import queue
import threading
from pathlib import Path

import pytest

from cards.slip import Slip
from loyalty.errors import Outage
from terminal.till.effects import FindPrinters, TryPrinter, UseSlips
from terminal.till.messages import Message, PrintersFound, PrinterTried, SlipPrinted
from terminal.till.printer_thread import SLIPS_MAX, PrinterThread
from terminal.till.printing import ChosenPrinter
from terminal.till.shop_logo import logo_bytes
from terminal.till.slip_values import Slips
from tests.cards.drawing.pictures import png_file
from tests.paper.devices import Device, Faults, NetworkDevice

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


WAIT_S = 5


def thread_for(data_dir: Path) -> tuple[PrinterThread, queue.Queue[Message]]:
    said: queue.Queue[Message] = queue.Queue()
    printer = ChosenPrinter(data_dir / "slips")
    thread = PrinterThread(printer, said.put)
    thread.chooser = printer
    return thread, said


def test_the_thread_tells_of_a_printer_that_is_off_and_goes_on(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(data_dir))
    thread, said = thread_for(data_dir)
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
    assert found[:2] == [SlipPrinted(problem="printer_failed"), SlipPrinted()]
    assert isinstance(found[2], PrintersFound)


def test_a_receipt_printer_is_tried_and_says_what_it_is(data_dir: Path) -> None:
    thread, said = thread_for(data_dir)
    thread.start()
    with NetworkDevice(Device(name="TM-T20II")) as printer:
        slips = Slips(way="network", printer=f"127.0.0.1:{printer.port}")
        thread.put(UseSlips(slips=slips))
        thread.put(TryPrinter(slips=slips, slip=SLIP))
        assert said.get(timeout=WAIT_S) == PrinterTried(model="TM-T20II")
        thread.put(SLIP)
        assert said.get(timeout=WAIT_S) == SlipPrinted()
        printer.device.wait_jobs(3)
    thread.stop()
    # Nothing but the answer to its name came before the two slips, and each was cut off.
    assert [each for each in printer.device.printed() if type(each).__name__ == "Cut"]


def test_a_printer_slower_than_the_sales_prints_the_newest(data_dir: Path) -> None:
    """Whoever puts slips in never waits; of too many the oldest are left out, and that is said."""
    thread, said = thread_for(data_dir)
    gate, held = threading.Event(), threading.Event()
    printed: list[str] = []

    class Slow:
        def print(self, slip: Slip) -> None:
            held.set()
            assert gate.wait(WAIT_S)
            printed.append(slip.sale)

    thread = PrinterThread(Slow(), said.put)
    thread.start()
    thread.put(SLIP)
    assert held.wait(WAIT_S)
    many = SLIPS_MAX + 5
    for at in range(many):
        thread.put(Slip(sale=f"s{at}", language="en", shop="S", till="T", head="H", when="-"))
    gate.set()
    thread.stop()
    assert printed == ["1", *(f"s{at}" for at in range(many - SLIPS_MAX, many))]
    told = [said.get_nowait() for _ in range(said.qsize())]
    assert told.count(SlipPrinted(problem="printer_busy")) == many - SLIPS_MAX


def test_a_printer_that_takes_nothing_holds_no_till_that_closes(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("terminal.till.printer_thread.STOP_S", 0.1)
    gate, held = threading.Event(), threading.Event()

    class Stuck:
        def print(self, slip: Slip) -> None:
            held.set()
            gate.wait(WAIT_S)

    thread = PrinterThread(Stuck(), lambda _: None)
    thread.start()
    for _ in range(SLIPS_MAX + 3):
        thread.put(SLIP)
    assert held.wait(WAIT_S)
    thread.stop()
    assert not gate.is_set()
    gate.set()
    thread._thread.join(WAIT_S)
    assert not thread._thread.is_alive()


def test_a_line_cut_in_a_slip_is_told_and_the_next_slip_goes_out(data_dir: Path) -> None:
    thread, said = thread_for(data_dir)
    thread.start()
    device = Device(faults=Faults(breaks_after=100, is_silent=True))
    with NetworkDevice(device) as printer:
        place = f"127.0.0.1:{printer.port}"
        thread.put(UseSlips(slips=Slips(way="network", printer=place, drawn=True)))
        thread.put(SLIP)
        assert said.get(timeout=WAIT_S) == SlipPrinted(problem="printer_gone")
        device.faults.breaks_after = None
        thread.put(SLIP)
        assert said.get(timeout=WAIT_S) == SlipPrinted()
    thread.stop()


def test_the_shops_logo_is_on_the_paper_and_a_broken_one_costs_no_slip(data_dir: Path) -> None:
    """Whoever changes the picture sees the new one on the next slip."""
    data_dir.mkdir(parents=True, exist_ok=True)
    printer = ChosenPrinter(data_dir / "slips", logo=lambda: logo_bytes(data_dir))
    sizes: list[int] = []
    with NetworkDevice(Device()) as network:
        printer.choose(Slips(way="network", printer=f"127.0.0.1:{network.port}"))
        for logo in (None, b"no picture", png_file()):
            if logo is not None:
                (data_dir / "logo.png").write_bytes(logo)
            printer.print(SLIP)
            network.device.wait_jobs(len(sizes) + 1)
            sizes.append(len(network.device.printed()))
    plain, broken, drawn = sizes[0], sizes[1] - sizes[0], sizes[2] - sizes[1]
    assert plain == broken < drawn

"""A slip goes over real lines to printers that answer, or do not, or fail in its middle."""

from __future__ import annotations

import errno
import os
import socket
import threading
from pathlib import Path

import pytest

from cards.receipt.device_file import DevicePrinter
from cards.receipt.found import find
from cards.receipt.network import NetworkPrinter, read_address
from cards.receipt.papers import NARROW, ReceiptLook
from cards.receipt.printer import ReceiptPrinter
from cards.receipt.serial_cable import SerialPrinter
from cards.receipt.ways import Times, Way, broken
from loyalty.errors import Outage, Refusal
from tests.paper.devices import (
    COVER_OPEN,
    FAULT,
    NO_PAPER,
    ONLINE,
    PAPER_OUT,
    Device,
    Faults,
    NetworkDevice,
    serial_device,
)
from tests.paper.slips import slip

SHORT = Times(connect_s=0.3, again_s=0.02, stall_s=0.3, answer_s=0.2, goodbye_s=0.5)
BIG = ReceiptLook(drawn=True)


def send(way: Way, look: ReceiptLook | None = None, times: Times = SHORT) -> None:
    ReceiptPrinter(way, look or ReceiptLook(), times=times).print(slip())


def code_of(way: Way, look: ReceiptLook | None = None) -> str:
    with pytest.raises(Outage) as raised:
        send(way, look)
    return raised.value.code


def here(device: NetworkDevice) -> NetworkPrinter:
    return NetworkPrinter(host="127.0.0.1", port=device.port)


@pytest.mark.parametrize("silent", [False, True])
def test_over_the_network(*, silent: bool) -> None:
    device = Device(faults=Faults(is_silent=silent))
    with NetworkDevice(device) as printer:
        send(here(printer))
        send(here(printer), ReceiptLook(paper=NARROW))
        device.wait_jobs(2)
    assert device.head.is_idle
    said = [text.strip() for text in device.head.texts()]
    assert device.printed()
    assert said.count("Koffiebar Noord") == 2


@pytest.mark.parametrize("silent", [False, True])
def test_over_a_serial_cable(*, silent: bool) -> None:
    device = Device(faults=Faults(is_silent=silent))
    with serial_device(device) as port:
        send(SerialPrinter(port=port))
        with device.changed:
            assert device.changed.wait_for(lambda: device.head.is_idle, 3)
    assert device.printed()
    assert "Koffiebar Noord" in [text.strip() for text in device.head.texts()]


def test_into_a_device_file_that_answers() -> None:
    device = Device()
    with serial_device(device) as port:
        send(DevicePrinter(path=port))
    assert "Koffiebar Noord" in [text.strip() for text in device.head.texts()]


def test_into_a_file_one_slip_after_the_other(tmp_path: Path) -> None:
    file = tmp_path / "slips.bin"
    file.touch()
    send(DevicePrinter(path=str(file)))
    once = file.read_bytes()
    send(DevicePrinter(path=str(file)))
    assert file.read_bytes() == once * 2


@pytest.mark.parametrize(
    ("cover", "paper", "code"),
    [
        (NO_PAPER, ONLINE, "printer_paper"),
        (ONLINE, PAPER_OUT, "printer_paper"),
        (COVER_OPEN, ONLINE, "printer_cover"),
        (FAULT, ONLINE, "printer_fault"),
    ],
)
def test_a_printer_that_says_why_is_sent_nothing(cover: int, paper: int, code: str) -> None:
    device = Device()
    device.out_of(cover, paper)
    with NetworkDevice(device) as printer:
        assert code_of(here(printer)) == code
        # What was not sent cannot come out later beside the copy.
        assert not device.printed()
        device.out_of(ONLINE)
        send(here(printer))
    assert device.printed()


def test_a_printer_that_is_off() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    assert code_of(NetworkPrinter(host="127.0.0.1", port=port)) == "printer_away"
    assert code_of(NetworkPrinter(host="no-such-printer.invalid")) == "printer_away"
    assert code_of(NetworkPrinter(host="a" * 300)) == "printer_away"
    assert code_of(SerialPrinter(port="/dev/no-such-port")) == "printer_away"
    assert code_of(DevicePrinter(path="/dev/usb/no-such-printer")) == "printer_away"


def test_a_line_that_is_cut_in_the_middle() -> None:
    device = Device(faults=Faults(breaks_after=9000, is_silent=True))
    with NetworkDevice(device) as printer:
        assert code_of(here(printer), BIG) == "printer_gone"
        assert 0 < len(device.raw) < 9000


def test_a_printer_that_takes_nothing_any_more() -> None:
    device = Device(faults=Faults(takes=2000, is_silent=True))
    with NetworkDevice(device) as printer:
        way = here(printer)
        # The systems at both ends take some of it; this is more than they do.
        with pytest.raises(Outage) as raised, way.open(SHORT) as wire:
            wire.write(bytes(8_000_000))
    assert raised.value.code == "printer_stuck"


def test_a_serial_printer_that_takes_nothing_any_more() -> None:
    device = Device(faults=Faults(takes=2000, is_silent=True))
    with serial_device(device) as port:
        assert code_of(SerialPrinter(port=port), BIG) == "printer_stuck"
        assert code_of(DevicePrinter(path=port), BIG) == "printer_stuck"


def test_a_slow_printer_is_waited_for_as_long_as_it_goes_on() -> None:
    device = Device(faults=Faults(piece=512, rest_s=0.01, is_silent=True))
    with serial_device(device) as port:
        times = Times(stall_s=2.0, answer_s=0.05)
        send(SerialPrinter(port=port), ReceiptLook(), times)
        with device.changed:
            assert device.changed.wait_for(lambda: device.head.is_idle, 3)
    assert device.printed()


def test_one_that_prints_for_another_till_is_asked_again() -> None:
    """Printers with room for one caller refuse the next; it is there when the first has gone."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = int(door.getsockname()[1])
    device = Device()
    opened: list[NetworkDevice] = []

    def later() -> None:
        printer = NetworkDevice(device, port)
        opened.append(printer.__enter__())

    timer = threading.Timer(0.15, later)
    timer.start()
    try:
        send(NetworkPrinter(host="127.0.0.1", port=port), times=Times(connect_s=4, again_s=0.02))
    finally:
        timer.join()
        for printer in opened:
            printer.__exit__()
    assert device.printed()


def test_the_model_is_what_the_printer_says() -> None:
    device = Device(name="TM-T20II")
    with NetworkDevice(device) as printer:
        assert ReceiptPrinter(here(printer), ReceiptLook(), times=SHORT).model() == "TM-T20II"
    with serial_device(Device(faults=Faults(is_silent=True))) as port:
        assert ReceiptPrinter(SerialPrinter(port=port), ReceiptLook(), times=SHORT).model() == ""


def test_a_slip_that_cannot_be_drawn_is_an_outage_and_no_crash(tmp_path: Path) -> None:
    def broken_disk() -> bytes:
        raise OSError(errno.EIO, "the logo cannot be read")

    printer = ReceiptPrinter(DevicePrinter(path=os.devnull), ReceiptLook(), logo=broken_disk)
    with pytest.raises(Outage) as raised:
        printer.print(slip())
    assert raised.value.code == "printer_failed"
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(Outage) as raised:
        ReceiptPrinter(DevicePrinter(path=str(file)), ReceiptLook()).print(slip(code="x" * 5000))
    assert raised.value.code == "printer_failed"
    assert not file.read_bytes()


def test_a_full_disk_is_said_as_one() -> None:
    assert broken(OSError(errno.ENOSPC, "")).code == "disk_full"
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no device that is always full")
    assert code_of(DevicePrinter(path=str(full))) == "disk_full"


@pytest.mark.parametrize(
    ("typed", "host", "port"),
    [
        ("192.168.1.50", "192.168.1.50", 9100),
        (" printer.local:9101 ", "printer.local", 9101),
        ("fe80::1", "fe80::1", 9100),
        ("[fe80::1]:9102", "fe80::1", 9102),
    ],
)
def test_addresses_as_people_type_them(typed: str, host: str, port: int) -> None:
    assert read_address(typed) == NetworkPrinter(host=host, port=port)


@pytest.mark.parametrize(
    "typed", ["", "   ", "a b", "host:", "host:0", "host:99999", "http://x", ":9100"]
)
def test_no_addresses(typed: str) -> None:
    with pytest.raises(Refusal) as raised:
        read_address(typed)
    assert raised.value.code == "printer_address"


def test_usb_printers_are_found_by_what_they_say(tmp_path: Path) -> None:
    listed, devices = tmp_path / "class", tmp_path / "usb"
    devices.mkdir()
    for name, said in (
        ("lp0", "MFG:EPSON;CMD:ESC/POS;MDL:TM-T20II;CLS:PRINTER;"),
        ("lp1", "MANUFACTURER:Star;MODEL:Star TSP100;"),
        ("lp2", ""),
        ("lp3", "MFG:gone;"),
    ):
        (listed / name / "device").mkdir(parents=True)
        if said:
            (listed / name / "device/ieee1284_id").write_text(said)
        if name != "lp3":
            (devices / name).touch()
    found = [one for one in find(listed, devices) if one.way == "usb"]
    assert [(Path(one.place).name, one.name) for one in found] == [
        ("lp0", "EPSON TM-T20II"),
        ("lp1", "Star TSP100"),
        ("lp2", "lp2"),
    ]

"""Printers write whole slips, and say in known words why they could not."""

import errno
import io
import os
import stat
from pathlib import Path

import pytest

from cards.printer import FilePrinter, Printer, TextPrinter, outage
from cards.slip import Slip
from cards.slip_text import render_text
from loyalty.errors import Outage


def slip(sale: str = "0199-a") -> Slip:
    return Slip(
        sale=sale, language="en", shop="S", till="T", head="Loyalty slip - not a receipt", when="-"
    )


def test_a_stream_gets_the_slip_and_an_empty_line() -> None:
    stream = io.StringIO()
    printer: Printer = TextPrinter(stream, width=32)
    printer.print(slip())
    assert stream.getvalue() == render_text(slip(), 32) + "\n"


def test_each_slip_has_a_file_in_the_order_of_printing(data_dir: Path) -> None:
    printer: Printer = FilePrinter(data_dir / "slips")
    for sale in ("b", "a", "a", ""):
        printer.print(slip(sale))
    names = sorted(path.name for path in (data_dir / "slips").iterdir())
    assert names == ["000001-b.txt", "000002-a.txt", "000003-a.txt", "000004-slip.txt"]
    assert (data_dir / "slips" / names[0]).read_text("utf-8") == render_text(slip("b"))


def test_numbers_go_on_after_a_restart(data_dir: Path) -> None:
    FilePrinter(data_dir).print(slip("a"))
    FilePrinter(data_dir).print(slip("b"))
    assert (data_dir / "000002-b.txt").exists()


def test_a_sale_never_names_a_file_elsewhere(data_dir: Path) -> None:
    FilePrinter(data_dir / "slips").print(slip("../../evil"))
    assert [path.name for path in data_dir.rglob("*.txt")] == ["000001-evil.txt"]


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")
def test_only_this_user_reads_the_slips(data_dir: Path) -> None:
    FilePrinter(data_dir / "slips").print(slip())
    assert stat.S_IMODE((data_dir / "slips").stat().st_mode) == 0o700
    assert stat.S_IMODE((data_dir / "slips" / "000001-0199-a.txt").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EROFS, "disk_read_only"),
        (errno.EACCES, "disk_read_only"),
        (errno.EIO, "printer_failed"),
        (errno.EPIPE, "printer_failed"),
    ],
)
def test_what_the_system_says_gets_a_known_code(number: int, code: str) -> None:
    assert outage(OSError(number, os.strerror(number))).code == code


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is always full")
def test_a_full_disk_is_an_outage() -> None:
    with open("/dev/full", "w", encoding="utf-8", buffering=1) as stream:  # noqa: PTH123
        with pytest.raises(Outage) as caught:
            TextPrinter(stream).print(slip())
        assert caught.value.code == "disk_full"
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def test_a_full_disk_leaves_no_half_slip(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(Outage) as caught:
        FilePrinter(data_dir / "slips").print(slip())
    assert caught.value.code == "disk_full"
    assert list((data_dir / "slips").iterdir()) == []


def test_a_folder_that_cannot_be_made_is_an_outage(data_dir: Path) -> None:
    (data_dir / "slips").write_text("a file stands in the way", "utf-8")
    with pytest.raises(Outage) as caught:
        FilePrinter(data_dir / "slips").print(slip())
    assert caught.value.code == "printer_failed"

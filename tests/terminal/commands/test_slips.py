"""`slips test` prints on a printer in the network, and says why it cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import main
from tests.paper.decoder import Head
from tests.paper.devices import Device, NetworkDevice


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main.app(["slips", *words], standalone_mode=False)
    code = ended.value.code
    return code if isinstance(code, int) else 0


def test_a_printer_in_the_network(capsys: pytest.CaptureFixture[str]) -> None:
    with NetworkDevice(Device(name="TM-T20II")) as printer:
        assert (
            run("test", "--network", f"127.0.0.1:{printer.port}", "--language", "nl", "--json") == 0
        )
        printer.device.wait_jobs(2)
    assert json.loads(capsys.readouterr().out) == {"sent": True, "model": "TM-T20II"}
    said = " ".join(" ".join(printer.device.head.texts()).split())
    assert printer.device.printed()
    assert "Testafdruk" in said
    assert "geen kassabon" in said


def test_into_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "slip.bin"
    file.touch()
    assert run("test", "--device", str(file), "--paper", "58") == 0
    assert "took the slip" in capsys.readouterr().out
    head = Head()
    head.feed(file.read_bytes())
    assert head.is_idle
    assert all(len(text) <= 32 for text in head.texts())


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("--network", "a", "--serial", "b"),
        ("--network", "a", "--paper", "81"),
        ("--serial", "b", "--baud", "1"),
        ("--network", "a b"),
        ("--network", "a", "--language", "xx"),
    ],
)
def test_what_cannot_be_asked_for(words: tuple[str, ...]) -> None:
    assert run("test", *words) == 2


def test_a_printer_that_is_not_there() -> None:
    assert run("test", "--device", "/dev/usb/no-such-printer") not in (0, 2)


def test_what_is_found_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("find", "--json") == 0
    assert isinstance(json.loads(capsys.readouterr().out)["printers"], list)
    assert run("find") == 0

"""A slip as PDF: one page as long as it needs, with codes that a reader reads."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path

import pytest

from cards import system_printer
from cards.printer import FilePrinter
from cards.slip import Slip, SlipCode, SlipLine
from cards.slip_pdf import render_pdf
from cards.slip_pdf_plain import render_plain
from cards.system_printer import SystemPrinter
from loyalty.errors import Outage

CODE = "RS1:" + "A7" * 60


def slip(**more: object) -> Slip:
    plain = Slip(
        sale="0199-a",
        language="nl",
        shop="Koffiebar Noord",
        till="Kassa 1",
        head="Loyalty slip - not a receipt",
        when="20 nov. 2026 11:22",
        lines=(SlipLine(label="Verkoop", figure="\u20ac\u00a012,50"),),
        earned=SlipLine(label="Punten", figure="+50", strong=True),
        code=CODE,
        code_caption="Bewaar deze bon",
    )
    return Slip(**{name: getattr(plain, name) for name in plain.__struct_fields__} | more)


def test_the_same_slip_is_the_same_page() -> None:
    assert render_pdf(slip()) == render_pdf(slip())
    assert render_pdf(slip()).startswith(b"%PDF-")


def test_a_code_makes_the_page_longer_and_none_is_forgotten() -> None:
    joining = SlipCode(text="9000012345678908", digits="9000 0123 4567 8908")
    sizes = [len(render_pdf(one)) for one in (slip(code=""), slip(), slip(joining=joining))]
    assert sizes == sorted(set(sizes))


def test_text_and_pdf_files_are_numbered_together(data_dir: Path) -> None:
    FilePrinter(data_dir).print(slip())
    FilePrinter(data_dir, as_pdf=True).print(slip())
    assert sorted(one.name for one in data_dir.iterdir() if one.name[0] == "0") == [
        "000001-0199-a.txt",
        "000002-0199-a.pdf",
    ]
    assert (data_dir / "000002-0199-a.pdf").read_bytes() == render_pdf(slip())


def program(folder: Path, name: str, script: str) -> None:
    """Put a program of the system's printing into a folder of its own."""
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_a_printer_of_the_system_gets_the_page(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`lp` is CUPS' own protocol: its words and what it reads are what is looked at."""
    folder = data_dir / "bin"
    program(folder, "lp", f'echo "$@" > {data_dir}/words; cat > {data_dir}/page')
    program(folder, "lpstat", 'test "$1" = -e && printf "Star_TSP\\nA4\\n"')
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    assert system_printer.names() == ("A4", "Star_TSP")
    SystemPrinter("Star_TSP").print(slip())
    assert (data_dir / "page").read_bytes() == render_pdf(slip())
    words = (data_dir / "words").read_text("utf-8")
    assert words == "-s -d Star_TSP -t slip -- -\n"
    system_printer.send("A4", b"%PDF", title="cards", options=system_printer.FULL_SIZE)
    words = (data_dir / "words").read_text("utf-8")
    assert words == "-s -d A4 -t cards -o print-scaling=none -- -\n"


def test_a_printer_that_is_gone_is_an_outage(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(data_dir / "bin", "lp", "exit 1")
    monkeypatch.setenv("PATH", f"{data_dir / 'bin'}:/usr/bin:/bin")
    with pytest.raises(Outage) as caught:
        SystemPrinter("gone").print(slip())
    assert caught.value.code == "printer_failed"
    monkeypatch.setenv("PATH", str(data_dir))
    assert system_printer.names() == ()
    with pytest.raises(Outage):
        SystemPrinter("gone").print(slip())


def test_a_printer_that_hangs_is_an_outage(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def hangs(*_words: object, **_more: object) -> None:
        raise subprocess.TimeoutExpired("lp", 1)

    program(data_dir / "bin", "lp", "exit 0")
    monkeypatch.setenv("PATH", f"{data_dir / 'bin'}:/usr/bin:/bin")
    monkeypatch.setattr(subprocess, "run", hangs)
    with pytest.raises(Outage):
        SystemPrinter("slow").print(slip())


def test_codes_are_read_from_the_page_and_names_keep_their_letters() -> None:
    import pypdfium2
    import zxingcpp

    joining = SlipCode(text="9000012345678908", digits="9000 0123 4567 8908")
    page = pypdfium2.PdfDocument(render_pdf(slip(joining=joining, shop="Żółw مقهى")))[0]
    seen = zxingcpp.read_barcodes(page.render(scale=203 / 72).to_pil())
    assert {code.text for code in seen} == {CODE, "9000012345678908"}
    plain, drawn = render_plain(slip(shop="Żółw")), render_pdf(slip(shop="Żółw"))
    assert plain != drawn
    # A letter that no font has is not the end of a slip.
    assert render_pdf(slip(shop="A \U000130b8 B")).startswith(b"%PDF-")
    assert render_pdf(slip(shop="W" * 400)).startswith(b"%PDF-")


def test_a_machine_without_fonts_prints_plain_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cards.drawing.fonts.found", tuple)
    assert render_pdf(slip()) == render_plain(slip())

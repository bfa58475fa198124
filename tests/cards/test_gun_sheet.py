"""Every code of the page that sets up a gun can be read from it as it is printed."""

import shutil
import subprocess
from pathlib import Path

import pytest

from cards.gun_sheet import GunSheet, SheetCode, render_pdf

BARS, SQUARE = "01234567899876543210", "LETTERS: AND SIGNS $%*+-./"


def sheet() -> GunSheet:
    return GunSheet(
        title="Scanner instellen",
        intro="Drie codes. " * 12,
        codes=(
            SheetCode(key="1", title="Streepjes", text=BARS),
            SheetCode(key="2", title="Vierkant", text=SQUARE),
        ),
        steps_title="Zo gaat het",
        steps=("Sluit de scanner aan.", "Scan de codes en druk op Enter."),
    )


def test_digits_in_pairs_are_bars_and_everything_else_is_square() -> None:
    assert [code.is_bars for code in sheet().codes] == [True, False]


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert render_pdf(sheet()) == render_pdf(sheet())
    assert render_pdf(sheet()).startswith(b"%PDF-")


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="needs pdftoppm of poppler-utils")
def test_the_printed_codes_are_read_from_the_page(tmp_path: Path) -> None:
    import zxingcpp
    from PIL import Image

    page = tmp_path / "page.pdf"
    page.write_bytes(render_pdf(sheet()))
    subprocess.run(
        ["pdftoppm", "-r", "200", "-gray", "-png", str(page), str(tmp_path / "page")], check=True
    )
    (drawn,) = tmp_path.glob("page*.png")
    with Image.open(drawn) as image:
        read = {code.text: code.format.name for code in zxingcpp.read_barcodes(image)}
    assert read == {BARS: "Code128", SQUARE: "QRCode"}

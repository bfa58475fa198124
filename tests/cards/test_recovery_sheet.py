"""The recovery sheet holds everything on one page, and the same sheet gives the same page."""

import base64
import re
import shutil
import subprocess
import zlib
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from msgspec.structs import replace

from cards.recovery_sheet import RecoverySheet, render_pdf, render_text

WORDS = tuple(f"word{number}" for number in range(1, 25))
POPPLER = shutil.which("pdftoppm") and shutil.which("pdftotext")


def sheet() -> RecoverySheet:
    return RecoverySheet(
        title="Återställningsblad",
        shop="Bageri Solsidan",
        created="Skapat 22 nov. 2026",
        words=WORDS,
        words_title="De 24 orden",
        code=" ".join(WORDS),
        code_caption="Samma ord, för en kamera",
        steps_title="Så används bladet",
        steps=("Förvara det säkert.", "Installera på nytt.", "Visa koden för kameran."),
        warning="Den som har bladet kan läsa allt. " * 3,
    )


def texts_of(pdf: bytes) -> str:
    """Unpack the page's drawing commands, where every text stands in brackets."""
    stream = re.search(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL)
    assert stream is not None
    return zlib.decompress(base64.a85decode(b"<~" + stream[1].strip(), adobe=True)).decode(
        "latin-1"
    )


def test_one_page_with_every_word_and_its_number() -> None:
    pdf = render_pdf(sheet())
    assert pdf.startswith(b"%PDF-")
    assert len(re.findall(rb"/Type /Page\b", pdf)) == 1
    drawn = texts_of(pdf)
    for number, word in enumerate(WORDS, 1):
        assert f"({word}) Tj" in drawn
        assert f"({number}) Tj" in drawn


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert render_pdf(sheet()) == render_pdf(sheet())


def test_the_text_holds_the_same_and_stays_narrow() -> None:
    text = render_text(sheet())
    for number, word in enumerate(WORDS, 1):
        assert re.search(rf"(?<!\d){number}\. {word}\b", text)
    for part in (*sheet().steps, sheet().title, sheet().shop, sheet().created):
        assert part in text
    assert all(len(line) <= 80 for line in text.splitlines())


def test_letters_that_no_reader_has_do_not_break_the_page() -> None:
    drawn = texts_of(render_pdf(replace(sheet(), shop="Kawa Ćma 珈琲")))
    assert "(Kawa Cma ??) Tj" in drawn


def test_a_sheet_without_all_words_is_never_made() -> None:
    with pytest.raises(AssertionError):
        replace(sheet(), words=WORDS[:-1])


@pytest.mark.skipif(not POPPLER, reason="needs pdftoppm and pdftotext of poppler-utils")
def test_the_printed_page_is_read_by_camera_and_eye(tmp_path: Path) -> None:
    page = tmp_path / "sheet.pdf"
    page.write_bytes(render_pdf(sheet()))
    picture = subprocess.run(
        ["pdftoppm", "-r", "110", "-gray", str(page)], check=True, capture_output=True
    ).stdout
    kind, width, height, _, raw = picture.split(maxsplit=4)
    assert kind == b"P5"
    pixels = np.frombuffer(raw, np.uint8).reshape(int(height), int(width))
    assert [found.text for found in zxingcpp.read_barcodes(pixels)] == [" ".join(WORDS)]
    border = 40
    assert pixels[:border].min() == 255
    assert pixels[-border:].min() == 255
    assert pixels[:, :border].min() == 255
    assert pixels[:, -border:].min() == 255
    text = subprocess.run(
        ["pdftotext", "-layout", str(page), "-"], check=True, capture_output=True, text=True
    ).stdout
    assert re.search(r"1\s+word1\s+9\s+word9\s+17\s+word17", text)
    for part in (sheet().title, sheet().created, *sheet().steps):
        assert part in text

"""Drawn codes are read back by the decoder that the till uses."""

from typing import get_args

import numpy as np
import pytest
import zxingcpp
from hypothesis import example, given
from hypothesis import strategies as st

from cards.code import (
    CODE128_QUIET_MODULES,
    QR_QUIET_MODULES,
    Level,
    code128_modules,
    qr_lines,
    qr_modules,
    qr_version,
)

MEMBER = "9000012345678905"
PIXELS = 4
BAR_PIXELS = 60


def read_back(dark: np.ndarray) -> list[tuple[str, str]]:
    """Decode a picture of modules, given as True for dark."""
    gray = np.where(np.kron(dark, np.ones((PIXELS, PIXELS), dtype=bool)), 0, 255)
    found = zxingcpp.read_barcodes(gray.astype(np.uint8))
    return [(found_code.text, found_code.symbology.name) for found_code in found]


def from_halves(lines: tuple[str, ...]) -> np.ndarray:
    """Turn half blocks back into modules."""
    rows: list[list[bool]] = []
    for line in lines:
        rows.append([letter in "█▀" for letter in line])
        rows.append([letter in "█▄" for letter in line])
    return np.array(rows)


@pytest.mark.parametrize("level", get_args(Level))
def test_a_member_number_is_read_back_from_a_qr(level: Level) -> None:
    modules = np.pad(np.array(qr_modules(MEMBER, level)), QR_QUIET_MODULES)
    assert read_back(modules) == [(MEMBER, "QRCode")]


def test_a_member_number_fits_the_smallest_qr() -> None:
    assert qr_version(MEMBER, "M") == 1
    assert len(qr_modules(MEMBER, "M")) == 21


@given(st.text(st.characters(codec="ascii", categories=("Lu", "Nd")), min_size=1, max_size=60))
def test_a_qr_of_blocks_is_read_back(text: str) -> None:
    assert read_back(from_halves(qr_lines(text))) == [(text, "QRCode")]


def test_the_lines_of_a_qr_have_one_width() -> None:
    lines = qr_lines(MEMBER)
    assert {len(line) for line in lines} == {21 + 2 * QR_QUIET_MODULES}


@given(st.integers(0, 10**16 - 1).map(lambda number: f"{number:016}"))
@example("9900000000000097")
@example("9999999999999999")
def test_a_code128_is_read_back(digits: str) -> None:
    bars = [bar == "1" for bar in code128_modules(digits)]
    row = np.pad(np.array(bars), CODE128_QUIET_MODULES)
    assert read_back(np.tile(row, (BAR_PIXELS // PIXELS, 1))) == [(digits, "Code128")]


def test_sixteen_digits_travel_two_a_symbol() -> None:
    symbols = 1 + 8 + 1
    assert len(code128_modules(MEMBER)) == symbols * 11 + 13


def test_the_bars_are_those_of_the_library_where_its_encoder_is_right() -> None:
    from barcode.codex import Code128

    assert code128_modules(MEMBER) == Code128(MEMBER).build()[0]


def test_the_library_still_drops_a_first_pair_of_99() -> None:
    """When this fails, python-barcode is mended and can draw the bars by itself again."""
    from barcode.codex import Code128

    assert Code128("9900000000000097").build()[0] != code128_modules("9900000000000097")


@pytest.mark.parametrize("text", ["", "12a4", "123", "½", "\u0661\u0662"])
def test_only_digits_become_bars(text: str) -> None:
    with pytest.raises(ValueError, match="digits"):
        code128_modules(text)

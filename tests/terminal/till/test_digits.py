"""What typed characters mean (COUNTER.md section 2)."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.errors import Refusal
from terminal.till import digits

SCALES = {"EUR": 2, "JPY": 0}


@pytest.mark.parametrize(
    ("text", "scale", "minor"),
    [
        ("1250", 2, 1250),
        ("1250", 0, 1250),
        ("12,5", 2, 1250),
        ("12.50", 2, 1250),
        (",5", 2, 50),
        ("12,", 2, 1200),
        ("0", 2, 0),
        ("000", 2, 0),
    ],
)
def test_amounts_as_on_a_cash_register(text: str, scale: int, minor: int) -> None:
    """Bare digits are minor units; a sign makes the decimals explicit."""
    assert digits.amount_minor(text, scale) == minor


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "amount_empty"),
        ("-5", "amount_negative"),
        ("\u22125", "amount_negative"),
        ("12,345", "amount_broken"),
        ("1.2.3", "amount_broken"),
        ("1,2.3", "amount_broken"),
        ("abc", "amount_broken"),
        (",", "amount_broken"),
        ("\u0661\u0662", "amount_broken"),
        ("1234567890", "amount_absurd"),
    ],
)
def test_what_is_no_amount_says_why(text: str, code: str) -> None:
    """Each has its own code."""
    with pytest.raises(Refusal) as refused:
        digits.amount_minor(text, 2)
    assert refused.value.code == code


@given(st.text())
def test_any_text_is_an_amount_or_refused(text: str) -> None:
    """Nothing else ever comes out."""
    with contextlib.suppress(Refusal):
        assert digits.amount_minor(text, 2) >= 0


@pytest.mark.parametrize(
    ("text", "is_phone"),
    [
        ("061234", False),
        ("0612345", True),
        ("+3161", True),
        ("06 12 34 56 78", True),
        ("12,50", False),
        ("1234567,8", False),
        ("", False),
        ("+", False),
    ],
)
def test_seven_digits_are_a_phone(text: str, is_phone: bool) -> None:  # noqa: FBT001 - a table
    """Fewer are an amount that waits for a scan."""
    assert digits.is_phone(text) is is_phone


def test_control_characters_are_not_typed() -> None:
    """A scanner gun's STX and line ends leave nothing behind."""
    assert digits.clean("\x0212\r\n\t") == "12"

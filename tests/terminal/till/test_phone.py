"""Phone numbers: every form that people write, what cannot be, and the slips of a finger."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.errors import Refusal
from terminal.till import phone
from terminal.till.refusals import SENTENCES

ANNA = "+31612345678"
HOMES = ("NL", "SE", "DE", "BR", "US", "GB")


@pytest.mark.parametrize(
    ("typed", "region", "e164"),
    [
        ("0612345678", "NL", ANNA),
        ("06-12 34 56 78", "NL", ANNA),
        (" (06) 1234.5678 ", "NL", ANNA),
        ("+31 (0)6 12345678", "NL", ANNA),
        ("0031 6 12345678", "NL", ANNA),
        ("31612345678", "NL", ANNA),
        ("tel: 06 12345678", "NL", ANNA),
        ("0031612345678", "US", ANNA),
        ("0031612345678", "BR", ANNA),
        ("011 31 612345678", "US", ANNA),
        ("(212) 555-0123", "US", "+12125550123"),
        ("1-800-FLOWERS", "US", "+18003569377"),
        ("070-123 45 67", "SE", "+46701234567"),
        ("(11) 96123-4567", "BR", "+5511961234567"),
        ("07400 123456", "GB", "+447400123456"),
    ],
)
def test_one_number_in_all_its_forms(typed: str, region: str, e164: str) -> None:
    assert phone.parse(typed, region) == e164


@pytest.mark.parametrize("region", HOMES)
def test_the_form_that_is_kept_reads_the_same_everywhere(region: str) -> None:
    assert phone.parse(ANNA, region) == ANNA


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("06123", "phone_short"),
        ("+31 6 1234", "phone_short"),
        ("061234567890123", "phone_long"),
        ("+9991234567", "phone_country"),
        ("0000000000", "phone_impossible"),
        ("anna", "phone_impossible"),
        ("", "phone_impossible"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(typed: str, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        phone.parse(typed, "NL")
    assert caught.value.code == code
    assert code in SENTENCES


@given(typed=st.text(max_size=40), region=st.sampled_from(HOMES))
def test_no_text_is_more_than_refused(typed: str, region: str) -> None:
    with contextlib.suppress(Refusal):
        e164 = phone.parse(typed, region)
        assert phone.parse(e164, region) == e164
        assert e164.startswith("+")


@pytest.mark.parametrize(
    ("text", "is_phone"),
    [
        ("0612345", True),
        ("061234", False),
        ("+31", True),
        ("(06) 1234-567", True),
        ("1234567.50", False),
        ("1234567,50", False),
        ("06.12.34.56.78", True),
        ("Anna 0612345678", False),
        ("-12345678", True),
        ("", False),
    ],
)
def test_what_could_be_a_phone(text: str, *, is_phone: bool) -> None:
    assert phone.could_be(text) is is_phone


@pytest.mark.parametrize(
    ("e164", "masked"),
    [
        (ANNA, "+31 •• •••• 78"),
        ("+12125550123", "+1 •• •••• 23"),
        ("+352621123456", "+352 •• •••• 56"),
    ],
)
def test_only_country_and_end_can_be_read(e164: str, masked: str) -> None:
    assert phone.masked(e164) == masked


def test_neighbours_are_one_slip_away_and_few() -> None:
    found = list(phone.neighbours(ANNA))
    assert len(found) == len(set(found)) == 81 + 8
    assert ANNA not in found
    assert "+31612345679" in found
    assert "+31612354678" in found
    assert "+32612345678" not in found
    assert "+31612345600" not in found
    assert all(ANNA in phone.neighbours(one) for one in found)

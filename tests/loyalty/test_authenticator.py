"""The codes are those of the RFCs, near the moment, and each counts once."""

from __future__ import annotations

import pytest

from loyalty import authenticator

KEY = b"12345678901234567890"
SECOND_US = 1_000_000


# RFC 4226, appendix D.
HOTP = ("755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583")


@pytest.mark.parametrize(("count", "code"), [*enumerate(HOTP)])
def test_the_values_of_rfc_4226(count: int, code: str) -> None:
    assert authenticator.code(KEY, count) == code


# RFC 6238, appendix B, the rows of SHA-1, with eight digits.
@pytest.mark.parametrize(
    ("second", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_the_values_of_rfc_6238(second: int, code: str) -> None:
    step = authenticator.step_of(second * SECOND_US)
    assert authenticator.code(KEY, step, 8) == code


def test_a_code_counts_for_a_minute_around_and_once() -> None:
    now_us = 1_795_170_000 * SECOND_US
    here = authenticator.step_of(now_us)
    typed = authenticator.code(KEY, here)
    assert authenticator.fits(KEY, typed, now_us) == here
    assert authenticator.fits(KEY, typed, now_us + 60 * SECOND_US) == here
    assert authenticator.fits(KEY, typed, now_us + 120 * SECOND_US) is None
    assert authenticator.fits(KEY, typed, now_us, after_step=here) is None


def test_each_person_and_each_count_has_another_secret() -> None:
    made = {authenticator.secret(KEY, who, n) for who in ("s1", "s2") for n in (1, 2)}
    assert len(made) == 4
    assert {len(each) for each in made} == {authenticator.SECRET_BYTES}
    assert authenticator.secret(KEY, "s1", 1) in made


def test_a_phone_reads_the_secret_from_an_address() -> None:
    text = authenticator.address(KEY, "Bar & Co", "Bo")
    assert text.startswith("otpauth://totp/Bar%20%26%20Co:Bo?secret=GEZDGNBVGY3TQOJQ")

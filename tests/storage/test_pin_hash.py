"""What is kept of a PIN: it fits its own PIN only, shows nothing, and a broken one fits nothing."""

import re

import pytest
from argon2 import PasswordHasher

from storage import pin_hash

PEPPER = bytes(range(32))
KEYED = pin_hash.keyed(PEPPER, "m-anna", "4719")


def test_a_verifier_fits_its_own_pin_and_no_other() -> None:
    verifier = pin_hash.make(KEYED)
    assert pin_hash.fits(verifier, KEYED)
    for other in (
        pin_hash.keyed(PEPPER, "m-anna", "4718"),
        pin_hash.keyed(PEPPER, "m-bert", "4719"),
        pin_hash.keyed(bytes(32), "m-anna", "4719"),
    ):
        assert not pin_hash.fits(verifier, other)


def test_the_same_pin_never_looks_the_same() -> None:
    one, other = pin_hash.make(KEYED), pin_hash.make(KEYED)
    assert one != other
    assert re.fullmatch(r"\$argon2id\$v=19\$m=19456,t=2,p=1\$.+", one)
    assert pin_hash.is_verifier(one)


def test_a_keyed_pin_is_32_bytes_that_a_member_cannot_borrow() -> None:
    assert len(KEYED) == 32
    assert pin_hash.keyed(PEPPER, "m-anna1", "234") != pin_hash.keyed(PEPPER, "m-anna", "1234")


@pytest.mark.parametrize(
    "broken",
    [
        "",
        "4719",
        "$argon2id$v=19$m=19456,t=2,p=1$",
        "$argon2i$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA",
        # One that would take four gigabytes, or minutes, to be told wrong.
        "$argon2id$v=19$m=4194304,t=2,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA",
        "$argon2id$v=19$m=19456,t=99,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA",
        # The right shape, and no valid Base64 inside.
        "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0a$aGFzaGhhc2hoYXNoaGFzaAaaa",
    ],
)
def test_a_broken_verifier_fits_nothing(broken: str) -> None:
    assert not pin_hash.fits(broken, KEYED)


def test_a_verifier_made_with_other_costs_still_fits() -> None:
    verifier = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=2).hash(KEYED)
    assert pin_hash.is_verifier(verifier)
    assert pin_hash.fits(verifier, KEYED)

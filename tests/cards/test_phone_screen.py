"""Codes drawn the fast way are those that segno draws, bit by bit."""

import random

import pytest

from cards import phone_screen
from cards.code import qr_modules, qr_version
from loyalty import number as numbers
from loyalty.phonecode import LENGTH, PhoneCode, write

ANNA = numbers.make("0000", "123456789")
SEEDED = random.Random(45)


@pytest.fixture(scope="module")
def pen() -> phone_screen.Pen:
    """Give a pen; making one takes a second."""
    return phone_screen.make_pen()


def some_code() -> str:
    """Write a code as long as a real one, with a signature of chance."""
    return write(
        PhoneCode(
            key_id=SEEDED.randrange(1, 256),
            number=ANNA,
            step=SEEDED.randrange(2**32),
            signature=SEEDED.randbytes(64),
        )
    )


def test_a_code_fits_into_version_5_at_level_m() -> None:
    assert phone_screen.LENGTH == LENGTH
    assert {qr_version(some_code()) for _ in range(5)} == {phone_screen.VERSION}


def test_the_fast_way_draws_what_segno_draws(pen: phone_screen.Pen) -> None:
    letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
    texts = [some_code() for _ in range(20)]
    texts += ["".join(SEEDED.choices(letters, k=LENGTH)) for _ in range(20)]
    texts += [":" * LENGTH, "0" * LENGTH]
    for text in texts:
        assert phone_screen.draw(pen, text) == phone_screen._drawn(text)
        assert int.from_bytes(phone_screen.drawn_packed(pen, text), "big") == phone_screen.draw(
            pen, text
        )


def test_the_static_code_is_that_of_a_card() -> None:
    side, bits = phone_screen.static_packed(ANNA)
    text = f"{int.from_bytes(bits, 'big'):0{side * side}b}"
    drawn = tuple(
        tuple(bit == "1" for bit in text[at : at + side]) for at in range(0, side**2, side)
    )
    assert drawn == qr_modules(ANNA)

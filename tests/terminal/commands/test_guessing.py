"""What the owner reads about guessed PINs."""

import pytest

from terminal.commands.guessing import sentence


@pytest.mark.parametrize(
    ("members", "length", "tries"),
    [
        (40, "PINs of 4 digits", "1 of 250 tries"),
        (100, "PINs of 4 digits", "1 of 100 tries"),
        (101, "PINs of 6 digits", "1 of 5000 tries"),
        (10_000, "PINs of 6 digits", "1 of 100 tries"),
        (10_001, "last four digits of the phone and a PIN of 4", "1 of 5000 tries"),
    ],
)
def test_the_bound_is_a_sentence(members: int, length: str, tries: str) -> None:
    assert length in sentence(members)
    assert tries in sentence(members)


def test_nobody_can_be_hit_where_nobody_is() -> None:
    assert "nobody yet" in sentence(0)

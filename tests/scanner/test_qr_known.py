"""What is known of a QR code beforehand: that the codes of both writers are among ours, exactly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cards.code import qr_modules
from loyalty import number
from scanner.drawing import qr_picture
from scanner.qr_known import LONGEST_DIGITS, Modules, format_places, formats, frame, known, words

NUMBERS = st.builds(number.make, st.just("0000"), st.text("0123456789", min_size=9, max_size=9))
LEVELS = sorted(LONGEST_DIGITS)


def bits_of(text: str) -> Modules:
    """Give the bits of sixteen digits: ten for three of them, four for the last."""
    groups = [text[at : at + 3] for at in range(0, len(text), 3)]
    shown = "".join(format(int(group), "010b" if len(group) == 3 else "04b") for group in groups)
    return np.array([int(bit) for bit in shown], np.uint8)


def written(text: str, level: str, *, by_segno: bool) -> Modules:
    """Give the modules as one of the two writers has them, 1 where dark."""
    if by_segno:
        return np.array(qr_modules(text, level), np.uint8).reshape(-1)  # type: ignore[arg-type]
    return np.asarray(qr_picture(text, quiet=0, level=level) == 0, np.uint8).reshape(-1)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("by_segno", [False, True])
@given(text=NUMBERS)
def test_the_code_of_any_number_is_among_them(text: str, level: str, by_segno: bool) -> None:  # noqa: FBT001 - a parameter of the test
    seen = written(text, level, by_segno=by_segno)
    bits = bits_of(text)
    same = [
        (one.mask, at)
        for mask in range(8)
        for at, one in enumerate(words(level, mask))
        if np.array_equal(one.zero ^ (bits @ one.rows % 2), seen)
    ]
    assert len(same) == 1
    pairs, rows = formats()
    shown = 1.0 - 2.0 * seen[format_places()]
    assert pairs[int(np.argmax(rows @ shown))] == (level, same[0][0])
    assert (rows @ shown).max() == len(format_places())


def test_what_is_known_is_so_in_every_code() -> None:
    assert known().sum() == 203
    for mask in range(8):
        for level in LEVELS:
            for one in words(level, mask):
                assert np.array_equal(one.zero[known()], frame()[known()])
                assert not one.free[known()].any()
                assert not one.free[format_places()].any()


@pytest.mark.parametrize(("level", "free"), [("M", 134), ("Q", 158)])
def test_digits_decide_over_their_own_bits_and_the_checks(level: str, free: int) -> None:
    one = words(level, 0)[0]
    assert one.rows.shape == (54, 441)
    assert one.free.sum() == free

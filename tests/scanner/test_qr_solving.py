"""Solving a code word: lost modules are outvoted, more of them than a decoder could mend."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from scanner.qr_known import words
from scanner.qr_solving import most_like


@given(st.integers(0, 2**32 - 1), st.integers(0, 24))
def test_wrong_modules_are_outvoted(seed: int, wrong: int) -> None:
    """So many lost modules, of 134, are more than the code's own checks could mend."""
    chance = np.random.default_rng(seed)
    one = words("M", 0)[0]
    rows = one.rows[:, one.free]
    bits = chance.integers(0, 2, len(rows)).astype(np.uint8)
    sure = np.where(bits @ rows % 2 == 1, -1.0, 1.0) * chance.uniform(0.5, 1.5, rows.shape[1])
    sure[chance.permutation(len(sure))[:wrong]] *= -0.1
    assert np.array_equal(most_like(sure, rows), bits)

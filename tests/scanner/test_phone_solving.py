"""Solving the long code of a phone: what it may guess, and everything that it must not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cards.code import qr_modules
from loyalty import number, phonecode
from loyalty.phonecode import PhoneCode
from scanner.drawing import qr_picture
from scanner.image import Floats, as_floats
from scanner.phone_solving import made_clear, solved
from scanner.phone_words import LEVEL, both, zero
from scanner.qr_grid import seen_at
from scanner.qr_known import PHONE_SIDE_MODULES, Modules, format_places, known
from scanner.qr_solving import most_like

SIDE = PHONE_SIDE_MODULES
PX = 4
CORNERS = as_floats([[4, 4], [41, 4], [41, 41], [4, 41]]) * PX
NUMBER = number.make("0000", "123456789")
TEXTS = st.builds(
    lambda key_id, step, signature: phonecode.write(
        PhoneCode(key_id=key_id, number=NUMBER, step=step, signature=signature)
    ),
    st.integers(0, 255),
    st.integers(0, 2**32 - 1),
    st.binary(min_size=64, max_size=64),
)
TEXT = phonecode.write(
    PhoneCode(key_id=1, number=NUMBER, step=58_000_000, signature=bytes(range(64)))
)


def shown(text: str) -> Floats:
    """Give a code as a sharp picture, PX pixels a module."""
    modules = qr_picture(text, quiet=4)
    return as_floats(modules.repeat(PX, axis=0).repeat(PX, axis=1))


def smeared(text: str, modules: float, noise: float = 3.0, seed: int = 5) -> Floats:
    """Give the picture moved slantwise by so many modules while it was taken, a little soft."""
    import cv2

    long = round(modules * PX)
    line = cv2.line(np.zeros((long, long), np.float32), (0, long - 1), (long - 1, long // 2), 1)
    seen = cv2.GaussianBlur(cv2.filter2D(shown(text), -1, line / line.sum()), (0, 0), 0.3 * PX)
    return as_floats(0.4 * seen + np.random.default_rng(seed).normal(0, noise, seen.shape))


def light_of(text: str) -> Floats:
    return as_floats(np.where(qr_picture(text, quiet=0).reshape(-1) > 0, 1.0, -1.0))


def wrong_in(light: Floats, text: str) -> float:
    return float(((light > 0) != (light_of(text) > 0))[~known(SIDE)].mean())


@settings(max_examples=3)
@given(TEXTS)
def test_the_code_that_a_member_page_shows_is_among_them(text: str) -> None:
    modules = np.array(qr_modules(text, LEVEL), np.uint8).reshape(-1)  # type: ignore[arg-type]
    same = []
    for mask in range(8):
        apart = modules ^ zero(mask)
        rest = apart * ~known(SIDE)
        rest[format_places(SIDE)] = 0
        for word in both():
            rest[word.places] = 0
        same.append(
            not rest.any() and all(_is_one(apart[word.places], word.rows) for word in both())
        )
    assert sum(same) == 1


def _is_one(seen: Modules, rows: Modules) -> bool:
    """Say whether modules are a sum of rows: whatever the bits, they are solved as they are."""
    return bool(np.array_equal(most_like(np.where(seen == 1, -1.0, 1.0), rows) @ rows % 2, seen))


def test_each_word_has_modules_of_its_own() -> None:
    first, second = both()
    assert not (first.places & second.places).any()
    assert not (known(SIDE) & (first.places | second.places)).any()
    assert len(first.rows) + len(second.rows) == 638


def test_the_blur_is_undone_by_what_every_code_has() -> None:
    seen = smeared(TEXT, 2.2)
    light, _ = made_clear(seen, CORNERS)
    along = np.arange(SIDE) + 0.5
    middles = as_floats(np.stack(np.meshgrid(along, along), axis=-1))
    before = seen_at(seen, CORNERS, middles, SIDE).reshape(-1)
    assert wrong_in(as_floats(before - np.median(before)), TEXT) > 0.08
    assert wrong_in(as_floats(light), TEXT) < 0.02


def test_many_wrong_modules_are_outvoted() -> None:
    light, rows = made_clear(smeared(TEXT, 3.0, noise=6.0), CORNERS)
    # More than a decoder mends: twelve of 67 bytes.
    assert wrong_in(as_floats(light), TEXT) > 0.03
    modules = solved(light, rows)
    assert modules is not None
    assert np.array_equal(modules, light_of(TEXT))


@pytest.mark.parametrize("shade", [0.9, 0.6, 0.4])
@pytest.mark.parametrize("radius", [3, 6])
def test_a_spot_of_light_over_modules_is_read_round(shade: float, radius: int) -> None:
    """It may be far lighter than the paper, and hides a twelfth of the code."""
    import cv2

    seen = shown(TEXT) * shade
    cv2.circle(seen, (26 * PX, 27 * PX), radius * PX, 255.0, -1)
    modules = solved(*made_clear(as_floats(seen), CORNERS))
    assert modules is not None
    assert np.array_equal(modules, light_of(TEXT))


@pytest.mark.parametrize("smear", [0.5, 2.0])
@pytest.mark.parametrize(
    "text",
    [
        "A MENU OF TODAY, AS LONG AS A CODE OF A PHONE: ".ljust(116, "-").replace(",", ".")[:110],
        "https://example.org/menu/of/today?table=12&lang=en&from=counter#drinks-and-so-on",
        "4006381333931" * 14,
    ],
    ids=["shorter", "bytes", "digits"],
)
def test_a_code_of_another_kind_is_never_made_one(text: str, smear: float) -> None:
    assert qr_picture(text, quiet=0).shape == (SIDE, SIDE)
    assert solved(*made_clear(smeared(text, smear), CORNERS)) is None


def test_noise_is_no_code() -> None:
    chance = np.random.default_rng(3)
    for _ in range(6):
        noise = as_floats(chance.normal(120, 40, (45 * PX, 45 * PX)))
        light, rows = made_clear(noise, CORNERS)
        assert solved(light, rows) is None

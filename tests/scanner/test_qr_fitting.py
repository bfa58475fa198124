"""Fitting QR codes: what every decoder gives up, and everything that must not be read so."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty import number
from scanner import qr_places
from scanner.decode import CASCADE, Stage, decode, look
from scanner.drawing import Card, Layout, qr_picture
from scanner.image import Floats, Image, as_floats, grey_of
from scanner.qr_fitting import LIKENESS_MIN, Fit, digits_of, fits, fitted
from scanner.qr_places import places
from scanner.rendering import Optics, Pose, Presentation, Renderer, corners_of

NUMBER = number.make("0000", "123456789")
WRONG_CHECK = NUMBER[:-1] + str((int(NUMBER[-1]) + 1) % 10)
FOREIGN = ["HELLO WORLD", "HTTP://A.CO/X", "4006381333931", NUMBER + "5", NUMBER[:15], "abc"]
SHONE = Optics(defocus_px=0.8, light=0.6, noise=5.0, glare=0.7, glare_at=(0.72, 0.5))
PX = 6


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(np.random.default_rng(6))


def frame(renderer: Renderer, optics: Optics, pose: Pose, text: str = NUMBER) -> Image:
    card = Card(text=text, layout=Layout.QR_20_MM)
    return grey_of(renderer.frame(card, Presentation(pose=pose, optics=optics)))


def shone_upon(renderer: Renderer, text: str = NUMBER, steps: int = 8) -> Iterator[Image]:
    """Give cards with a spot of light on the code, moved a little from frame to frame."""
    for step in range(steps):
        yield frame(renderer, SHONE, Pose(width_px=460 + 10 * step, roll_deg=2.0 * step), text)


def test_light_on_a_corner_of_the_code_is_read_round(renderer: Renderer) -> None:
    others = [stage for stage in CASCADE if stage is not Stage.FITTED]
    gained = [
        seen
        for seen in shone_upon(renderer, steps=5)
        if look(seen, Stage.FITTED) and not decode(seen, others)
    ]
    assert len(gained) >= 2
    for seen in gained:
        (one,) = look(seen, Stage.FITTED)
        assert (one.text, one.symbology, one.sure) == (NUMBER, "QRCode", False)


def test_a_wrong_check_digit_is_no_number_however_clear(renderer: Renderer) -> None:
    seen = frame(renderer, Optics(), Pose(), WRONG_CHECK)
    assert {one.text for one in look(seen, Stage.PLAIN)} == {WRONG_CHECK}
    assert fitted(seen) is None
    assert all(fitted(seen) is None for seen in shone_upon(renderer, WRONG_CHECK, steps=3))


@pytest.mark.parametrize("motion_deg", [0.0, 45.0, 90.0, 135.0])
def test_a_code_smeared_in_any_direction_is_read(renderer: Renderer, motion_deg: float) -> None:
    optics = Optics(defocus_px=0.8, motion_px=5.5, motion_deg=motion_deg, noise=3.0)
    found = look(frame(renderer, optics, Pose(width_px=380)), Stage.FITTED)
    assert {one.text for one in found} == {NUMBER}


@pytest.mark.parametrize("text", FOREIGN)
def test_the_codes_of_others_are_never_taken_for_a_number(renderer: Renderer, text: str) -> None:
    assert fitted(frame(renderer, Optics(), Pose(), text)) is None
    assert fitted(next(shone_upon(renderer, text))) is None


def test_an_empty_counter_and_a_flat_picture_show_nothing(renderer: Renderer) -> None:
    assert fitted(grey_of(renderer.frame(None, Presentation()))) is None
    assert fitted(np.full((720, 1280), 90, np.uint8)) is None
    assert fitted(np.full((3, 2000), 90, np.uint8)) is None


@pytest.mark.parametrize("roll_deg", [0.0, 47.0, 90.0, 133.0, 180.0, 266.0])
def test_a_code_is_found_at_any_turn(renderer: Renderer, roll_deg: float) -> None:
    optics = Optics(defocus_px=1.4, noise=5.0)
    reading = fitted(frame(renderer, optics, Pose(roll_deg=roll_deg, width_px=520)))
    assert reading is not None
    assert reading.text == NUMBER


def test_the_corners_are_those_of_the_code(renderer: Renderer) -> None:
    pose = Pose(width_px=520, tilt_deg=15, pan_deg=-10, roll_deg=8)
    card = corners_of(856, 540, pose)
    (one,) = look(frame(renderer, Optics(defocus_px=1.2), pose), Stage.FITTED)
    (plain,) = look(frame(renderer, Optics(), pose), Stage.PLAIN)
    for (x, y), (plain_x, plain_y) in zip(one.corners, plain.corners, strict=True):
        assert card[:, 0].min() < x < card[:, 0].max()
        assert abs(x - plain_x) < 6
        assert abs(y - plain_y) < 6


def flat(text: str, level: str = "M") -> tuple[Floats, Floats]:
    """Give a code flat on, PX pixels a module, and its corners."""
    modules = qr_picture(text, quiet=4, level=level)
    picture = as_floats(np.kron(modules, np.ones((PX, PX))))
    first, last = 4.0 * PX, 25.0 * PX
    ring = [[first, first], [last, first], [last, last], [first, last]]
    return picture, as_floats(ring)


@pytest.mark.parametrize("level", ["M", "Q"])
@given(nine=st.text("0123456789", min_size=9, max_size=9))
def test_a_clear_code_is_like_itself_and_nothing_else(level: str, nine: str) -> None:
    text = number.make("0000", nine)
    found = fits(*flat(text, level))
    assert {fit.text for fit in found} == {text, None}
    assert max(fit.likeness for fit in found) > 0.97
    assert all(fit.likeness < LIKENESS_MIN for fit in found if fit.digits != text)


def test_noise_is_like_nothing() -> None:
    chance = np.random.default_rng(8)
    _, corners = flat(NUMBER)
    for _ in range(60):
        noise = as_floats(chance.normal(100, 30, (29 * PX, 29 * PX)))
        assert all(fit.likeness < LIKENESS_MIN for fit in fits(noise, corners))


def test_bits_that_are_no_digits_are_no_number() -> None:
    assert digits_of(np.zeros(54, np.uint8)) == "0" * 16
    assert digits_of(np.ones(54, np.uint8)) is None
    last = np.zeros(54, np.uint8)
    last[-4:] = (1, 0, 1, 0)
    assert digits_of(last) is None


def test_a_reading_needs_its_check_and_its_likeness() -> None:
    assert Fit(digits=NUMBER, likeness=LIKENESS_MIN).text == NUMBER
    assert Fit(digits=NUMBER, likeness=LIKENESS_MIN - 0.01).text is None
    assert Fit(digits=WRONG_CHECK, likeness=1.0).text is None
    assert Fit(digits=None, likeness=1.0).text is None


def test_places_come_with_the_likeliest_first(renderer: Renderer) -> None:
    seen = frame(renderer, Optics(), Pose(width_px=600))
    (found,) = look(seen, Stage.PLAIN)
    left, top = (int(min(corner[at] for corner in found.corners)) - 30 for at in (0, 1))
    best, *others = places(as_floats(seen[top : top + 220, left : left + 220]), qr_places.NUMBER)
    assert all(one.likeness <= best.likeness for one in others)
    for (x, y), (seen_x, seen_y) in zip(best.corners.tolist(), found.corners, strict=True):
        assert abs(x + left - seen_x) < 2 * best.module_px
        assert abs(y + top - seen_y) < 2 * best.module_px

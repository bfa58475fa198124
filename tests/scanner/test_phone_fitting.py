"""Fitting the rotating code of a phone: what every decoder gives up, and what is not there."""

from __future__ import annotations

import numpy as np
import pytest

from loyalty import number, phonecode
from loyalty.phonecode import PhoneCode
from scanner.decode import CASCADE, Stage, look
from scanner.drawing import PHONE_MM, PX_PER_MM, Card, Layout
from scanner.image import Floats, Image, as_floats, grey_of
from scanner.phone_fitting import clears
from scanner.qr_known import PHONE_SIDE_MODULES
from scanner.qr_places import PHONE, places
from scanner.rendering import Optics, Pose, Presentation, Renderer, corners_of

NUMBER = number.make("0000", "123456789")
SIGNATURE = bytes(range(64))
TEXT = phonecode.write(PhoneCode(key_id=1, number=NUMBER, step=58_000_000, signature=SIGNATURE))
SMEARED = Optics(defocus_px=1.0, motion_px=9.0, motion_deg=60.0, light=0.6, noise=5.0)
SHONE = Optics(defocus_px=1.5, light=0.7, noise=4.0, glare=0.9, glare_at=(0.5, 0.5))


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(np.random.default_rng(8))


def frame(renderer: Renderer, optics: Optics, pose: Pose, text: str = TEXT) -> Image:
    card = Card(text=text, layout=Layout.PHONE_TOKEN)
    return grey_of(renderer.frame(card, Presentation(pose=pose, optics=optics)))


def corners_in(pose: Pose) -> Floats:
    """Give where the corners of the phone's code are in a frame."""
    import cv2

    wide, high = (side * PX_PER_MM for side in PHONE_MM)
    flat = as_floats([[0, 0], [wide, 0], [wide, high], [0, high]])
    turn = cv2.getPerspectiveTransform(flat, corners_of(wide, high, pose))
    module = 50 * PX_PER_MM / (PHONE_SIDE_MODULES + 4)
    left, top = 9 * PX_PER_MM + 2 * module, 40 * PX_PER_MM + 2 * module
    side = PHONE_SIDE_MODULES * module
    ring = [[left, top], [left + side, top], [left + side, top + side], [left, top + side]]
    return as_floats(cv2.perspectiveTransform(as_floats([ring]), turn)[0])


@pytest.mark.parametrize(
    ("optics", "width_px"), [(SMEARED, 236), (SHONE, 190)], ids=["smeared", "shone upon"]
)
def test_it_reads_what_every_other_stage_gives_up(
    renderer: Renderer, optics: Optics, width_px: float
) -> None:
    others = [stage for stage in CASCADE if stage is not Stage.PHONE]
    gained = 0
    for step in range(2):
        seen = frame(renderer, optics, Pose(width_px=width_px + 4 * step, roll_deg=4.0 * step))
        found = look(seen, Stage.PHONE)
        assert {one.text for one in found} <= {TEXT}
        gained += bool(found) and not any(look(seen, stage) for stage in others)
    assert gained >= 1


@pytest.mark.parametrize("roll_deg", [0.0, 50.0, 130.0, 180.0, 265.0])
def test_a_code_is_found_at_any_turn_and_its_corners_where_they_are(
    renderer: Renderer, roll_deg: float
) -> None:
    pose = Pose(roll_deg=roll_deg, tilt_deg=14.0, pan_deg=-9.0, width_px=300)
    seen = frame(renderer, Optics(defocus_px=1.2, motion_px=4.0, noise=4.0), pose)
    (one,) = look(seen, Stage.PHONE)
    assert (one.text, one.symbology, one.sure) == (TEXT, "QRCode", True)
    module_px = 300 * 50 / 68 / 41
    for corner in corners_in(pose):
        nearest = min(np.hypot(x - corner[0], y - corner[1]) for x, y in one.corners)
        assert nearest < module_px


def test_the_three_finder_patterns_give_the_corners(renderer: Renderer) -> None:
    pose = Pose(roll_deg=20.0, width_px=280)
    seen = frame(renderer, Optics(), pose)
    wanted = corners_in(pose)
    left, top = (int(at) - 40 for at in wanted.min(axis=0))
    right, bottom = (int(at) + 40 for at in wanted.max(axis=0))
    best = places(as_floats(seen[top:bottom, left:right]), PHONE)[0]
    assert np.abs(best.corners + as_floats([left, top]) - wanted).max() < 2 * best.module_px


def test_other_codes_are_not_taken_for_a_phones(renderer: Renderer) -> None:
    member = Card(text=NUMBER, layout=Layout.QR_20_MM)
    for one in (member, None):
        seen = grey_of(renderer.frame(one, Presentation(optics=Optics(defocus_px=1.4))))
        assert look(seen, Stage.PHONE) == []
    assert list(clears(np.full((720, 1280), 90, np.uint8))) == []
    assert list(clears(np.full((3, 2000), 90, np.uint8))) == []


def test_another_text_of_the_same_size_is_given_as_it_is(renderer: Renderer) -> None:
    """It is the judge of texts who sends it away."""
    other = "A MENU OF TODAY, AS LONG AS A CODE OF A PHONE: ".ljust(116, "-").replace(",", ".")
    found = look(frame(renderer, SMEARED, Pose(width_px=300), other), Stage.PHONE)
    assert {one.text for one in found} <= {other}
    assert not phonecode.is_phone_code(other)

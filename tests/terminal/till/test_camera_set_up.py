"""The camera is chosen and adjusted at the counter, kept with the till, and rests if asked to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from loyalty import number as numbers
from scanner.box import Box
from scanner.camera_profile import CameraProfile
from terminal.till import camera_orders, camera_set_up
from terminal.till.effects import UseCamera
from terminal.till.messages import (
    CameraChanged,
    CameraSees,
    CamerasFound,
    CodeRefused,
    FoundCamera,
    Key,
    Message,
    Pick,
    Scan,
    Text,
    Tick,
)
from terminal.till.screens import CameraSetUp, Idle
from terminal.till.screens_all import EveryScreen
from tests.stories.counter import ISSUER, Counter, Shopfront

MEMBER = numbers.make(ISSUER, "123456789")
INTERNAL = FoundCamera(source="/dev/video0", name="Integrated Camera")
GOOSENECK = FoundCamera(source="/dev/video2", name="HD Webcam C270")
OPEN = (Key(name="F10"), Text(text="1"))
"""The first row of the menu."""


@pytest.fixture
def counter(data_dir: Path) -> Iterator[Counter]:
    """A till at rest beside which two webcams are plugged in."""
    shop = Shopfront(data_dir / "shop")
    made = Counter(shop)
    made.webcams = (INTERNAL, GOOSENECK)
    yield made
    made.close()
    shop.close()


def after(counter: Counter, *messages: Message) -> EveryScreen:
    """The screen after all of these."""
    for message in messages:
        counter.do(message)
    assert counter.shown is not None
    return counter.shown.screen


def opened(counter: Counter, *messages: Message) -> CameraSetUp:
    """The set-up, after these."""
    is_open = counter.desk.mode == camera_set_up.MODE
    screen = after(counter, *(() if is_open else OPEN), *messages)
    assert isinstance(screen, CameraSetUp)
    return screen


def test_cameras_stand_there_by_name_and_the_first_is_in_use(counter: Counter) -> None:
    screen = opened(counter)
    assert [row.name for row in screen.cameras] == ["Integrated Camera", "HD Webcam C270"]
    assert [row.caption for row in screen.cameras] == ["In use", ""]
    assert screen.chosen == 0


@pytest.mark.parametrize("choice", [Key(name="Down"), Pick(row=1)])
def test_another_camera_is_looked_through_at_once(counter: Counter, choice: Message) -> None:
    assert opened(counter, choice).chosen == 1
    order = counter.orders[-1]
    assert (order.profile.source, order.profile.device_name) == ("/dev/video2", "HD Webcam C270")
    assert order.sets_up


def test_enter_keeps_it_over_a_restart_and_escape_does_not(counter: Counter) -> None:
    opened(counter, Key(name="Down"), Text(text="1"))
    assert isinstance(after(counter, Key(name="Esc")), Idle)
    assert counter.orders[-1].profile == CameraProfile()
    after(counter, *OPEN, *(Key(name="Down"), Text(text="1"), Text(text="2"), Key(name="Enter")))
    kept = CameraProfile(
        source="/dev/video2", device_name="HD Webcam C270", mirror=True, turn_degrees=90
    )
    assert counter.orders[-1].profile == kept
    counter.crash()
    assert camera_orders.profile(counter.ledger) == kept
    asked = camera_orders.profile(counter.ledger, "/dev/video0")
    assert (asked.source, asked.device_name, asked.mirror) == ("/dev/video0", "", True)


def test_a_camera_that_was_kept_is_named_also_when_it_is_gone(counter: Counter) -> None:
    after(counter, *OPEN, Key(name="Down"), Key(name="Enter"))
    counter.webcams = (INTERNAL,)
    screen = opened(counter)
    assert [row.caption for row in screen.cameras] == ["Not plugged in", ""]
    assert screen.chosen == 0
    screen = opened(counter, CamerasFound(cameras=(GOOSENECK, INTERNAL)))
    assert [row.caption for row in screen.cameras] == ["In use", ""]


@pytest.mark.parametrize(
    ("reason", "caption"), [("busy", "In use"), ("denied", "In use"), ("missing", "Not plugged in")]
)
def test_a_camera_that_is_kept_from_us_is_not_said_to_be_unplugged(
    counter: Counter, reason: str, caption: str
) -> None:
    """Its row would contradict what stands in the picture's place."""
    after(counter, *OPEN, Key(name="Down"), Key(name="Enter"))
    counter.webcams = ()
    opened(counter)
    (row,) = opened(counter, CameraChanged(state="lost", reason=reason)).cameras
    assert row.caption == caption


def test_the_same_camera_at_another_place_is_still_the_one_in_use(counter: Counter) -> None:
    after(counter, *OPEN, Key(name="Down"), Key(name="Enter"))
    counter.webcams = (INTERNAL, FoundCamera(source="/dev/video4", name="HD Webcam C270"))
    screen = opened(counter)
    assert [row.caption for row in screen.cameras] == ["", "In use"]
    assert screen.chosen == 1


def test_digits_turn_mirror_and_frame(counter: Counter) -> None:
    screen = opened(counter, *(Text(text=one) for one in "12345"))
    assert [one.value for one in screen.switches] == ["On", "90°", "Large", "Bright shop", "On"]
    profile = counter.orders[-1].profile
    assert (profile.mirror, profile.turn_degrees, profile.exposure) == (True, 90, "bright_shop")


def test_plus_and_minus_change_the_frame_as_far_as_it_goes(counter: Counter) -> None:
    screen = opened(counter, *(Text(text="+") for _ in range(9)))
    assert screen.aim.left == 0
    smallest = after(counter, *(Text(text="-") for _ in range(9)))
    assert isinstance(smallest, CameraSetUp)
    assert (smallest.aim.left, smallest.aim.right) == (310, 690)
    assert all(box.lies_in_the_picture for box in camera_set_up.SIZES)


def test_a_mirrored_picture_has_a_mirrored_frame(counter: Counter) -> None:
    counter.desk.camera_profile = CameraProfile(
        mirror=True, box=Box(left=100, top=100, right=600, bottom=900)
    )
    aim = opened(counter).aim
    assert (aim.left, aim.right) == (400, 900)


@pytest.mark.parametrize(
    ("advice", "tone", "words"),
    [
        ("good", "good", "I can read this card"),
        ("too_dark", "warning", "lamp of the webcam"),
        ("too_bright", "warning", "nothing shines"),
        ("blurred", "warning", "wipe the lens"),
        ("card_too_far", "warning", "closer"),
        ("card_not_in_box", "warning", "inside the frame"),
        ("show_card", "quiet", "Show a card"),
        ("", "quiet", "the picture is coming"),
    ],
)
def test_what_the_camera_sees_is_said(counter: Counter, advice: str, tone: str, words: str) -> None:
    screen = opened(counter, CameraSees(advice=advice, attempts_a_second=12, wide_px=1280))
    assert (screen.tone, words in screen.advice) == (tone, True)
    assert screen.pace.startswith("12 attempts a second")


def test_a_card_is_shown_as_read_by_its_end_and_serves_nobody(counter: Counter) -> None:
    after(counter, Scan(text=MEMBER, source="wedge"), Key(name="Enter"), Key(name="Esc"))
    seq = counter.ledger.head().seq
    screen = opened(counter, Scan(text=MEMBER))
    assert screen.read == f"Read: •••• {MEMBER[-4:]}"
    assert "found" in counter.heard
    assert counter.desk.sale is None
    assert counter.ledger.head().seq == seq


def test_other_codes_are_no_refusal_while_the_camera_is_tried(counter: Counter) -> None:
    screen = opened(counter, CodeRefused(kind="conflict"))
    assert screen.frame.strip is not None
    assert screen.frame.strip.state == "note"


def test_a_guest_with_the_gun_is_served_and_nothing_was_changed(counter: Counter) -> None:
    after(counter, Scan(text=MEMBER, source="wedge"), Key(name="Enter"), Key(name="Esc"))
    opened(counter, Key(name="Down"))
    screen = after(counter, Scan(text=MEMBER, source="wedge"))
    assert not isinstance(screen, CameraSetUp)
    assert counter.desk.sale is not None
    assert counter.orders[-1].profile == CameraProfile()
    assert not counter.orders[-1].sets_up


def test_a_fault_is_said_in_the_picture_s_place_and_not_in_the_strip(counter: Counter) -> None:
    screen = opened(counter, CameraChanged(state="lost", reason="busy"))
    assert screen.camera is not None
    assert "Another program" in screen.camera.sentence
    assert screen.tone == "warning"
    assert screen.frame.strip is not None
    assert screen.frame.strip.state == "note"


def test_the_camera_rests_at_idle_and_any_key_wakes_it(counter: Counter) -> None:
    after(counter, *OPEN, Text(text="5"), Key(name="Enter"))
    assert last(counter) == "awake"
    screen = wait(counter, 16)
    assert last(counter) == "rests"
    assert ("F9", "Scan") in [(key.key, key.label) for key in screen.frame.keys]
    after(counter, Key(name="F9"))
    assert last(counter) == "awake"
    wait(counter, 16)
    assert last(counter) == "rests"
    after(counter, Text(text="1"))
    assert last(counter) == "awake"
    wait(counter, 60)
    assert last(counter) == "awake", "an amount waits for a card"
    after(counter, Key(name="Esc"), Scan(text=MEMBER, source="wedge"), Key(name="Enter"))
    wait(counter, 60)
    assert last(counter) == "awake", "somebody is being served"


def test_a_resting_camera_is_no_fault(counter: Counter) -> None:
    screen = after(counter, CameraChanged(state="resting", reason="asleep"))
    assert isinstance(screen, Idle)
    assert screen.camera is not None
    assert (screen.camera.is_calm, screen.camera.key) == (True, "F9")
    assert not any(status.trouble for status in screen.frame.statuses if status.name == "camera")


def test_f9_goes_through_the_cameras_without_keeping_any(counter: Counter) -> None:
    after(counter, CamerasFound(cameras=(INTERNAL, GOOSENECK)), Key(name="F9"))
    assert counter.orders[-1].profile.source == "/dev/video2"
    after(counter, Key(name="F9"))
    assert counter.orders[-1].profile.source == "/dev/video0"
    assert camera_orders.profile(counter.ledger) == CameraProfile()
    assert not any(isinstance(one, UseCamera) for one in counter.do(Key(name="F9")))


def test_a_profile_of_a_later_version_is_set_up_again(counter: Counter) -> None:
    counter.ledger.put(camera_orders.PROFILE, '{"zoom": 7}')
    assert camera_orders.profile(counter.ledger) == CameraProfile()


def test_the_button_of_a_lost_camera_opens_the_set_up(counter: Counter) -> None:
    screen = after(counter, CameraChanged(state="lost", reason="missing"))
    assert isinstance(screen, Idle)
    assert screen.camera is not None
    assert screen.camera.button == "Choose another camera"
    assert isinstance(after(counter, Key(name="Camera")), CameraSetUp)


def wait(counter: Counter, seconds: int) -> EveryScreen:
    """The screen after some time in which nobody did anything."""
    counter.desk.clock.wait(seconds)  # type: ignore[attr-defined]
    return after(counter, Tick())


def last(counter: Counter) -> str:
    """What the camera was told last about resting."""
    return "rests" if counter.orders[-1].rests else "awake"


def test_the_strip_asks_for_a_card_only_while_a_camera_could_see_one(counter: Counter) -> None:
    after(counter, CameraChanged(state="lost", reason="missing"))
    asks = []
    for message in (None, CameraChanged(state="running"), CameraChanged(state="fault")):
        screen = opened(counter, *([message] if message is not None else []))
        assert screen.frame.strip is not None
        asks.append(screen.frame.strip.sentence)
    away, card = "Choose another camera, or mend this one.", "Show a card in the frame"
    assert (asks[0], asks[2]) == (away, away)
    assert asks[1].startswith(card)

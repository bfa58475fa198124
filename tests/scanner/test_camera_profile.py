"""The setting of a camera: written and read again, and what is refused."""

from __future__ import annotations

import json

import pytest

from loyalty.errors import Refusal
from scanner.box import Box
from scanner.camera_profile import CameraProfile, bytes_of, profile_of


def test_nothing_said_is_the_first_webcam_as_it_is() -> None:
    profile = profile_of(b"{}")
    assert profile == CameraProfile()
    assert profile.source == ""
    assert profile.size_px == (1280, 720)
    assert not profile.rests


def test_a_setting_is_written_and_read_again() -> None:
    profile = CameraProfile(
        source="/dev/video2",
        device_name="Wärme & Bild 3",
        mirror=True,
        turn_degrees=270,
        wide_px=1920,
        high_px=1080,
        exposure="dim_shop",
        box=Box(left=0, top=100, right=600, bottom=1000),
        rests=True,
    )
    assert profile_of(bytes_of(profile)) == profile
    assert profile.size_px == (1920, 1080)


@pytest.mark.parametrize(
    "wrong",
    [
        {"turn_degrees": 45},
        {"turn_degrees": "90"},
        {"exposure": "night"},
        {"mirror": 1},
        {"wide_px": 1920},
        {"wide_px": 100, "high_px": 100},
        {"wide_px": 9000, "high_px": 9000},
        {"wide_px": -1280, "high_px": -720},
        {"box": {"left": 600, "right": 700}},
        {"box": {"left": -1}},
        {"box": {"bottom": 1001}},
        {"box": {"depth": 3}},
        {"source": "0\n1"},
        {"source": "a" * 1025},
        {"device_name": "\u0000"},
        {"zoom": 2},
        [],
        "camera",
    ],
    ids=lambda wrong: json.dumps(wrong)[:40],
)
def test_a_setting_that_no_camera_can_have_is_refused(wrong: object) -> None:
    with pytest.raises(Refusal) as caught:
        profile_of(json.dumps(wrong).encode())
    assert caught.value.code == "camera_setting"
    assert len(str(caught.value)) > 10, "the reason is said"


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe", b'{"source": "\xc3"}'])
def test_what_is_no_setting_at_all_is_refused(raw: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        profile_of(raw)
    assert caught.value.code == "camera_setting"

"""Video nodes: what they can, and why one cannot be opened."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import pytest

from scanner.video_node import (
    BUSY,
    DENIED,
    MISSING,
    is_camera,
    reason_of,
    takes_pictures,
    why_not,
)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="video nodes are Linux's")


@pytest.mark.parametrize(
    ("abilities", "camera"),
    [
        # Taken from the kernel's own drivers: a webcam's two nodes, a capture chip with planes,
        # and the film converters of a small computer.
        (0x04200001, True),
        (0x04A00000, False),
        (0x04201000, True),
        (0x04204000, False),
        (0x04208000, False),
        (0x00000000, False),
    ],
)
def test_a_camera_is_told_from_what_only_has_a_node(abilities: int, *, camera: bool) -> None:
    assert is_camera(abilities) is camera


def test_what_is_no_video_node_cannot_be_asked(tmp_path: Path) -> None:
    file = tmp_path / "video0"
    file.write_bytes(b"")
    assert takes_pictures(file) is None
    assert takes_pictures(Path("/dev/null")) is None
    assert takes_pictures(tmp_path / "none") is None


def test_a_node_that_is_there_but_gives_no_picture_is_busy(tmp_path: Path) -> None:
    assert why_not(Path("/dev/null")) == BUSY
    assert why_not(tmp_path / "none") == MISSING
    plain = tmp_path / "video0"
    plain.write_bytes(b"")
    assert why_not(plain) == MISSING


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.EBUSY, BUSY),
        (errno.EACCES, DENIED),
        (errno.EPERM, DENIED),
        (errno.ENODEV, MISSING),
        (errno.ENXIO, MISSING),
        (errno.ENOENT, MISSING),
        (None, MISSING),
    ],
)
def test_what_the_system_answers_has_three_meanings(number: int | None, reason: str) -> None:
    assert reason_of(number) == reason

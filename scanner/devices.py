"""Which webcams are plugged in, by the names that people know them by."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scanner.camera_profile import CameraProfile
from scanner.video_node import takes_pictures

LISTED = Path("/sys/class/video4linux")
NODES = Path("/dev")
_PROBED_MAX = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraDevice:
    """A webcam: what to open, its maker's name (empty where the system tells none), its number."""

    path: str
    name: str
    index: int


def plugged_in(
    listed: Path = LISTED,
    *,
    nodes: Path = NODES,
    can_take: Callable[[Path], bool | None] = takes_pictures,
) -> tuple[CameraDevice, ...]:
    """Give the webcams in the order of their numbers.

    Linux lists them without opening any for pictures. Other systems have no list: there the first
    few numbers are tried, which switches each camera on for a moment; one that is in use, also by
    this program, is not seen.
    """
    if sys.platform != "linux":
        return probed()
    numbers = sorted(
        int(folder.name.removeprefix("video"))
        for folder in _entries(listed)
        if folder.name.removeprefix("video").isdecimal()
    )
    found = (_described(listed / f"video{number}", nodes, number, can_take) for number in numbers)
    return tuple(device for device in found if device is not None)


def find_again(profile: CameraProfile, devices: Sequence[CameraDevice]) -> CameraDevice | None:
    """Give the webcam that a profile means; None when it is not plugged in.

    With a name, only a camera of that name is meant, at its old place first. Another camera never
    takes its part: it may look somewhere else.
    """
    there = [device for device in devices if _is_at(device, profile.source)]
    if profile.device_name:
        named = [device for device in devices if device.name == profile.device_name]
        both = [device for device in there if device in named]
        return next(iter([*both, *named]), None)
    return next(iter(there if profile.source else devices), None)


def probed(numbers: Sequence[int] = range(_PROBED_MAX)) -> tuple[CameraDevice, ...]:
    """Give the numbers at which a webcam can be opened, without a word on the error stream."""
    import cv2

    from scanner.frames import be_quiet

    be_quiet()
    found = []
    for number in numbers:
        capture = cv2.VideoCapture(number)
        if capture.isOpened():
            found.append(CameraDevice(path=str(number), name="", index=number))
        capture.release()
    return tuple(found)


def _is_at(device: CameraDevice, source: str) -> bool:
    """Say whether a source means this device: its path, its number, or a link to its path."""
    if source in {device.path, str(device.index)}:
        return True
    link = Path(source)
    return link.is_symlink() and link.resolve() == Path(device.path).resolve()


def _entries(listed: Path) -> list[Path]:
    try:
        return list(listed.iterdir())
    except OSError:
        return []


def _described(
    folder: Path, nodes: Path, number: int, can_take: Callable[[Path], bool | None]
) -> CameraDevice | None:
    """Give the device of one entry, or None for the second node that most webcams have."""
    node = nodes / folder.name
    able = can_take(node)
    if able is None:
        # Nobody may ask it: the first node of a device is the one with the pictures.
        able = _line(folder / "index") in {"", "0"}
    if not able:
        return None
    return CameraDevice(path=str(node), name=_line(folder / "name"), index=number)


def _line(file: Path) -> str:
    try:
        return file.read_text("utf-8", "replace").strip()
    except OSError:
        return ""

"""Screens about the camera and the menu, with realistic values."""

from __future__ import annotations

from msgspec.structs import replace

from terminal.till.camera_values import CameraNote, MenuRow
from terminal.till.screens import Action, AnyScreen, Menu
from tests.terminal.qt.samples import frame, idle, member, said


def lost() -> CameraNote:
    """No camera, in the longest words that there are."""
    return CameraNote(
        word="Picture frozen",
        sentence="The camera sends the same picture again and again. Pull its plug out and put it "
        "in again.",
        icon="camera-slash-fill",
        button="Choose another camera",
    )


def resting() -> CameraNote:
    """A camera that nobody needs at the moment."""
    return CameraNote(
        word="The camera rests",
        sentence="Any key wakes it. Phone and card number work as always.",
        icon="camera",
        is_calm=True,
        button="Scan",
        key="F9",
    )


def menu() -> Menu:
    """What can be set up."""
    return Menu(
        frame=frame(said("note", "Menu", "Choose with a digit, or with the arrows."), here="F10"),
        headline="Menu",
        caption="Whoever comes to the counter is served from here as well.",
        rows=(
            MenuRow(key="1", icon="camera", title="Camera", caption="Which one is used"),
            MenuRow(key="2", icon="barcode", title="Scanner gun", caption="Measures how it types"),
        ),
        chosen=0,
        esc=Action(key="Esc", label="Back"),
        enter=Action(key="Enter", label="Open"),
    )


def every() -> dict[str, AnyScreen]:
    """All of them by name."""
    return {
        "camera-lost": idle(camera=lost()),
        "camera-rests": replace(idle(), camera=resting()),
        "member-camera-lost": replace(member(), camera=lost()),
        "member-camera-rests": replace(member(), camera=resting()),
        "menu": menu(),
    }

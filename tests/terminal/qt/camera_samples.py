"""Screens about the camera and the menu, with realistic values."""

from __future__ import annotations

from msgspec.structs import replace

from terminal.till.camera_values import Aim, CameraNote, CameraRow, MenuRow, Mount, Switch
from terminal.till.screens import Action, CameraSetUp, Menu
from terminal.till.screens_all import EveryScreen
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


def set_up(*, camera: CameraNote | None = None, tone: str = "good") -> CameraSetUp:
    """The camera is being set up, with three to choose from."""
    advice = {
        "good": "I can read this card.",
        "warning": "Too bright: turn the card or the lamp, so that nothing shines.",
        "quiet": "Show a card in the frame.",
    }[tone]
    return CameraSetUp(
        frame=frame(said("note", "Camera", "Show a card, as a guest does."), here="F10"),
        title="Camera",
        cameras=(
            CameraRow(name="HD Webcam C270", caption="In use", is_used=True),
            CameraRow(name="Integrated Camera: Integrated C", caption=""),
            CameraRow(name="USB 2.0 UVC VGA Webcam, HP Truevision", caption="Not plugged in"),
        ),
        chosen=0,
        switches=(
            Switch(key="1", label="Mirror", value="Off"),
            Switch(key="2", label="Turn", value="180°", is_on=True),
            Switch(key="3", label="Frame for cards", value="Whole picture"),
            Switch(key="4", label="Light", value="Automatic"),
            Switch(key="5", label="Rest until a key", value="Off"),
        ),
        aim=Aim(left=170, top=120, right=830, bottom=880),
        reader_word="Live",
        camera=camera,
        advice=advice,
        tone=tone,
        read="Read: •••• 4821" if tone == "good" else "",
        pace="12 attempts a second · 1280 x 720",
        mount=Mount(
            title="How to place it",
            height="15-25 cm",
            sentences=(
                "Above the counter, looking straight down.",
                "No lamp in the picture: its glare hides the code.",
                "Nothing else lies in the frame.",
            ),
        ),
        esc=Action(key="Esc", label="Back"),
        enter=Action(key="Enter", label="Keep"),
    )


def every() -> dict[str, EveryScreen]:
    """All of them by name."""
    return {
        "camera-lost": idle(camera=lost()),
        "camera-rests": replace(idle(), camera=resting()),
        "member-camera-lost": replace(member(), camera=lost()),
        "member-camera-rests": replace(member(), camera=resting()),
        "menu": menu(),
        "camera": set_up(),
        "camera-warns": set_up(tone="warning"),
        "camera-gone": set_up(tone="quiet", camera=replace(lost(), button="")),
    }

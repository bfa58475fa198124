"""Draws the set-up of a camera: what there is to choose, what it sees, how to place it."""

from __future__ import annotations

from scanner.box import THOUSAND, Box
from scanner.camera_profile import CameraProfile
from terminal.till import camera_set_up, camera_state
from terminal.till.camera_values import Aim, CameraRow, Mount, Switch
from terminal.till.desk import Desk
from terminal.till.messages import FoundCamera
from terminal.till.screens import Action, CameraSetUp, Frame

RECORDED = "recorded"
# Why a camera that is there gives no picture.
REFUSED = ("busy", "denied")
WARNINGS = ("too_dark", "too_bright", "blurred", "card_not_in_box", "card_too_far")


def set_up(desk: Desk, frame: Frame) -> CameraSetUp:
    """Draw the set-up as it stands."""
    say, sees = desk.say, desk.camera_sees
    size = f" \u00b7 {sees.wide_px} \u00d7 {sees.high_px}" if sees.wide_px else ""
    tries = say("{n} attempts a second", n=sees.attempts_a_second)
    tone = _tone(desk)
    read = say("Read: {last_four}", last_four=f"\u2022\u2022\u2022\u2022 {desk.camera_read}")
    return CameraSetUp(
        frame=frame,
        title=say("Camera"),
        cameras=_rows(desk),
        chosen=camera_set_up.chosen(desk),
        switches=_switches(desk, desk.camera_draft),
        aim=aim(desk.camera_draft),
        reader_word=say("Live"),
        camera=camera_state.note(desk),
        advice=_advice(desk),
        tone=tone,
        read=read if desk.camera_read and tone != "warning" else "",
        pace=f"{tries}{size}" if sees.attempts_a_second else "",
        mount=Mount(
            title=say("How to place it"),
            height=say("15\u201325 cm"),
            sentences=(
                say("Above the counter, looking straight down."),
                say("No lamp in the picture: its glare hides the code."),
                say("Nothing else lies in the frame."),
            ),
        ),
        esc=Action(key="Esc", label=say("Back")),
        enter=Action(key="Enter", label=say("Keep")),
    )


def aim(profile: CameraProfile) -> Aim:
    """Give the box as it lies in the picture on the screen, which may be a mirror's."""
    box = profile.box
    left, right = box.left, box.right
    if profile.mirror:
        left, right = THOUSAND - box.right, THOUSAND - box.left
    return Aim(left=left, top=box.top, right=right, bottom=box.bottom)


def _rows(desk: Desk) -> tuple[CameraRow, ...]:
    used, seen = camera_set_up.kept(desk), camera_set_up.chosen(desk)
    return tuple(
        CameraRow(
            name=_name(desk, at, one),
            caption=_caption(
                desk, one, is_used=at == used, is_refused=at == seen and _is_refused(desk)
            ),
            is_used=at == used,
        )
        for at, one in enumerate(camera_set_up.choices(desk))
    )


def _is_refused(desk: Desk) -> bool:
    """Say whether the camera that is tried is there, but is kept from this program."""
    return desk.camera in camera_state.LOST and desk.camera_reason in REFUSED


def _name(desk: Desk, at: int, camera: FoundCamera) -> str:
    if camera.source == RECORDED:
        return desk.say("Recorded camera")
    return camera.name or desk.say("Camera {n}", n=at + 1)


def _caption(desk: Desk, camera: FoundCamera, *, is_used: bool, is_refused: bool) -> str:
    is_found = camera in desk.cameras or is_refused
    if not is_found and camera.source.startswith("/dev/"):
        return desk.say("Not plugged in")
    return desk.say("In use") if is_used else ""


def _switches(desk: Desk, draft: CameraProfile) -> tuple[Switch, ...]:
    say = desk.say
    on, off = say("On"), say("Off")
    lights = {
        "auto": say("Automatic"),
        "bright_shop": say("Bright shop"),
        "dim_shop": say("Dim shop"),
    }
    sizes = (say("Smallest"), say("Small"), say("Usual"), say("Large"), say("Whole picture"))
    usual = Box()
    return (
        Switch(key="1", label=say("Mirror"), value=on if draft.mirror else off, is_on=draft.mirror),
        Switch(
            key="2",
            label=say("Turn"),
            value=f"{draft.turn_degrees}\u00b0",
            is_on=draft.turn_degrees != 0,
        ),
        Switch(
            key="3",
            label=say("Frame for cards"),
            value=sizes[camera_set_up.size(draft)],
            is_on=draft.box != usual,
        ),
        Switch(
            key="4",
            label=say("Light"),
            value=lights[draft.exposure],
            is_on=draft.exposure != "auto",
        ),
        Switch(
            key="5",
            label=say("Rest until a key"),
            value=on if draft.rests else off,
            is_on=draft.rests,
        ),
    )


def _advice(desk: Desk) -> str:
    say = desk.say
    if desk.camera in camera_state.LOST:
        return say("Choose another camera, or mend this one.")
    sentences = {
        "too_dark": say("Too dark: switch a light on, or the lamp of the webcam."),
        "too_bright": say("Too bright: turn the card or the lamp, so that nothing shines."),
        "blurred": say("The picture is blurred: wipe the lens, or keep the card still."),
        "card_not_in_box": say("Bring the card inside the frame."),
        "card_too_far": say("Move the card closer to the camera."),
        "good": say("I can read this card."),
        "show_card": say("Show a card in the frame."),
    }
    return sentences.get(desk.camera_sees.advice, say("One moment, the picture is coming."))


def _tone(desk: Desk) -> str:
    if desk.camera in camera_state.LOST or desk.camera_sees.advice in WARNINGS:
        return "warning"
    return "good" if desk.camera_sees.advice == "good" else "quiet"

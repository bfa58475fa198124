"""How the camera does: said once in the strip, and calmly where its picture would be."""

from __future__ import annotations

from terminal.till import strip
from terminal.till.camera_orders import SET_UP
from terminal.till.camera_values import CameraNote
from terminal.till.desk import Desk
from terminal.till.effects import Effect
from terminal.till.messages import CameraChanged

LOST = ("lost", "fault")
RESTING = "resting"
STARTING = "starting"
LOST_ICON = "camera-slash-fill"


def changed(desk: Desk, message: CameraChanged) -> list[Effect]:
    """Note how the camera does; that it is gone, and that it is back, is said once each."""
    before = note(desk)
    desk.camera, desk.camera_reason = message.state, message.reason
    now = note(desk)
    if desk.question is not None or desk.mode == SET_UP:
        # The strip holds a question, or somebody tries cameras: the picture's place and the top
        # bar say it meanwhile.
        desk.camera_missed = message.state in LOST
        if desk.question is None:
            ask_for_card(desk)
        return []
    if message.state in LOST and now is not None and now != before:
        desk.camera_missed = True
        strip.put(desk, "device_lost", now.word, now.sentence, urgent=True)
    elif message.state == "running" and desk.camera_missed:
        desk.camera_missed = False
        strip.put(desk, "saved", desk.say("Camera"), desk.say("The camera is back."))
    return []


def ask_for_card(desk: Desk) -> None:
    """Say in the strip what the set-up wants: a card, or a camera that could see one."""
    sentence = desk.say("Show a card in the frame, as a guest does.")
    if desk.camera in LOST:
        sentence = desk.say("Choose another camera, or mend this one.")
    if desk.strip is None or desk.strip.sentence != sentence:
        strip.note(desk, desk.say("Camera"), sentence)


def note(desk: Desk) -> CameraNote | None:
    """Give what stands in the picture's place; None while there is a picture."""
    if desk.camera in LOST:
        word, sentence = _fault(desk)
        return CameraNote(
            word=word,
            sentence=sentence,
            icon=LOST_ICON,
            button=desk.say("Choose another camera") if desk.mode == "idle" else "",
        )
    if desk.camera == RESTING:
        return CameraNote(
            word=desk.say("The camera rests"),
            sentence=desk.say("Any key wakes it. Phone and card number work as always."),
            icon="camera",
            is_calm=True,
            button=desk.say("Scan") if desk.mode == "idle" else "",
            key="F9",
        )
    if desk.camera == STARTING:
        return CameraNote(
            word=desk.say("Camera starting"),
            sentence=desk.say("One moment. Phone and card number work already."),
            icon="camera",
            is_calm=True,
        )
    return None


def chip(desk: Desk) -> str:
    """Give the camera's word for the top bar."""
    now = note(desk)
    return now.word if now else desk.say("Camera")


def _fault(desk: Desk) -> tuple[str, str]:
    say = desk.say
    match desk.camera_reason:
        case "busy":
            return say("Camera in use"), say(
                "Another program uses the camera. Close that program, or type the phone or card "
                "number."
            )
        case "denied":
            return say("Camera not allowed"), say(
                "This computer does not let Regulars use the camera. Ask whoever set it up."
            )
        case "stalled":
            return say("Camera silent"), say(
                "It sends no picture. Pull its plug out and put it in again. Type the phone or "
                "card number meanwhile."
            )
        case "frozen":
            return say("Picture frozen"), say(
                "The camera sends the same picture again and again. Pull its plug out and put it "
                "in again."
            )
        case "black":
            return say("Picture black"), say(
                "Open the cover of the camera, take away what hides it, or switch a light on."
            )
        case "decoder" | "crashed":
            return say("Camera fault"), say(
                "Reading failed and begins again by itself. Type the phone or card number "
                "meanwhile."
            )
        case _:
            return say("Camera not found"), say(
                "Type the phone or card number, or plug in any webcam."
            )

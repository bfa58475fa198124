"""The camera is set up: chosen by its picture, adjusted with digits, kept with the till."""

from __future__ import annotations

from msgspec.structs import replace

from scanner.box import Box
from scanner.camera_profile import CameraProfile, Exposure, Turn, bytes_of
from terminal.till import camera_state, strip
from terminal.till.camera_orders import PROFILE, SET_UP
from terminal.till.desk import Desk
from terminal.till.effects import Effect, FindCameras, Sound, UseCamera
from terminal.till.messages import CameraSees, CamerasFound, FoundCamera, Scan

MODE = SET_UP
SIZES = (
    Box(left=310, top=260, right=690, bottom=740),
    Box(left=240, top=190, right=760, bottom=810),
    Box(),
    Box(left=90, top=60, right=910, bottom=940),
    Box(left=0, top=0, right=1000, bottom=1000),
)
"""The frames for cards, from small to the whole picture; the third is the usual one."""
TURNS: tuple[Turn, ...] = (0, 90, 180, 270)
LIGHTS: tuple[Exposure, ...] = ("auto", "bright_shop", "dim_shop")
LAST_FOUR = 4
SEVERAL = 2


def open_set_up(desk: Desk) -> list[Effect]:
    """Begin with the camera as it was kept."""
    desk.mode, desk.typed = MODE, ""
    desk.camera_draft, desk.camera_sees, desk.camera_read = desk.camera_profile, CameraSees(), ""
    camera_state.ask_for_card(desk)
    return [FindCameras()]


def choices(desk: Desk) -> tuple[FoundCamera, ...]:
    """Give the cameras to choose from; the one that was kept stands there also when it is gone."""
    kept = desk.camera_profile
    if not kept.source or _at(kept, desk.cameras) is not None:
        return desk.cameras
    return (FoundCamera(source=kept.source, name=kept.device_name), *desk.cameras)


def chosen(desk: Desk) -> int:
    """Say which of the choices is looked through; -1 when there is none."""
    return _used(desk.camera_draft, choices(desk))


def kept(desk: Desk) -> int:
    """Say which of the choices the till uses outside of the set-up; -1 when there is none."""
    return _used(desk.camera_profile, choices(desk))


def is_there(desk: Desk, camera: FoundCamera) -> bool:
    """Say whether a camera was found when it was looked for last."""
    return camera in desk.cameras


def found(desk: Desk, message: CamerasFound) -> list[Effect]:
    """Note which cameras there are."""
    desk.cameras = message.cameras
    return []


def sees(desk: Desk, message: CameraSees) -> list[Effect]:
    """Note what the camera says of its picture."""
    desk.camera_sees = message if desk.mode == MODE else CameraSees()
    return []


def reads(desk: Desk, message: Scan) -> bool:
    """Say whether a code is only shown as read, because the camera is being tried."""
    return desk.mode == MODE and message.source == "camera"


def read(desk: Desk, message: Scan) -> list[Effect]:
    """Show that a card was read; nobody is served by a camera that is being tried."""
    desk.camera_read = message.text[-LAST_FOUR:]
    return [Sound(name="found")]


def pressed(desk: Desk, name: str) -> list[Effect] | None:
    """Take a named key; None when it means nothing special here."""
    if name in ("Up", "Down"):
        return pick(desk, chosen(desk) + (1 if name == "Down" else -1))
    if name == "Enter":
        return save(desk)
    if name in ("Esc", "F10"):
        desk.mode = "idle"
        return strip.note(desk, desk.say("Camera"), desk.say("Nothing was changed."))
    return None


def pick(desk: Desk, row: int) -> list[Effect]:
    """Look through another camera of the list, counted from 0."""
    listed = choices(desk)
    if not 0 <= row < len(listed) or row == chosen(desk):
        return []
    camera = listed[row]
    desk.camera_draft = _with(desk.camera_draft, camera)
    desk.camera_sees, desk.camera_read = CameraSees(), ""
    return []


def typed(desk: Desk, text: str) -> list[Effect]:
    """A digit changes its setting; plus and minus make the frame larger and smaller."""
    draft = desk.camera_draft
    match text:
        case "1":
            draft = replace(draft, mirror=not draft.mirror)
        case "2":
            turn = TURNS[(TURNS.index(draft.turn_degrees) + 1) % len(TURNS)]
            draft = replace(draft, turn_degrees=turn)
        case "3":
            draft = replace(draft, box=SIZES[(size(draft) + 1) % len(SIZES)])
        case "+" | "-":
            step = 1 if text == "+" else -1
            at = min(max(size(draft) + step, 0), len(SIZES) - 1)
            draft = replace(draft, box=SIZES[at])
        case "4":
            light = LIGHTS[(LIGHTS.index(draft.exposure) + 1) % len(LIGHTS)]
            draft = replace(draft, exposure=light)
        case "5":
            draft = replace(draft, rests=not draft.rests)
        case _:
            return []
    desk.camera_draft = draft
    return []


def size(draft: CameraProfile) -> int:
    """Say which of the sizes the frame has; one that somebody wrote by hand counts as usual."""
    return SIZES.index(draft.box) if draft.box in SIZES else SIZES.index(Box())


def save(desk: Desk) -> list[Effect]:
    """Keep the camera as it is now; raises Outage when it cannot be kept."""
    draft = desk.camera_draft
    listed = choices(desk)
    if not draft.source and listed:
        # What was "the first webcam" until now is this very one from now on.
        first = listed[max(chosen(desk), 0)]
        draft = replace(draft, source=first.source, device_name=first.name)
    desk.ledger.put(PROFILE, bytes_of(draft).decode())
    desk.camera_profile, desk.mode = draft, "idle"
    return strip.saved(desk, desk.say("The camera is set up."))


def next_camera(desk: Desk) -> list[Effect]:
    """F9 at rest: look through the next camera until the till is started again."""
    listed = choices(desk)
    if len(listed) < SEVERAL:
        return [UseCamera()] if desk.shop.demo else []
    camera = listed[(kept(desk) + 1) % len(listed)]
    desk.camera_profile = _with(desk.camera_profile, camera)
    return []


def _with(profile: CameraProfile, camera: FoundCamera) -> CameraProfile:
    """Give the same settings for another camera; a size that it may not have is left out."""
    return replace(profile, source=camera.source, device_name=camera.name, wide_px=0, high_px=0)


def _used(profile: CameraProfile, listed: tuple[FoundCamera, ...]) -> int:
    at = _at(profile, listed)
    if at is None and not profile.source and listed:
        return 0
    return -1 if at is None else at


def _at(profile: CameraProfile, listed: tuple[FoundCamera, ...]) -> int | None:
    """Find the camera that a profile means: at its old place first, else by its name."""
    names = {profile.device_name, ""}
    for at, one in enumerate(listed):
        if one.source == profile.source and (one.name in names or not profile.device_name):
            return at
    if not profile.device_name:
        return None
    return next((at for at, one in enumerate(listed) if one.name == profile.device_name), None)

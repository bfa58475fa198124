"""What the camera is told: which profile it looks by, and when it rests."""

from __future__ import annotations

from msgspec.structs import replace

from loyalty.errors import Refusal
from scanner.camera_profile import CameraProfile, profile_of
from storage.ports import Ledger
from terminal.till.desk import Desk
from terminal.till.effects import Effect, LookThrough

PROFILE = "camera_profile"
SET_UP = "camera"
"""The mode in which the camera is set up."""
AWAKE_MS = 15_000


def profile(ledger: Ledger, asked: str = "") -> CameraProfile:
    """Give the profile of this till's camera; the usual one until somebody set it up.

    `asked` is the camera of this run: the rest of what was kept holds for it as well.
    """
    kept = _kept(ledger)
    return replace(kept, source=asked, device_name="") if asked else kept


def _kept(ledger: Ledger) -> CameraProfile:
    text = ledger.get(PROFILE)
    if not text:
        return CameraProfile()
    try:
        return profile_of(text.encode())
    except Refusal:
        # A later version's profile: the first webcam is used until somebody sets it up again.
        return CameraProfile()


def due(desk: Desk) -> tuple[Effect, ...]:
    """Give the order for the camera when it is another one than before."""
    sets_up = desk.mode == SET_UP
    order = LookThrough(
        profile=desk.camera_draft if sets_up else desk.camera_profile,
        sets_up=sets_up,
        rests=rests(desk),
    )
    if order == desk.camera_order:
        return ()
    desk.camera_order = order
    return (order,)


def rests(desk: Desk) -> bool:
    """Say whether nobody is there: camera and customer screen rest at the idle screen.

    They do so a while after the last key, scan or touch, where the owner wants it.
    """
    if not desk.camera_profile.rests or desk.mode != "idle" or desk.typed:
        return False
    touched_ms = desk.touched_ms
    return not touched_ms or desk.clock.monotonic_ms() - touched_ms >= AWAKE_MS

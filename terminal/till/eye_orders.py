"""Carries out what the till orders of its camera, and reports while the camera is set up."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from msgspec.structs import replace

from scanner.camera import Camera
from scanner.camera_profile import CameraProfile
from scanner.frames import Source
from scanner.preview import Preview
from terminal.till.effects import LookThrough
from terminal.till.messages import CameraSees, CamerasFound, FoundCamera, Message

REPORT_S = 0.25
LIST_EACH = 8
"""Reports from one look for newly plugged in cameras to the next."""


class Choice(Protocol):
    """The cameras that a counter may look through."""

    @property
    def lists_cheaply(self) -> bool:
        """Whether listing them opens none of them."""
        ...

    def listed(self) -> tuple[FoundCamera, ...]:
        """Give those that are there now; may take seconds where it is not cheap."""
        ...

    def source(self, profile: CameraProfile) -> Source:
        """Give what a profile looks through."""
        ...


class EyeOrders:
    """Follows orders of one thread; what takes time happens on a thread of its own."""

    def __init__(self, camera: Camera, choice: Choice, post: Callable[[Message], None]) -> None:
        """The camera is started at the first order, so that no other one is opened before."""
        self._camera = camera
        self._choice = choice
        self._post = post
        self._order: LookThrough | None = None
        self._reporting: threading.Event | None = None

    def look_through(self, order: LookThrough) -> None:
        """Look as an order says, from now on."""
        before, self._order = self._order, order
        if before is None or _opens(before.profile) != _opens(order.profile):
            self._camera.switch(self._choice.source(order.profile), order.profile)
        elif before.profile != order.profile:
            self._camera.adjust(order.profile)
        if order.rests:
            self._camera.rest()
        elif before is not None and before.rests:
            self._camera.wake()
        self._camera.advise(on=order.sets_up)
        self._report(on=order.sets_up)
        if before is None:
            self._camera.start()
            if self._choice.lists_cheaply:
                self.find()

    def find(self) -> None:
        """Look for the cameras that are there, and post them."""
        threading.Thread(target=self._list, name="camera-list", daemon=True).start()

    def again(self) -> None:
        """Open the same camera again."""
        if self._order is not None:
            profile = self._order.profile
            self._camera.switch(self._choice.source(profile), profile)

    def stop(self) -> None:
        """End the reports."""
        self._report(on=False)

    def _list(self) -> None:
        self._post(CamerasFound(cameras=self._choice.listed()))

    def _report(self, *, on: bool) -> None:
        if on == (self._reporting is not None):
            return
        if self._reporting is not None:
            self._reporting.set()
            self._reporting = None
            return
        self._reporting = threading.Event()
        threading.Thread(
            target=self._report_on, args=(self._reporting,), name="camera-report", daemon=True
        ).start()

    def _report_on(self, done: threading.Event) -> None:
        """Say what the camera sees whenever that changes, and which cameras came or went."""
        said, listed, rounds = CameraSees(), self._listed_cheaply(), 0
        while not done.wait(REPORT_S):
            sees = _seen(self._camera.preview())
            if sees != said:
                said = sees
                self._post(sees)
            rounds += 1
            if rounds % LIST_EACH == 0 and (now := self._listed_cheaply()) != listed:
                listed = now
                self._post(CamerasFound(cameras=listed))

    def _listed_cheaply(self) -> tuple[FoundCamera, ...]:
        return self._choice.listed() if self._choice.lists_cheaply else ()


def _opens(profile: CameraProfile) -> CameraProfile:
    """Give what of a profile needs the camera to be opened anew."""
    usual = CameraProfile()
    return replace(profile, mirror=usual.mirror, box=usual.box, rests=usual.rests)


def _seen(preview: Preview | None) -> CameraSees:
    if preview is None or preview.advice is None:
        return CameraSees()
    wide_px, high_px = preview.source_px
    return CameraSees(
        advice=preview.advice.advice.value,
        attempts_a_second=round(preview.attempts_a_second),
        wide_px=wide_px,
        high_px=high_px,
    )

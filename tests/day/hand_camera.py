"""A camera on the network with a hand before it, which shows cards when it is told to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from scanner.drawing import Card
from scanner.recorded import Hand, RecordedSource
from tests.scanner.web_camera import WebCamera, web_camera

HELD_FRAMES = 24


class HandCamera:
    """The camera over the counter; it can be unplugged."""

    def __init__(self, camera: WebCamera, hand: Hand) -> None:
        """Take the camera and the hand that it sees."""
        self._camera = camera
        self._hand = hand
        self.url = camera.url

    def show(self, number: str) -> None:
        """Bring a card in, hold it for a moment and take it away."""
        self._hand.show(Card(text=number), frames=HELD_FRAMES)

    def unplug(self) -> None:
        """Let it be gone."""
        self._camera.down()

    def plug_in(self) -> None:
        """Let it be back."""
        self._camera.up()


@contextmanager
def hand_camera() -> Iterator[HandCamera]:
    """Give a camera that runs, and end it afterwards."""
    hand = Hand()
    stream = RecordedSource(script=hand).open()
    with web_camera(stream.read) as camera:
        yield HandCamera(camera, hand)

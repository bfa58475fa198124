"""A till whose camera sees the cards that a script holds before it, decoded from pixels."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from scanner.drawing import Card
from scanner.recorded import Hand, RecordedSource
from terminal.commands import till
from terminal.commands.shop import Ready
from terminal.commands.surroundings import Surroundings
from terminal.till.effects import Print, Show, Sound
from terminal.till.eye import ShopEye
from terminal.till.host import Host
from terminal.till.messages import CameraChanged, CardLeft, Message, Scan

HAND = "hand"
FPS = 30.0
HELD_FRAMES = 10
Tell = Callable[[dict[str, Any]], None]


class HandCamera:
    """The recorded camera with a hand before it, and a stopwatch from scan to screen."""

    def __init__(self, issuer: str) -> None:
        """Begin with nothing in the hand."""
        self._issuer = issuer
        self._hand = Hand()
        self._scans: list[tuple[str, int]] = []
        self._heard = False

    def show(self, text: str) -> None:
        """Bring in a card that carries this text, hold it for a moment, take it away."""
        self._hand.show(Card(text=text), frames=HELD_FRAMES)

    def eye(self, post: Callable[[Message], None], tell: Tell) -> ShopEye:
        """Make the till's eye behind this camera; tells when it works and when a card left."""

        def seen(message: Message) -> None:
            if isinstance(message, Scan):
                self._heard = False
                self._scans[:] = [(message.text, time.monotonic_ns())]
            # Said first, so that what the till shows of it always comes after.
            if isinstance(message, CardLeft):
                tell({"left": message.text[-4:]})
            if isinstance(message, CameraChanged):
                tell({"camera": message.state})
            post(message)

        source = RecordedSource(script=self._hand, fps=FPS)
        return ShopEye([source], issuer=self._issuer, post=seen)

    def watching(
        self, watch: Callable[[Show | Print | Sound], None], tell: Tell
    ) -> Callable[[Show | Print | Sound], None]:
        """Measure on the way: a scan is answered by a sound, and then by what is shown."""

        def performed(effect: Show | Print | Sound) -> None:
            watch(effect)
            self._heard = self._heard or isinstance(effect, Sound)
            if isinstance(effect, Show) and self._heard and self._scans:
                text, since_ns = self._scans.pop()
                took_us = (time.monotonic_ns() - since_ns) // 1_000
                tell({"read": {"last_four": text[-4:], "us": took_us}})

        return performed


def host(
    around: Surroundings,
    ready: Ready,
    cable: till.Cable,
    camera: HandCamera | None,
    *,
    watch: Callable[[Show | Print | Sound], None],
    failed: Callable[[BaseException], None],
    tell: Tell,
) -> Host:
    """Make the host of a till for a script, with such a camera where one was asked for."""
    if camera is not None:
        watch = camera.watching(watch, tell)
    made = till.host(around, ready, watch=watch, failed=failed, cable=cable)
    if camera is not None:
        made.use_eye(camera.eye(made.post, tell))
    return made

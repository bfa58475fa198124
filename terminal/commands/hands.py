"""A till whose camera sees the cards that a script holds before it, decoded from pixels."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from scanner.drawing import Card
from scanner.recorded import Act, Hand, RecordedSource
from terminal.commands import till
from terminal.commands.shop import Ready
from terminal.commands.surroundings import Surroundings
from terminal.commands.verbs import RegisterOption
from terminal.till.effects import Seen, Show, Sound
from terminal.till.eye import ShopEye
from terminal.till.host import Host
from terminal.till.messages import CameraChanged, CardLeft, Message, Scan

HAND = "hand"
FPS = 30.0
HELD_FRAMES = 10
REST_S = 0.12
Tell = Callable[[dict[str, Any]], None]


class _Patient:
    """A hand that lets the camera rest while it is empty: a till has more to do than to look."""

    def __init__(self) -> None:
        self._hand = Hand()
        self._shown = threading.Event()

    def show(self, card: Card) -> None:
        self._hand.show(card, frames=HELD_FRAMES)
        self._shown.set()

    def next_act(self) -> Act | None:
        act = self._hand.next_act()
        if act is None and self._shown.wait(REST_S):
            act = self._hand.next_act()
        self._shown.clear()
        return act


class HandCamera:
    """The recorded camera with a hand before it, and a stopwatch from scan to screen."""

    def __init__(self, issuer: str) -> None:
        """Begin with nothing in the hand."""
        self._issuer = issuer
        self._hand = _Patient()
        self._scans: list[tuple[str, int]] = []
        self._heard = False

    def show(self, text: str) -> None:
        """Bring in a card that carries this text, hold it for a moment, take it away."""
        self._hand.show(Card(text=text))

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

    def watching(self, watch: Callable[[Seen], None], tell: Tell) -> Callable[[Seen], None]:
        """Measure on the way: a scan is answered by a sound, and then by what is shown."""

        def performed(effect: Seen) -> None:
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
    register: RegisterOption | None = None,
    *,
    watch: Callable[[Seen], None],
    failed: Callable[[BaseException], None],
    tell: Tell,
) -> Host:
    """Make the host of a till for a script, with such a camera where one was asked for."""
    if camera is not None:
        watch = camera.watching(watch, tell)
    made = till.host(
        around,
        ready,
        watch=watch,
        failed=failed,
        cable=cable,
        register=register,
        tell=lambda runs: tell(
            {
                "register": {
                    "address": runs.address,
                    "folder": runs.folder,
                    "problem": runs.problem,
                }
            }
        ),
    )
    if camera is not None:
        made.use_eye(camera.eye(made.post, tell))
    return made

"""Shows the demo day to whoever watches, makes its pictures, and lets a person take over."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Protocol

from scanner.preview import Preview
from terminal.demo.counter import Counter
from terminal.demo.glance import glance
from terminal.till.messages import Key, Message, Pick, Scan, Text, UseReward
from terminal.till.screens_all import EveryScreen

LINGER_S = 1.2
LISTEN_S = 0.03


class TakenOver(Exception):
    """A person pressed a key or closed the window: the script ends here."""


class Stage(Protocol):
    """A window that shows what it is told (terminal.qt.picture)."""

    watched: bool

    def show(self, screen: EveryScreen, time: str, seen: Preview | None) -> None:
        """Draw a screen."""
        ...

    def save(self, path: Path) -> None:
        """Write what is shown as a picture."""
        ...

    def pump(self) -> tuple[Message, ...]:
        """Give what a person did since the last time."""
        ...

    def is_open(self) -> bool:
        """Say whether the window is there."""
        ...

    def close(self) -> None:
        """Close it."""
        ...


class Audience:
    """Stands between one counter and one stage."""

    def __init__(self, stage: Stage, counter: Counter, folder: Path) -> None:
        """Pictures go to `folder`."""
        self._stage = stage
        self._counter = counter
        self._folder = folder
        self._seen: dict[str, Preview] = {}
        self._has_taken_over = False
        self.pictures = 0
        if stage.watched:
            counter.attend(shown=self._draw, pump=self._pump)

    def picture(self, name: str) -> None:
        """Save what is shown as the next picture."""
        self._draw(self._counter.screen)
        self.pictures += 1
        self._stage.save(self._folder / f"{self.pictures:02d}-{name}.png")

    def linger(self) -> None:
        """Give people who watch the time to read. Raises TakenOver."""
        deadline_s = time.monotonic() + LINGER_S
        while self._stage.watched and time.monotonic() < deadline_s:
            self._counter.listen(LISTEN_S)

    def follow(self) -> None:
        """Carry between the person who took over and the till, until the window is closed."""
        while self._stage.is_open():
            self._counter.listen(LISTEN_S)

    def _draw(self, screen: EveryScreen) -> None:
        held = self._counter.in_hand
        if held not in self._seen:
            self._seen[held] = glance(held)
        self._stage.show(screen, self._counter.clock.time(), self._seen[held])

    def _pump(self) -> None:
        messages = self._stage.pump()
        for message in messages:
            line = line_of(message)
            if line:
                self._counter.say(**line)
        if (messages or not self._stage.is_open()) and not self._has_taken_over:
            self._has_taken_over = True
            raise TakenOver


def line_of(message: Message) -> dict[str, object]:
    """Write what a person did as a line for the till; empty for anything else."""
    match message:
        case Key():
            return {"key": message.name}
        case Text():
            return {"text": message.text}
        case Pick():
            return {"pick": message.row}
        case UseReward():
            return {"use": message.row}
        case Scan():
            return {"scan": message.text}
        case _:
            return {}

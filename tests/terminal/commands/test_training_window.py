"""The counter goes into training and back behind one window; a till that starts is the real one."""

from __future__ import annotations

import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import pytest

from loyalty import number
from storage import folder
from storage.keys import FileKeyStore
from terminal.commands import counter, surroundings
from terminal.commands.cameras import Cameras
from terminal.demo import members
from terminal.till import training_shop
from terminal.till.effects import Effect, Show, ShowPad
from terminal.till.messages import DisplayLive, Key, Scan, Text
from terminal.till.screens_display import Welcome
from tests.terminal.commands.place import ROOT, environment, run

pytestmark = pytest.mark.slow
ANNA = number.make(training_shop.ISSUER, training_shop.GUESTS[0].digits)
PATIENCE_S = 90.0


class Hand:
    """Stands in for the window: it posts, and waits for what would be drawn."""

    def __init__(self, start: Callable[[Callable[[Effect], None]], counter.Engine]) -> None:
        self.drawn: SimpleQueue[Effect] = SimpleQueue()
        self.pad: object = None
        self.engine = start(self.drawn.put)

    def until(self, is_so: Callable[[Any], bool]) -> Any:
        ends_s = time.monotonic() + PATIENCE_S
        while time.monotonic() < ends_s:
            try:
                effect = self.drawn.get(timeout=1)
            except Empty:
                continue
            if isinstance(effect, ShowPad):
                self.pad = effect.pad
            if isinstance(effect, Show) and is_so(effect.screen):
                return effect.screen
        raise AssertionError("it was never drawn")

    def is_idle(self, *, training: bool) -> Any:
        return self.until(
            lambda screen: type(screen).__name__ == "Idle" and screen.frame.training == training
        )

    def welcomes(self, *, training: bool) -> None:
        """Wait until the member's screen shows the welcome, not what a till without one shows."""
        ends_s = time.monotonic() + PATIENCE_S
        while not (isinstance(self.pad, Welcome) and self.pad.training == training):
            assert time.monotonic() < ends_s, self.pad
            effect = self.drawn.get(timeout=PATIENCE_S)
            if isinstance(effect, ShowPad):
                self.pad = effect.pad

    def into(self, *, training: bool) -> None:
        self.engine.post(Key(name="F10"))
        self.engine.post(Text(text="t"))
        self.is_idle(training=training)


def test_there_and_back_and_a_start_in_between(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    made = folder.prepare(tmp_path / "shop", folder.DEMO)
    server = subprocess.Popen(
        [sys.executable, str(ROOT / "main.py"), "server"],
        env=environment(made.root),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    assert "pairing" in server.stdout.readline()
    around = surroundings.Surroundings(
        folder=made,
        store=FileKeyStore(made.keys),
        clock=surroundings.SystemClock(),
        randomness=secrets.token_bytes,
        language="en",
    )
    seen: list[str] = []

    def practise(start: Any, *_: object, **__: object) -> int:
        hand = Hand(start)
        # A window says once that members have a screen; every till behind it knows.
        hand.engine.post(DisplayLive(source="window", live=True))
        hand.is_idle(training=False)
        hand.into(training=True)
        hand.welcomes(training=True)
        hand.engine.post(Scan(text=ANNA, source="wedge", symbology="QRCode"))
        hand.engine.post(Text(text="450"))
        hand.engine.post(Key(name="Enter"))
        hand.until(
            lambda screen: screen.frame.strip is not None and screen.frame.strip.state == "saved"
        )
        hand.into(training=False)
        hand.welcomes(training=False)
        hand.into(training=True)
        seen.append("closed while training")
        hand.engine.stop()
        return 0

    def begin(start: Any, *_: object, **__: object) -> int:
        hand = Hand(start)
        seen.append("real" if not hand.is_idle(training=False).frame.training else "training")
        hand.engine.stop()
        return 0

    for window in (practise, begin):
        counter.run(
            around,
            cameras=lambda ready: Cameras("recorded", members.numbers(ready.issuer)),
            fill_demo=lambda *_: None,
            window=window,
        )
    assert seen == ["closed while training", "real"]
    kept = run(made.root, "ledger", "verify", "--json")
    server.send_signal(signal.SIGTERM)
    server.wait()
    server.stdout.close()
    assert '"events":0' in kept.stdout.replace(" ", "")
    # On a busy machine the recorded camera draws for longer than anybody waits for it.
    assert {record.name for record in caplog.records} <= {"scanner.camera"}

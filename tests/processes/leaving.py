"""`move out` in a process of its own that kills somebody at one step: `leaving.py PLACE JSON`."""

from __future__ import annotations

import itertools
import os
import signal
import sys
import threading
from typing import Any

import msgspec

from main import app
from sync import moving

ITSELF = 0


class Strike(msgspec.Struct, frozen=True, kw_only=True):
    """Who is killed (a process, or ITSELF) at which step, the how-manieth of its kind from 1.

    `moment` is `before` the step is sent, `during` (so many milliseconds after it was sent), or
    `after` its answer has come.
    """

    step: str
    number: int
    moment: str
    delay_ms: int
    victim: int

    def act(self) -> None:
        """Kill."""
        os.kill(self.victim or os.getpid(), signal.SIGKILL)


def arm(strike: Strike) -> None:
    """Let it happen in this process, whose own code knows nothing of it."""
    send, count = moving.Carrier.send, itertools.count(1)

    def send_and_strike(self: moving.Carrier, step: moving.Step, kind: Any) -> Any:
        if type(step).__name__.lower() != strike.step or next(count) != strike.number:
            return send(self, step, kind)
        if strike.moment == "before":
            strike.act()
        if strike.moment == "during":
            threading.Timer(strike.delay_ms / 1_000, strike.act).start()
        found = send(self, step, kind)
        if strike.moment == "after":
            strike.act()
        return found

    moving.Carrier.send = send_and_strike  # type: ignore[method-assign]


if __name__ == "__main__":
    arm(msgspec.json.decode(sys.argv[2], type=Strike))
    app(["move", "out", sys.argv[1]])

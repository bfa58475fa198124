"""Hashes PINs on a thread of its own: some 50 ms each, which the till's thread never waits for."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

from storage import pin_hash
from terminal.till.effects import HashPin
from terminal.till.messages import Message, PinHashed

JOBS_MAX = 16
STOP_S = 5.0
BUSY = "busy"
FAILED = "failed"


class PinWorker:
    """Takes one PIN after the other; each gets an answer, also one that could not be hashed."""

    def __init__(self, post: Callable[[Message], None]) -> None:
        """`post` hears the answers, on the worker's thread."""
        self._post = post
        self._jobs: queue.Queue[HashPin | None] = queue.Queue(JOBS_MAX)
        self._thread = threading.Thread(target=self._run, name="pins", daemon=True)

    def start(self) -> None:
        """Begin to take PINs."""
        self._thread.start()

    def put(self, effect: HashPin) -> None:
        """Take a PIN; answers at once when there is no room for it."""
        try:
            self._jobs.put_nowait(effect)
        except queue.Full:
            self._post(PinHashed(job=effect.job, problem=BUSY))

    def stop(self) -> None:
        """End after what was put before; returns when the thread has ended."""
        self._jobs.put(None)
        self._thread.join(STOP_S)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            self._post(answer(job))


def answer(effect: HashPin) -> PinHashed:
    """Hash one PIN, whatever comes: a machine without memory must not keep a sale waiting."""
    try:
        if effect.verifier is None:
            return PinHashed(job=effect.job, verifier=pin_hash.make(effect.keyed))
        fits = pin_hash.fits(effect.verifier, effect.keyed)
        verifier = pin_hash.make(effect.anew) if fits and effect.anew is not None else ""
        return PinHashed(job=effect.job, fits=fits, verifier=verifier)
    except Exception:  # noqa: BLE001 - whatever it was, the sale goes on and says so
        return PinHashed(job=effect.job, problem=FAILED)

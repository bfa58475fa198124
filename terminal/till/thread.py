"""The till's thread: a bounded inbox, one engine, and nobody else at the databases."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable

from terminal.till.effects import Effect
from terminal.till.messages import Message, Tick
from terminal.till.till import Till

INBOX_MAX = 256
TICK_S = 1.0
STOP_S = 10.0


class TillThread:
    """Runs a till on its own thread. Anybody may post; effects are performed on that thread."""

    def __init__(
        self,
        make: Callable[[], Till],
        perform: Callable[[Effect], None],
        *,
        finish: Callable[[], None] = lambda: None,
        failed: Callable[[BaseException], None],
        tick_s: float = TICK_S,
    ) -> None:
        """`make` opens the databases on the thread, `finish` closes them there.

        `failed` hears what ended the thread by an exception: an invariant that broke, or a fault
        of ours. Nothing is retried after that.
        """
        self._make = make
        self._perform = perform
        self._finish = finish
        self._failed = failed
        self._tick_s = tick_s
        self._inbox: queue.Queue[Message | None] = queue.Queue(INBOX_MAX)
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, name="till")

    def start(self) -> None:
        """Start the thread; the databases are opened on it."""
        self._thread.start()

    def wait_ready(self, timeout_s: float) -> bool:
        """Wait until the till has opened, or its thread has ended."""
        return self._ready.wait(timeout_s)

    def post(self, message: Message) -> bool:
        """Put a message into the inbox; False when it is full and the message was not taken."""
        try:
            self._inbox.put_nowait(message)
        except queue.Full:
            return False
        return True

    def stop(self) -> None:
        """End the thread after what was posted before; returns when it has ended."""
        if self._thread.ident is None:
            return
        while self._thread.is_alive():
            try:
                self._inbox.put(None, timeout=TICK_S)
                break
            except queue.Full:
                continue
        if threading.current_thread() is not self._thread:
            self._thread.join(STOP_S)

    def _run(self) -> None:
        try:
            self._work()
        except BaseException as error:  # noqa: BLE001 - the main thread decides what it means
            self._failed(error)
        finally:
            self._ready.set()
            self._finish()

    def _work(self) -> None:
        till = self._make()
        self._ready.set()
        self._do(till, Tick())
        due_s = time.monotonic() + self._tick_s
        while True:
            message = self._next(due_s)
            if message is None:
                return
            if isinstance(message, Tick):
                due_s = time.monotonic() + self._tick_s
            self._do(till, message)

    def _next(self, due_s: float) -> Message | None:
        """Give what was posted, or the tick when it is due: a busy inbox stops no time-out."""
        left_s = due_s - time.monotonic()
        if left_s <= 0:
            return Tick()
        try:
            return self._inbox.get(timeout=left_s)
        except queue.Empty:
            return Tick()

    def _do(self, till: Till, message: Message) -> None:
        for effect in till.handle(message):
            self._perform(effect)

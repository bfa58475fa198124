"""A real till on its own thread with a real API beside it, in the process of a test."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from terminal.register.service import RegisterService
from terminal.till.effects import Effect, Send
from terminal.till.messages import Answered, Message
from terminal.till.register_state import RegisterSetting
from terminal.till.register_told import (
    RegisterAnswered,
    RegisterEvent,
    RegisterRefused,
    RegisterRuns,
    RegisterSwitched,
    RunRegister,
)
from terminal.till.thread import TillThread
from terminal.till.till import Till
from tests.pocket import Pocket
from tests.stories.counter import Chance, Counter, Shopfront

WAIT_S = 20.0
TO_REGISTER = (RegisterAnswered, RegisterRefused, RegisterEvent, RunRegister)


class Linked:
    """The till, its API, and what a register's program does with it."""

    def __init__(self, folder: Path) -> None:
        self.store = Pocket()
        self.folder = folder / "files"
        self.runs: RegisterRuns | None = None
        self.failures: list[BaseException] = []
        self._where = folder / "shop"
        self._heard = threading.Condition()
        self._counter: Counter | None = None
        self.service = RegisterService(
            store=self.store, randomness=Chance("token"), post=self.post, own_folder=self.folder
        )
        self.thread = TillThread(
            self._open, self._perform, finish=self._close, failed=self.failures.append
        )

    def post(self, message: Message) -> None:
        """Post to the till, and note where the API listens."""
        self.thread.post(message)
        if isinstance(message, RegisterRuns):
            with self._heard:
                self.runs = message
                self._heard.notify_all()

    def switch(self, setting: RegisterSetting) -> RegisterRuns:
        """Turn the API on or off, and wait until it is."""
        self.runs = None
        self.thread.post(RegisterSwitched(setting=setting))
        return self.waited()

    def waited(self) -> RegisterRuns:
        """Wait until the service says how it runs."""
        with self._heard:
            assert self._heard.wait_for(lambda: self.runs is not None, WAIT_S)
        assert self.runs is not None
        return self.runs

    def ask(
        self, method: str, path: str, told: object = None, **headers: str
    ) -> tuple[int, dict[str, Any]]:
        """Ask over HTTP; `told` may be bytes as they are to be sent."""
        runs = self.waited()
        line = http.client.HTTPConnection(runs.address.removeprefix("http://"), timeout=WAIT_S)
        sent = {"authorization": f"Bearer {runs.token}", "content-type": "application/json"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        body = told if isinstance(told, bytes) else json.dumps(told).encode()
        try:
            line.request(method, path, body=None if told is None else body, headers=sent)
            answered = line.getresponse()
            return answered.status, json.loads(answered.read())
        finally:
            line.close()

    @contextmanager
    def listening(self) -> Iterator[Callable[[], tuple[str, dict[str, Any]]]]:
        """Listen to events; gives what reads the next one."""
        runs = self.waited()
        line = http.client.HTTPConnection(runs.address.removeprefix("http://"), timeout=WAIT_S)
        line.request("GET", "/v1/events", headers={"authorization": f"Bearer {runs.token}"})
        answered = line.getresponse()
        assert answered.getheader("content-type", "").startswith("text/event-stream")

        def following() -> tuple[str, dict[str, Any]]:
            kind = answered.readline().decode().removeprefix("event: ").strip()
            data = json.loads(answered.readline().decode().removeprefix("data: "))
            answered.readline()
            return kind, data

        try:
            yield following
        finally:
            answered.close()
            line.close()

    def _open(self) -> Till:
        self._counter = Counter(Shopfront(self._where))
        return self._counter.till

    def _perform(self, effect: Effect) -> None:
        counter = self._counter
        assert counter is not None
        if isinstance(effect, TO_REGISTER):
            self.service.put(effect)
        elif isinstance(effect, Send):
            reply = counter.shop.answer(counter.device, effect.request)
            self.thread.post(Answered(reply=reply))

    def _close(self) -> None:
        if self._counter is not None:
            self._counter.close()
            self._counter.shop.close()


@contextmanager
def linked(folder: Path) -> Iterator[Linked]:
    """Have a till with its API on a free port."""
    made = Linked(folder)
    made.service.start()
    made.thread.start()
    assert made.thread.wait_ready(WAIT_S)
    made.switch(RegisterSetting(is_on=True, port=0))
    try:
        yield made
    finally:
        made.service.stop()
        made.thread.stop()
        assert not made.failures

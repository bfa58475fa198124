"""The worker's thread: what the counter waits for goes first, and it always ends."""

import threading
from pathlib import Path

import pytest

from loyalty.errors import Outage, Refusal
from server.api import Api
from sync.exchange import Failed, Granted, Pulled, Pushed, Reply
from sync.transport import Answered, Sent
from sync.worker import WAITING_MAX, SyncWorker, failed
from tests.server.line import Wire, client_of, pull_of, push_of, wish_of
from tests.server.shop import ANNA, NOW_US, Till, open_books


class Gate:
    """A line on which the first request waits until the test lets it go."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self.reached, self.go = threading.Event(), threading.Event()

    def send(self, sent: Sent) -> Answered:
        self.reached.set()
        assert self.go.wait(5)
        return self._wire.send(sent)

    def close(self) -> None:
        """Nothing is kept open."""


def test_requests_are_performed_and_a_wish_overtakes(data_dir: Path) -> None:
    books = open_books(data_dir)
    till = Till(books)
    till.earn(ANNA, 100)
    gate = Gate(Wire(Api(books, lambda: NOW_US)))
    replies: list[Reply] = []
    three = threading.Event()

    def post(reply: Reply) -> None:
        replies.append(reply)
        if len(replies) == 3:
            three.set()

    worker = SyncWorker(client_of(till, gate, lambda: NOW_US), post)
    worker.start()
    assert worker.submit(push_of(till))
    assert gate.reached.wait(5)
    assert worker.submit(pull_of(till))
    assert worker.submit(wish_of(till, ANNA, 10))
    gate.go.set()
    assert three.wait(5)
    worker.stop()
    assert [type(reply) for reply in replies] == [Pushed, Granted, Pulled]
    books.close()


def test_a_line_that_is_down_is_told_and_the_thread_goes_on(data_dir: Path) -> None:
    books = open_books(data_dir)
    till = Till(books)

    class Down:
        def send(self, sent: Sent) -> Answered:
            raise Outage("line_down", "nobody there")

        def close(self) -> None:
            """Nothing is kept open."""

    replies: list[Reply] = []
    two = threading.Event()

    def post(reply: Reply) -> None:
        replies.append(reply)
        if len(replies) == 2:
            two.set()

    worker = SyncWorker(client_of(till, Down(), lambda: NOW_US), post)
    worker.start()
    worker.submit(pull_of(till))
    worker.submit(pull_of(till))
    assert two.wait(5)
    worker.stop()
    assert [reply.code for reply in replies if isinstance(reply, Failed)] == ["line_down"] * 2
    books.close()


def test_too_many_requests_are_not_taken_and_stop_drops_the_rest(data_dir: Path) -> None:
    books = open_books(data_dir)
    till = Till(books)
    gate = Gate(Wire(Api(books, lambda: NOW_US)))
    replies: list[Reply] = []
    worker = SyncWorker(client_of(till, gate, lambda: NOW_US), replies.append)
    taken = [worker.submit(pull_of(till)) for _ in range(WAITING_MAX + 5)]
    assert taken == [True] * WAITING_MAX + [False] * 5
    worker.start()
    assert gate.reached.wait(5)
    stopping = threading.Thread(target=worker.stop)
    stopping.start()
    while worker._waiting.queue[0][2] is not None:
        pass
    gate.go.set()
    stopping.join()
    assert len(replies) == 1
    books.close()


def test_a_worker_that_never_started_stops(data_dir: Path) -> None:
    books = open_books(data_dir)
    till = Till(books)
    wire = Wire(Api(books, lambda: NOW_US))
    SyncWorker(client_of(till, wire, lambda: NOW_US), lambda _reply: None).stop()
    books.close()


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (Refusal("conflict", expected=7), {"expected": 7}),
        (Refusal("clock", expected=7), {"server_time_us": 7}),
        (Outage("server_busy", retry_after_s=9), {"retry_after_s": 9}),
        (Refusal("body_broken", expected="text"), {}),
    ],
)
def test_errors_become_values(
    error: Refusal | Outage, expected: dict[str, int], data_dir: Path
) -> None:
    books = open_books(data_dir)
    told = failed(pull_of(Till(books)), error)
    assert told.code == error.code
    for name in ("expected", "server_time_us", "retry_after_s"):
        assert getattr(told, name) == expected.get(name)
    books.close()

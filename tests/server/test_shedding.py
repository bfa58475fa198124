"""A server that drowns tells who may ask again to come back, and still takes what tills hand in."""

from __future__ import annotations

import selectors
import socket
import threading
from contextlib import ExitStack
from pathlib import Path

import httpx2
import msgspec
import pytest

from server.app import WAITING_MAX
from server.books import Books
from sync.http import HttpTransport
from sync.wire import ErrorReply
from tests.server.line import client_of, push_of
from tests.server.running import serving, unhurried
from tests.server.shop import ANNA, NOW_US, Till, open_books

TOO_MANY = 6


def test_who_may_ask_again_is_sent_away_before_a_push_is(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books = open_books(data_dir)
    till = Till(books)
    till.earn(ANNA, 100)
    go_on = threading.Event()
    monkeypatch.setattr(Books, "check", lambda _books: go_on.wait(30))
    with serving(books, pace=unhurried()) as running, ExitStack() as stack:
        stack.callback(go_on.set)
        lines = [
            stack.enter_context(socket.create_connection(("127.0.0.1", running.port), timeout=10))
            for _ in range(WAITING_MAX // 2 + TOO_MANY)
        ]
        for line in lines:
            line.sendall(b"GET /ready HTTP/1.1\r\nHost: x\r\n\r\n")
        refused = first_answers(lines, TOO_MANY)
        for said in refused:
            head, _, body = said.partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 503 ")
            assert b"\r\nretry-after: 2" in head
            assert msgspec.json.decode(body, type=ErrorReply).error.code == "server_busy"
        alive = httpx2.get(f"{running.url}/health", trust_env=False)
        assert alive.json() == {"ok": True}, "every thread is taken, and the process lives"
        transport = HttpTransport(running.url)
        replies: list[int] = []
        pushing = threading.Thread(
            target=lambda: replies.append(
                client_of(till, transport, lambda: NOW_US).push(push_of(till)).acked_seq
            )
        )
        pushing.start()
        go_on.set()
        pushing.join()
        transport.close()
    assert replies == [1]
    assert books.verify().ok
    books.close()


def whole_answer(line: socket.socket) -> bytes:
    """Read an error to its end: head and body may come apart."""
    said = b""
    while not said.endswith(b"}}"):
        part = line.recv(65_536)
        assert part, said
        said += part
    return said


def first_answers(lines: list[socket.socket], count: int) -> list[bytes]:
    """Give the first answers that come over any of the lines."""
    found: list[bytes] = []
    with selectors.DefaultSelector() as selector:
        for line in lines:
            selector.register(line, selectors.EVENT_READ)
        while len(found) < count:
            ready = selector.select(20)
            assert ready, f"only {len(found)} of {count} answers came"
            for key, _ in ready:
                selector.unregister(key.fileobj)
                assert isinstance(key.fileobj, socket.socket)
                found.append(whole_answer(key.fileobj))
    return found

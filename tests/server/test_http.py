"""The line as it is in a shop: real HTTP on loopback, good requests among bad ones."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2
import msgspec
import pytest
import zstandard

from loyalty import event
from loyalty.errors import Outage, Refusal
from server.api import Api
from server.app import create_app
from server.books import Books
from server.serve import configured
from sync import pairing
from sync.client import Client, Paired, pair
from sync.exchange import Pull
from sync.http import HttpTransport
from sync.listening import listen
from sync.pairing import Pairing
from sync.sign import Signer
from sync.wire import BODY_MAX, ErrorReply, ServerCard
from tests.server.line import client_of, pull_of, push_of
from tests.server.shop import ANNA, NOW_US, Chance, Till, open_books


@dataclass(frozen=True)
class Running:
    """A server on a free port."""

    books: Books
    url: str
    port: int

    def pairing(self, code: str) -> Pairing:
        """Write the pairing string for a code."""
        name = pairing.fingerprint(self.books.signer.public)
        return Pairing(host="127.0.0.1", port=self.port, code=code, fingerprint=name)


@pytest.fixture
def running(shop_dir: Path) -> Iterator[Running]:
    """Run a server."""
    books = open_books(shop_dir)
    listener = listen("127.0.0.1", 0)
    server = configured(create_app(Api(books, lambda: NOW_US)))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])))
    thread.start()
    port = listener.getsockname()[1]
    yield Running(books=books, url=f"http://127.0.0.1:{port}", port=port)
    server.should_exit = True
    thread.join()
    verified = books.verify()
    books.close()
    assert verified.ok, verified.first_difference


@pytest.fixture
def transport(running: Running) -> Iterator[HttpTransport]:
    """Give a connection to the server."""
    opened = HttpTransport(running.url)
    yield opened
    opened.close()


def join(running: Running, transport: HttpTransport, typed: Pairing, name: str) -> Paired:
    chance = Chance(name)
    return pair(
        transport,
        typed,
        signer=Signer(chance(32)),
        sealing_private=chance(32),
        name=name,
        randomness=chance,
    )


def error_code(response: httpx2.Response) -> str:
    return msgspec.json.decode(response.content, type=ErrorReply).error.code


def test_a_till_joins_and_speaks(running: Running, transport: HttpTransport) -> None:
    typed = running.pairing(running.books.make_code(NOW_US))
    paired = join(running, transport, typed, "join")
    assert len(bytes.fromhex(paired.secrets.tenant_key)) == 32
    client = Client(
        transport=transport,
        identity=paired.identity,
        signer=Signer(Chance("join")(32)),
        now_us=lambda: NOW_US,
        randomness=Chance("nonces"),
    )
    head = event.genesis(paired.identity.device, 1).hex()
    assert client.pull(Pull(cursor="", epoch=1, seq=0, head=head)).own.seq == 0
    assert client.health()


def test_a_wrong_code_is_refused(running: Running, transport: HttpTransport) -> None:
    with pytest.raises(Refusal) as caught:
        join(running, transport, running.pairing("0000000000"), "wrong")
    assert caught.value.code == "pairing_code"


def test_another_server_is_found_out_before_the_code_is_used(
    running: Running, transport: HttpTransport
) -> None:
    typed = Pairing(
        host="127.0.0.1",
        port=running.port,
        code=running.books.make_code(NOW_US),
        fingerprint=pairing.fingerprint(bytes(32)),
    )
    with pytest.raises(Refusal) as caught:
        join(running, transport, typed, "elsewhere")
    assert caught.value.code == "other_server"


def test_a_large_push_travels_compressed(running: Running, transport: HttpTransport) -> None:
    till = Till(running.books, "large")
    for _ in range(300):
        till.earn(ANNA, 1)
    client = client_of(till, transport, lambda: NOW_US)
    assert client.push(push_of(till)).acked_seq == 300
    assert client.pull(pull_of(till)).own.seq == 300


def test_a_body_that_is_too_large_is_refused(running: Running) -> None:
    def drip() -> Iterator[bytes]:
        for _ in range(BODY_MAX // 65_536 + 1):
            yield bytes(65_536)

    for content in (drip(), bytes(BODY_MAX + 1)):
        with httpx2.Client(trust_env=False) as client:
            response = client.post(f"{running.url}/v1/pair", content=content)
        assert (response.status_code, error_code(response)) == (413, "body_too_large")


def test_a_bomb_is_refused(running: Running) -> None:
    bomb = zstandard.ZstdCompressor().compress(bytes(64 << 20))
    headers = {"content-encoding": "zstd"}
    response = httpx2.post(f"{running.url}/v1/pair", content=bomb, headers=headers, trust_env=False)
    assert (response.status_code, error_code(response)) == (413, "body_too_large")


@pytest.mark.parametrize(
    "said",
    [
        b"POST /v1/push HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nshort",
        b"POST /v1/push HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffff\r\nab",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET",
    ],
    ids=["cut", "cut-chunk", "tls", "word"],
)
def test_a_request_that_breaks_off_harms_nobody(
    running: Running, transport: HttpTransport, said: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_connection(("127.0.0.1", running.port), timeout=5) as rude:
        rude.sendall(said)
    till = Till(running.books, f"beside {said!r}")
    till.earn(ANNA, 1)
    client = client_of(till, transport, lambda: NOW_US)
    assert client.push(push_of(till)).acked_seq == 1
    assert "Traceback" not in caplog.text


def test_many_tills_at_once(running: Running) -> None:
    tills = [Till(running.books, f"crowd {number}") for number in range(6)]
    failures: list[BaseException] = []

    def work(till: Till) -> None:
        transport = HttpTransport(running.url)
        client = client_of(till, transport, lambda: NOW_US)
        try:
            for _ in range(4):
                till.earn(ANNA, 1)
                till.acked = client.push(push_of(till)).acked_seq
        except BaseException as error:  # noqa: BLE001 - told to the test
            failures.append(error)
        finally:
            transport.close()

    threads = [threading.Thread(target=work, args=(till,)) for till in tills]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert [till.acked for till in tills] == [4] * 6


def test_the_card_says_who_the_server_is(running: Running) -> None:
    response = httpx2.get(f"{running.url}/v1/pair", trust_env=False)
    card = msgspec.json.decode(response.content, type=ServerCard)
    assert card.public_key == running.books.signer.public.hex()


class Impostor:
    """Something that listens where a server should be."""

    def __init__(self, answer: bytes) -> None:
        self._listener = listen("127.0.0.1", 0)
        self.port = self._listener.getsockname()[1]
        self._answer = answer
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        connection, _ = self._listener.accept()
        with connection:
            if self._answer:
                connection.recv(65_536)
                connection.sendall(self._answer)
            self._done.wait(5)

    def close(self) -> None:
        """Hang up."""
        self._done.set()
        self._thread.join()
        self._listener.close()


NONSENSE = b"nonsense\r\n\r\n"
PORTAL = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\nhello"
GATEWAY = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 17\r\nContent-Length: 4\r\n\r\nbusy"


@pytest.mark.parametrize(
    ("answer", "code", "retry_after_s"),
    [
        (PORTAL, "line_down", None),
        (GATEWAY, "server_busy", 17),
        (NONSENSE, "line_down", None),
    ],
)
def test_whoever_else_answers_is_not_believed(
    data_dir: Path, answer: bytes, code: str, retry_after_s: int | None
) -> None:
    impostor = Impostor(answer)
    books = open_books(data_dir)
    till = Till(books)
    transport = HttpTransport(f"http://127.0.0.1:{impostor.port}")
    client = client_of(till, transport, lambda: NOW_US)
    with pytest.raises(Outage) as caught:
        client.pull(pull_of(till))
    assert caught.value.code == code
    assert caught.value.details.get("retry_after_s") == retry_after_s
    transport.close()
    impostor.close()
    books.close()


def test_a_server_that_never_answers_is_left_after_its_time(data_dir: Path) -> None:
    impostor = Impostor(b"")
    books = open_books(data_dir)
    till = Till(books)
    transport = HttpTransport(f"http://127.0.0.1:{impostor.port}")
    client = client_of(till, transport, lambda: NOW_US)
    assert not client.health()
    transport.close()
    impostor.close()
    books.close()


def test_nobody_there_is_a_line_that_is_down(data_dir: Path) -> None:
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
    books = open_books(data_dir)
    till = Till(books)
    transport = HttpTransport(f"http://127.0.0.1:{port}")
    with pytest.raises(Outage) as caught:
        client_of(till, transport, lambda: NOW_US).pull(pull_of(till))
    assert caught.value.code == "line_down"
    transport.close()
    books.close()

"""TLS as in a shop: real servers on loopback, the right one, a wrong one, and one in between."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from loyalty import event
from loyalty.errors import Outage, Refusal
from server.api import Api
from server.app import create_app
from server.books import Books
from server.outside import Outside
from server.serve import configured, run
from sync import certificates, pairing
from sync.client import Client, Paired, meet, pair
from sync.exchange import Pull
from sync.http import HttpTransport
from sync.listening import listen
from sync.pairing import Pairing
from sync.shown import Files, Shown, from_files, own
from sync.sign import Signer
from sync.transport import Sent
from tests.server.shop import NOW_US, Chance, open_books

OWN_SEED = bytes(range(32))
WRONG_SEED = bytes(reversed(range(32)))
DAY_US = 24 * 3_600 * 1_000_000
HOSTS = ("127.0.0.1", "till.example.org")


@contextmanager
def serving(books: Books, shown: Shown, port: int = 0) -> Iterator[int]:
    """Run a server over TLS; gives its port."""
    listener = listen("127.0.0.1", port)
    server = configured(create_app(Api(books, lambda: NOW_US)), shown)
    thread = threading.Thread(
        target=lambda: asyncio.run(run(server, listener, nullcontext(), lambda: None, shown))
    )
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


def shown_by(seed: bytes, folder: Path, now_us: int = NOW_US) -> Shown:
    folder.mkdir(exist_ok=True)
    return Shown(own(seed, folder, HOSTS, lambda: now_us))


@pytest.fixture
def books(shop_dir: Path) -> Iterator[Books]:
    """Open the books of a shop; its identity is what signs certificates here."""
    opened = open_books(shop_dir)
    yield opened
    opened.close()


@pytest.fixture
def seed(books: Books) -> bytes:
    """Give the seed of the shop's identity."""
    return books._secrets.signing_seed


def typed(books: Books, port: int) -> Pairing:
    name = pairing.fingerprint(books.signer.public)
    return Pairing(host="127.0.0.1", port=port, code=books.make_code(NOW_US), fingerprint=name)


def joined(books: Books, port: int, transport: HttpTransport, name: str) -> Paired:
    chance = Chance(name)
    return pair(
        transport,
        typed(books, port),
        signer=Signer(chance(32)),
        sealing_private=chance(32),
        name=name,
        randomness=chance,
    )


def client_of(paired: Paired, transport: HttpTransport, name: str) -> Client:
    return Client(
        transport=transport,
        identity=paired.identity,
        signer=Signer(Chance(name)(32)),
        now_us=lambda: NOW_US,
        randomness=Chance(f"{name} nonces"),
    )


def pulled(paired: Paired, transport: HttpTransport, name: str) -> int:
    head = event.genesis(paired.identity.device, 1).hex()
    client = client_of(paired, transport, name)
    return client.pull(Pull(cursor="", epoch=1, seq=0, head=head)).own.seq


def test_a_till_meets_pins_and_speaks(books: Books, seed: bytes, data_dir: Path) -> None:
    with serving(books, shown_by(seed, data_dir / "own")) as port:
        url = f"https://127.0.0.1:{port}"
        stranger = HttpTransport(url, is_stranger=True)
        card, _ = meet(stranger, typed(books, port), Chance("meet"))
        stranger.close()
        transport = HttpTransport(url, bytes.fromhex(card.public_key))
        paired = joined(books, port, transport, "tls")
        assert pulled(paired, transport, "tls") == 0
        transport.close()


def test_another_leaf_of_the_same_identity_is_no_other_server(
    books: Books, seed: bytes, data_dir: Path
) -> None:
    with serving(books, shown_by(seed, data_dir / "own")) as port:
        transport = HttpTransport(f"https://127.0.0.1:{port}", books.signer.public)
        paired = joined(books, port, transport, "leaf")
    first = (data_dir / "own" / "leaf.pem").read_bytes()
    with serving(books, shown_by(seed, data_dir / "new"), port):
        assert (data_dir / "new" / "leaf.pem").read_bytes() != first
        assert pulled(paired, transport, "leaf") == 0
    transport.close()


def test_another_identity_is_refused_before_anything_is_said(books: Books, data_dir: Path) -> None:
    heard: list[bytes] = []
    with wrong_server(shown_by(WRONG_SEED, data_dir / "wrong").context, heard.append) as port:
        transport = HttpTransport(f"https://127.0.0.1:{port}", books.signer.public)
        with pytest.raises(Outage) as caught:
            joined(books, port, transport, "refused")
        transport.close()
    assert caught.value.code == "other_server"
    assert "another server" in caught.value.message
    assert heard == []


def test_somebody_in_between_hears_no_code(books: Books, seed: bytes, data_dir: Path) -> None:
    """They relay the server's own card over their own TLS: the fingerprint fits, the pin fails."""
    with serving(books, shown_by(seed, data_dir / "own")) as real:
        card = httpx2.Client(verify=False, trust_env=False)
        heard: list[bytes] = []

        def relay(said: bytes) -> bytes:
            heard.append(said)
            nonce = next(
                line.partition(b": ")[2]
                for line in said.split(b"\r\n")
                if b"regulars-nonce" in line
            )
            answer = card.get(
                f"https://127.0.0.1:{real}/v1/pair", headers={"regulars-nonce": nonce.decode()}
            )
            signature = answer.headers["regulars-signature"]
            head = (
                f"HTTP/1.1 200 OK\r\nregulars-signature: {signature}\r\n"
                f"content-length: {len(answer.content)}\r\n\r\n"
            )
            return head.encode() + answer.content

        with wrong_server(shown_by(WRONG_SEED, data_dir / "mitm").context, relay) as port:
            url = f"https://127.0.0.1:{port}"
            stranger = HttpTransport(url, is_stranger=True)
            met, _ = meet(stranger, typed(books, port), Chance("meet"))
            stranger.close()
            transport = HttpTransport(url, bytes.fromhex(met.public_key))
            with pytest.raises(Outage) as caught:
                joined(books, port, transport, "between")
            transport.close()
        card.close()
    assert caught.value.code == "other_server"
    assert [said.split(b" ")[0] for said in heard] == [b"GET"]


def test_a_server_with_another_fingerprint_is_known_before_the_code(
    books: Books, seed: bytes, data_dir: Path
) -> None:
    with serving(books, shown_by(seed, data_dir / "own")) as port:
        stranger = HttpTransport(f"https://127.0.0.1:{port}", is_stranger=True)
        named = replace(typed(books, port), fingerprint=pairing.fingerprint(bytes(32)))
        with pytest.raises(Refusal) as caught:
            meet(stranger, named, Chance("meet"))
        stranger.close()
    assert caught.value.code == "other_server"


def test_plain_http_gets_no_answer_where_other_machines_come(
    books: Books, seed: bytes, data_dir: Path
) -> None:
    with serving(books, shown_by(seed, data_dir / "own")) as port:
        with pytest.raises(httpx2.HTTPError):
            httpx2.get(f"http://127.0.0.1:{port}/health", trust_env=False)
        with socket.create_connection(("127.0.0.1", port), timeout=5) as plain:
            plain.sendall(b"GET /health HTTP/1.1\r\nhost: x\r\n\r\n")
            assert not plain.recv(4096).startswith(b"HTTP")


def test_connections_are_kept_over_requests(books: Books, seed: bytes, data_dir: Path) -> None:
    shown = shown_by(seed, data_dir / "own")
    with serving(books, shown) as port:
        transport = HttpTransport(f"https://127.0.0.1:{port}", books.signer.public)
        paired = joined(books, port, transport, "kept")
        client = client_of(paired, transport, "kept")
        head = event.genesis(paired.identity.device, 1).hex()
        for _ in range(5):
            assert client.pull(Pull(cursor="", epoch=1, seq=0, head=head)).own.seq == 0
        # One handshake for all of them: OpenSSL counts what this context has accepted.
        assert shown.context.session_stats()["accept_good"] == 1
        transport.close()


def test_a_handshake_that_never_ends_keeps_nobody_waiting(
    books: Books, seed: bytes, data_dir: Path
) -> None:
    with serving(books, shown_by(seed, data_dir / "own")) as port:
        slow = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(20)]
        for one in slow:
            one.sendall(b"\x16\x03\x01\x02")  # a handshake record begins, and never goes on
        transport = HttpTransport(f"https://127.0.0.1:{port}", books.signer.public)
        assert pulled(joined(books, port, transport, "quick"), transport, "quick") == 0
        transport.close()
        for one in slow:
            one.close()


def test_a_leaf_is_kept_and_made_anew_in_time(data_dir: Path) -> None:
    now = [NOW_US]
    folder = data_dir / "leaf"
    folder.mkdir()
    shown = Shown(own(OWN_SEED, folder, HOSTS, lambda: now[0]))
    first = (folder / "leaf.pem").read_bytes()
    assert (folder / "leaf.pem").stat().st_mode & 0o077 == 0
    assert shown.renew() is None
    assert shown_by(OWN_SEED, folder).context is not shown.context
    assert (folder / "leaf.pem").read_bytes() == first
    now[0] += (certificates.LIFE_DAYS - certificates.RENEW_DAYS + 1) * DAY_US
    assert shown.renew() is None
    second = (folder / "leaf.pem").read_bytes()
    assert second != first
    shown_by(WRONG_SEED, folder, now[0])
    assert (folder / "leaf.pem").read_bytes() != second, "another identity takes no leaf over"


def test_a_public_certificate_is_believed_for_its_name_only(
    books: Books, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An authority of this test stands in the system's store; the till has the identity's pin."""
    authority = Signer(WRONG_SEED).public
    (data_dir / "authority.pem").write_bytes(certificates.anchor(authority))
    monkeypatch.setenv("SSL_CERT_FILE", str(data_dir / "authority.pem"))
    for name, expected in (("127.0.0.1", "200"), ("other.example.org", "other_server")):
        made = certificates.leaf(WRONG_SEED, [name], NOW_US)
        (data_dir / "c.pem").write_bytes(made.certificate)
        (data_dir / "k.pem").write_bytes(made.private_key)
        files = Files(certificate=data_dir / "c.pem", key=data_dir / "k.pem")
        with serving(books, Shown(from_files(files))) as port:
            transport = HttpTransport(f"https://127.0.0.1:{port}", books.signer.public)
            sent = Sent(method="GET", path="/health", timeout_ms=2_000)
            try:
                found = str(transport.send(sent).status)
            except Outage as error:
                found = error.code
            transport.close()
        assert found == expected


def test_a_public_certificate_is_read_again_when_its_file_changes(data_dir: Path) -> None:
    files = Files(certificate=data_dir / "c.pem", key=data_dir / "k.pem")
    with pytest.raises(Refusal) as caught:
        Shown(from_files(files))
    assert caught.value.code == "certificate_file"
    made = certificates.leaf(OWN_SEED, HOSTS, NOW_US)
    files.certificate.write_bytes(made.certificate)
    files.key.write_bytes(made.private_key)
    shown = Shown(from_files(files))
    files.certificate.write_bytes(b"half of a file")
    error = shown.renew()
    assert error is not None
    assert error.code == "certificate_file"
    again = certificates.leaf(OWN_SEED, HOSTS, NOW_US)
    files.certificate.write_bytes(again.certificate)
    files.key.write_bytes(again.private_key)
    assert shown.renew() is None


def test_a_clock_that_is_years_off_keeps_no_till_from_its_server(
    books: Books, seed: bytes, data_dir: Path
) -> None:
    shown = shown_by(seed, data_dir / "past", NOW_US - 3_000 * DAY_US)
    with serving(books, shown) as port:
        transport = HttpTransport(f"https://127.0.0.1:{port}", books.signer.public)
        assert pulled(joined(books, port, transport, "late"), transport, "late") == 0
        transport.close()


def test_what_is_said_and_where_it_listens(data_dir: Path) -> None:
    assert Outside().url(80) == "http://127.0.0.1:80"
    assert not Outside().is_open
    assert Outside(host="0.0.0.0").url(80) == "https://127.0.0.1:80"  # noqa: S104
    assert Outside(host="10.0.0.5").url(80) == "https://10.0.0.5:80"
    assert Outside(host="10.0.0.5").spoken() == "10.0.0.5"
    assert Outside(host="fd00::5").spoken() == "[fd00::5]"
    made = certificates.leaf(OWN_SEED, ["10.0.0.5", "loyal.example.org"], NOW_US)
    path = data_dir / "named.pem"
    path.write_bytes(made.certificate)
    files = Files(certificate=path, key=path)
    assert Outside(host="0.0.0.0", files=files).spoken() == "loyal.example.org"  # noqa: S104
    assert Outside(host="0.0.0.0", name="till.local").spoken() == "till.local"  # noqa: S104


@contextmanager
def wrong_server(context: ssl.SSLContext, answer: Callable[[bytes], bytes | None]) -> Iterator[int]:
    """Listen with somebody else's certificate; `answer` gets what a till says after it."""
    listener = listen("127.0.0.1", 0)
    listener.settimeout(0.05)
    ended = threading.Event()

    def hear() -> None:
        while not ended.is_set():
            try:
                plain, _ = listener.accept()
            except TimeoutError:
                continue
            with plain:
                plain.settimeout(2)
                try:
                    with context.wrap_socket(plain, server_side=True) as secure:
                        said = secure.recv(65_536)
                        if said:
                            secure.sendall(answer(said) or b"")
                except OSError:
                    continue

    thread = threading.Thread(target=hear)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        ended.set()
        thread.join()
        listener.close()

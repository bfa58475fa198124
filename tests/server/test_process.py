"""A server that is killed at any moment keeps what it acknowledged, once."""

import json
import secrets
import signal
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from loyalty.errors import Outage
from server.books import Books
from server.boot import Shop, open_books, verify_books
from server.serve import Place, serve
from storage.keys import FileKeyStore
from storage.records import Verification
from storage.server.database import open_sqlite
from sync import pairing
from sync.client import Client, pair
from sync.exchange import Push
from sync.http import HttpTransport
from sync.pairing import parse
from sync.sign import Signer
from tests.server.shop import ANNA, Chain

ROOT = Path(__file__).parents[2]


class Process:
    """A running server."""

    def __init__(self, folder: Path, port: int = 0, database: str = "") -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.server.process", str(folder), str(port), database],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        self.ready = json.loads(line) if line else {}

    @property
    def port(self) -> int:
        """Give the port of the ready line."""
        return parse(self.ready["pairing"]).port

    def end(self, how: signal.Signals) -> tuple[int, str]:
        """Send a signal and wait; give the exit code and what was said on the way."""
        self._process.send_signal(how)
        return self.wait()

    def signal(self, how: signal.Signals) -> None:
        """Send a signal and go on."""
        self._process.send_signal(how)

    def kill(self) -> None:
        """Kill it at once."""
        self._process.kill()

    def wait(self) -> tuple[int, str]:
        """Wait for the end."""
        _, said = self._process.communicate(timeout=30)
        return self._process.returncode, said


def real_now_us() -> int:
    return time.time_ns() // 1_000


def connect(process: Process) -> tuple[Chain, Client]:
    """Let a till in over the line."""
    signer = Signer(secrets.token_bytes(32))
    transport = HttpTransport(process.ready["url"])
    paired = pair(
        transport,
        parse(process.ready["pairing"]),
        signer=signer,
        sealing_private=secrets.token_bytes(32),
        name="T",
        randomness=secrets.token_bytes,
    )
    till = Chain(paired.identity.device, signer, secrets.token_bytes)
    client = Client(
        transport=transport,
        identity=paired.identity,
        signer=signer,
        now_us=real_now_us,
        randomness=secrets.token_bytes,
    )
    return till, client


def reopened(folder: Path) -> Books:
    """Open the books of a server that has ended."""
    return open_books(
        folder,
        FileKeyStore(folder / "keys"),
        Shop(issuer="0000", zone="UTC"),
        now_us=real_now_us(),
        randomness=secrets.token_bytes,
    )


def serve_here(folder: Path, port: int = 0) -> None:
    """Try to serve in this process, where a server that begins would end the test."""
    serve(
        Place(folder=folder, store=FileKeyStore(folder / "keys"), port=port),
        Shop(issuer="0000", zone="UTC"),
        now_us=real_now_us,
        randomness=secrets.token_bytes,
        say=pytest.fail,
    )


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_says_one_line_and_ends_politely(data_dir: Path, how: signal.Signals) -> None:
    process = Process(data_dir)
    assert set(process.ready) == {"url", "tenant", "pairing", "console"}
    assert process.ready["url"] == f"http://127.0.0.1:{process.port}"
    assert process.end(how) == (0, "")
    books = reopened(data_dir)
    card = books.card(0)
    assert card.tenant == process.ready["tenant"]
    fingerprint = pairing.fingerprint(bytes.fromhex(card.public_key))
    assert fingerprint == parse(process.ready["pairing"]).fingerprint
    books.close()


def test_a_folder_and_a_port_have_one_server(data_dir: Path) -> None:
    first = Process(data_dir)
    with pytest.raises(Outage) as caught:
        serve_here(data_dir)
    assert caught.value.code == "already_open"
    elsewhere = data_dir / "elsewhere"
    elsewhere.mkdir()
    with pytest.raises(Outage) as caught:
        serve_here(elsewhere, first.port)
    assert caught.value.code == "port_in_use"
    assert str(first.port) in caught.value.message
    first.end(signal.SIGTERM)


@pytest.mark.slow
def test_a_server_that_is_killed_again_and_again_loses_and_doubles_nothing(
    data_dir: Path,
) -> None:
    process = Process(data_dir)
    port = process.port
    till, client = connect(process)
    acked = 0
    stop_at = time.monotonic() + 25
    kills = 0
    while time.monotonic() < stop_at:
        wait_s = 0.02 + secrets.randbelow(300) / 1_000
        killer = threading.Timer(wait_s, process.kill)
        killer.start()
        while True:
            for _ in range(1 + secrets.randbelow(20)):
                till.earn(ANNA, 1)
            try:
                acked = client.push(Push(request=till.batch())).acked_seq
            except Outage:
                break
            till.acked = acked
        killer.join()
        process.wait()
        kills += 1
        process = Process(data_dir, port)
    till.acked = client.push(Push(request=till.batch())).acked_seq
    assert till.acked == len(till.chain)
    assert process.end(signal.SIGTERM)[0] == 0
    client.close()
    books = reopened(data_dir)
    verified = books.verify()
    assert verified.ok, verified.first_difference
    assert books.balances() == {(ANNA, "points"): len(till.chain)}
    assert kills >= 3
    books.close()


def test_a_kill_between_two_pushes_loses_nothing(data_dir: Path) -> None:
    process = Process(data_dir)
    till, client = connect(process)
    till.earn(ANNA, 5)
    till.acked = client.push(Push(request=till.batch())).acked_seq
    process.end(signal.SIGKILL)
    till.earn(ANNA, 6)
    with pytest.raises(Outage) as caught:
        client.push(Push(request=till.batch()))
    assert caught.value.code == "line_down"
    process = Process(data_dir, process.port)
    reply = client.push(Push(request=till.batch(first=1)))
    assert [outcome.outcome for outcome in reply.outcomes] == ["exists", "created"]
    client.close()
    process.end(signal.SIGTERM)


def test_books_are_verified_beside_the_running_server(data_dir: Path) -> None:
    store = FileKeyStore(data_dir / "keys")
    with pytest.raises(Outage, match="no server has kept"):
        verify_books(data_dir, store)
    assert not list(data_dir.glob("*.db"))
    process = Process(data_dir)
    till, client = connect(process)
    till.earn(ANNA, 60)
    client.push(Push(request=till.batch()))
    till.acked = 1
    found = verify_books(data_dir, store)
    assert (found.ok, found.checked["balances"]) == (True, 1)
    till.earn(ANNA, 5)
    assert client.push(Push(request=till.batch())).acked_seq == 2, "the server goes on"
    client.close()
    process.end(signal.SIGTERM)
    key = store.get("server-database")
    assert key is not None
    database = open_sqlite(data_dir / "server.db", key)
    with closing(database), database.write() as connection:
        connection.execute(text("UPDATE balances SET balance = 66"))
    assert_differs(verify_books(data_dir, store))


def assert_differs(found: Verification) -> None:
    """Expect that somebody changed a balance, and nothing before it."""
    assert not found.ok
    assert (found.first_difference or "").startswith(f"points of account {ANNA}: ")

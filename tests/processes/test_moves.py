"""A shop moves from one real server to another, whoever is killed on the way; its tills follow."""

from __future__ import annotations

import json
import random
import secrets
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import msgspec
import pytest

from storage.server import whole
from sync.client import Client, pair
from sync.discovery import own_address
from sync.exchange import Push
from sync.http import HttpTransport, is_loopback
from sync.pairing import parse
from sync.sign import Signer
from tests.postgres import Cluster
from tests.processes.leaving import ITSELF, Strike
from tests.processes.server import Server, read_books
from tests.processes.shift import Shift
from tests.processes.taker import Taker
from tests.processes.test_kills import settle
from tests.processes.till import Till, points
from tests.server.shop import Chain
from tests.server.test_moving import opened
from tests.terminal.commands.place import ROOT, environment, run

pytestmark = pytest.mark.slow
EARNED = 1_200
"""Each makes two events, more than two pages in all, so that a kill can come between them."""
PUSHED = 250
STEPS = ("begin", "rows", "rows", "clear", "people", "secrets", "compare", "serve")
ROWS_MAX = 12
MOMENTS = ("before", "during", "after")
DELAY_MAX_MS = 40
DONE, REFUSED, LINE_DOWN = 0, 2, 3
PAIRS = {"sqlite-postgres": (0, 1), "postgres-postgres": (1, 1), "postgres-sqlite": (1, 0)}


@pytest.fixture(
    params=["sqlite-sqlite", *(pytest.param(p, marks=pytest.mark.postgres) for p in PAIRS)]
)
def pair_of(request: pytest.FixtureRequest) -> Iterator[tuple[str, str]]:
    """Give the addresses of the old and the new books; none for a file of the folder."""
    wanted = PAIRS.get(request.param, (0, 0))
    urls = ["", ""]
    if any(wanted):
        cluster: Cluster = request.getfixturevalue("postgres")
        for number, is_postgres in enumerate(wanted):
            urls[number] = cluster.empty(f"move_{number}") if is_postgres else ""
    yield urls[0], urls[1]
    for url in filter(None, urls):
        cluster.drop(url)


def test_whoever_dies_nothing_is_lost_or_doubled(
    data_dir: Path,
    pair_of: tuple[str, str],
    pytestconfig: pytest.Config,
    said_at_the_end: list[str],
) -> None:
    seed = pytestconfig.getoption("--processes-seed") or str(time.time_ns() % 10**6)
    chance, (old_url, new_url) = random.Random(seed), pair_of
    names = "->".join("postgres" if url else "sqlite" for url in pair_of)
    said_at_the_end.append(f"move, seed {seed}, {names}: began")
    with ExitStack() as stack:
        old = Server(data_dir / "old", old_url)
        stack.callback(old.end)
        known = fill(old)
        till = Till(data_dir / "till", old.pairing(old.port))
        stack.callback(till.end)
        taker = Taker(data_dir / "new", *(("--database", new_url) if new_url else ()))
        stack.callback(taker.end)
        shift = Shift(till, seed, kills=0.0)
        died: Counter[str] = Counter()
        try:
            for step in STEPS:
                died += strike(data_dir / "old", taker, step, chance)
            gone = leave(data_dir / "old", taker.place)
        finally:
            shift.stop()
        till.drain()  # over the old server, which says where the books are
        assert old.close() == DONE
        settle([till])
        assert taker.close() == DONE
    made = [one.id for one in till.made()]
    kept = read_books(data_dir / "new", new_url)
    said_at_the_end[-1] = (
        f"move, seed {seed}, {names}: {gone['events']} events moved, {len(made)} of a till that"
        f" sold on, {sum(died.values())} kills ({dict(died)})"
    )
    assert sum(died.values()) >= 6
    assert Counter([*made, *known]) == kept.ids
    assert set(kept.ids.values()) == {1}
    assert points(till.made()) + EARNED == kept.points
    assert_was(data_dir / "old", old_url, gone)


def strike(old: Path, taker: Taker, step: str, chance: random.Random) -> Counter[str]:
    """Move, and kill one end or the other at a step; gives who died."""
    victim = chance.choice(["old", "new"])
    blow = Strike(
        step=step,
        number=chance.randint(1, ROWS_MAX) if step == "rows" else 1,
        moment=chance.choice(MOMENTS),
        delay_ms=chance.randint(0, DELAY_MAX_MS),
        victim=ITSELF if victim == "old" else taker.pid,
    )
    said = [taker.place, msgspec.json.encode(blow).decode()]
    done = subprocess.run(
        [sys.executable, "-m", "tests.processes.leaving", *said],
        cwd=ROOT,
        env=environment(old),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    told = f"{blow}: {done.stdout}{done.stderr}"
    if victim == "old":
        # The last answer may have come before the blow: then the move is through.
        assert done.returncode in (-signal.SIGKILL, DONE), told
        return Counter([victim] if done.returncode else [])
    assert done.returncode in (LINE_DOWN, DONE), told
    taker.was_killed()
    return Counter([victim])


def leave(old: Path, place: str) -> dict[str, object]:
    """Move without any harm; gives what the command says."""
    done = run(old, "move", "out", place, "--json")
    assert done.returncode == DONE, done.stdout + done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def fill(server: Server) -> list[str]:
    """Let a till that nobody works at give points, one each; gives the ids of its events."""
    url, signer = f"http://127.0.0.1:{server.port}", Signer(secrets.token_bytes(32))
    with closing(HttpTransport(url)) as transport:
        paired = pair(
            transport,
            parse(server.pairing(server.port)),
            signer=signer,
            sealing_private=secrets.token_bytes(32),
            name="quiet",
            randomness=secrets.token_bytes,
        )
        client = Client(
            transport=transport,
            identity=paired.identity,
            signer=signer,
            now_us=lambda: time.time_ns() // 1_000,
            randomness=secrets.token_bytes,
        )
        till = Chain(paired.identity.device, signer, secrets.token_bytes)
        lots = [till.earn(f"{number % 60:032x}", 1) for number in range(EARNED)]
        for last in range(PUSHED, EARNED + PUSHED, PUSHED):
            batch = till.batch(last=min(last, EARNED))
            till.acked = client.push(Push(request=batch)).acked_seq
        assert till.acked == EARNED
        return [lot.partition("~")[0] for lot in lots]


def assert_was(old: Path, url: str, gone: dict[str, object]) -> None:
    """Rebuild the old books too: they come to what was said when they left."""
    with closing(opened(old / "server", url)) as books:
        verified = books.verify()
        assert verified.ok, verified.first_difference
        room = books.copy_room()
        with room.database.read() as connection:
            totals = whole.totals(connection, room.tenant)
    assert totals.rows["events"] == gone["events"]
    assert totals.rows["members"] == gone["members"]
    assert totals.balances == gone["balances"]


@pytest.mark.parametrize("is_open", [False, True], ids=["loopback", "tls"])
def test_the_till_of_a_shop_of_one_follows_its_books(data_dir: Path, *, is_open: bool) -> None:
    """The shop's only till stands on the computer whose server goes, and sells all the while."""
    if is_open and is_loopback(own_address()):
        pytest.skip("this machine has no address in a network")
    outside = ("--host", "0.0.0.0", "--name", own_address()) if is_open else ()  # noqa: S104
    with ExitStack() as stack:
        old = Server(data_dir / "old")
        stack.callback(old.end)
        till = Till(data_dir / "old")
        stack.callback(till.end)
        till.drain()
        old.kill()  # the line is down while it sells
        shift = Shift(till, "follow", kills=0.0)
        taker = Taker(data_dir / "new", *outside)
        stack.callback(taker.end)
        try:
            gone = leave(data_dir / "old", taker.place)
            ready = taker.serves()
            old.start()
        finally:
            shift.stop()
        assert ready["url"].startswith("https://" if is_open else "http://")
        till.drain()
        assert old.close() == DONE
        # From here on there is only the new one, and the till starts as it does every morning.
        assert till.close() == DONE
        till.start()
        settle([till])
        assert taker.close() == DONE
    made = till.made()
    kept = read_books(data_dir / "new")
    assert isinstance(gone["events"], int)
    assert len(made) > gone["events"] // 2
    assert Counter(one.id for one in made) == kept.ids
    assert points(made) == kept.points


@pytest.mark.postgres
def test_books_are_never_moved_onto_themselves(data_dir: Path, postgres: Cluster) -> None:
    """Somebody gives the new computer the address of the database that the books are in."""
    url = postgres.empty("moved_onto")
    with ExitStack() as stack:
        stack.callback(postgres.drop, url)
        old = Server(data_dir / "old", url)
        stack.callback(old.end)
        known = fill(old)
        taker = Taker(data_dir / "new", "--database", url)
        stack.callback(taker.end)
        done = run(data_dir / "old", "move", "out", taker.place)
        assert done.returncode == REFUSED, done.stdout + done.stderr
        assert "choose an empty one" in done.stderr
        assert old.close() == DONE
        taker.end()
        assert read_books(data_dir / "old", url).ids == Counter(known)

"""Real tills and a real server, killed and cut at random: every sale is there once, in the end."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.postgres import Cluster, why_not
from tests.processes.proxy import Proxy
from tests.processes.server import Server
from tests.processes.shift import Shift
from tests.processes.till import Till, points

TILLS = 3
TROUBLE = 0.12
SETTLE_TRIES = 5
QUIET_S = (2.0, 9.0)
DOWN_S = 2.5

pytestmark = pytest.mark.slow


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give the address of the books: none for the file that a shop begins with."""
    if request.param == "sqlite":
        yield ""
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    url = cluster.empty("killed")
    yield url
    cluster.drop(url)


def test_nothing_is_lost_or_doubled_whatever_dies(
    data_dir: Path, database: str, pytestconfig: pytest.Config, said_at_the_end: list[str]
) -> None:
    seed = pytestconfig.getoption("--processes-seed") or str(time.time_ns() % 10**6)
    seconds = float(pytestconfig.getoption("--processes-seconds")) / (1 if why_not() else 2)
    name = f"processes, seed {seed}, {'postgres' if database else 'sqlite'}"
    said_at_the_end.append(f"{name}: began")  # said also where it fails before the end
    with ExitStack() as stack:
        server = Server(data_dir / "shop", database)
        stack.callback(server.end)
        proxies = [
            stack.enter_context(Proxy(server.port, f"{seed}/{number}", trouble=0.0))
            for number in range(TILLS)
        ]
        tills = []
        for number, proxy in enumerate(proxies):
            tills.append(Till(data_dir / f"till{number}", server.pairing(proxy.port)))
            stack.callback(tills[-1].end)
        for proxy in proxies:
            proxy.worry(TROUBLE)
        shifts = [Shift(till, seed) for till in tills]
        disturb(server, proxies, random.Random(seed), seconds)
        for shift in shifts:
            shift.stop()
        for proxy in proxies:
            proxy.worry(0.0)
        settle(tills)
    made = [one for till in tills for one in till.made()]
    kept = server.books()
    acknowledged = Counter(sale for till in tills for sale in till.acknowledged)
    said_at_the_end[-1] = (
        f"{name}: {sum(acknowledged.values())} sales acknowledged, {len(made)} events,"
        f" {sum(till.kills for till in tills)} tills and {server.kills} servers killed,"
        f" {dict(sum((proxy.met for proxy in proxies), Counter()))} on the line,"
        f" {sum(shift.used for shift in shifts)} used,"
        f" {sum(shift.taken_back for shift in shifts)} taken back"
    )
    assert max(acknowledged.values()) == 1, "a slip was printed for one sale twice"
    assert not acknowledged.keys() - {one.id for one in made}, "a till forgot what it said"
    assert Counter(one.id for one in made) == kept.ids
    assert max(kept.ids.values()) == 1
    assert points(made) == kept.points


def settle(tills: list[Till]) -> None:
    """Let every till send what it has, and what it makes of what it hears meanwhile.

    A till that is asked for rights back answers with an event of its own, after it was through.
    """
    for _ in range(SETTLE_TRIES):
        for till in tills:
            till.drain()
        for till in tills:
            assert till.close() == 0
        if not any(till.unsent() for till in tills):
            return
        for till in tills:
            till.start()
    raise AssertionError("a till always has something left to send")


def disturb(server: Server, proxies: list[Proxy], chance: random.Random, seconds: float) -> None:
    """Kill the server and cut lines at random until the time is over; it runs afterwards."""
    over_s = time.monotonic() + seconds
    while (left_s := over_s - time.monotonic()) > 0:
        time.sleep(min(left_s, chance.uniform(*QUIET_S)))
        if chance.random() < 0.3:
            chance.choice(proxies).cut()
            continue
        server.kill()
        time.sleep(chance.random() * DOWN_S)
        server.start(chance.random() * DOWN_S if chance.random() < 0.3 else None)

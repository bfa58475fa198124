"""How long a new till takes until it knows every member: with one copy, and page after page."""

from __future__ import annotations

import resource
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from storage.folder import SHOP, Folder, prepare
from storage.keys import FileKeyStore
from sync.client import Client
from sync.exchange import Pulled
from sync.worker import perform
from terminal.till import joining, opening
from terminal.till.courier import Courier, client_of
from terminal.till.desk import Desk
from terminal.till.fetching import Fetcher
from terminal.till.line import Line
from terminal.till.messages import MembersMoved
from tests.bench.intake_load import ROOT, Server, patiently
from tests.bench.lookup import room as room_for

SIZE: Final = 100_000
SIZE_FULL: Final = 1_000_000
GOAL_S: Final = 10.0
BASELINE_S: Final = 8.0
"""Pages are pulled for so long; the rest would go on at that pace at best."""


class _Clock:
    """The machine's own."""

    def now_us(self) -> int:
        """Give the moment."""
        return time.time_ns() // 1_000

    def monotonic_ms(self) -> int:
        """Give milliseconds that never go back."""
        return time.monotonic_ns() // 1_000_000


def run(*, full: bool) -> dict[str, Any]:
    """Measure, against a server in its own process on loopback."""
    began, size = time.perf_counter(), SIZE_FULL if full else SIZE
    with tempfile.TemporaryDirectory(prefix="regulars-bench-", dir=room_for(size)) as name:
        folder = Path(name)
        command = [sys.executable, "-m", "tests.bench.bootstrap_fill", str(folder / "server")]
        (folder / "server").mkdir()
        filled = time.perf_counter()
        subprocess.run([*command, str(size)], check=True, cwd=ROOT)
        fill_s = time.perf_counter() - filled
        with Server(folder / "server", "") as server:
            pages_a_s = _pulled(server, folder / "pages")
            steps, count, file_bytes = _copied(server, folder / "copy")
            server_mb = server.memory_mb()
    assert count == size, count
    whole_s = steps["ready"]
    by_pages_s = size / pages_a_s
    return {
        "bench": "bootstrap",
        "figures": {
            "members": {"value": size},
            "whole_s": {"value": round(whole_s, 1), "goal": GOAL_S, "met": whole_s <= GOAL_S},
            "made_s": {"value": round(steps["fetching"], 1)},
            "fetched_s": {"value": round(steps["preparing"] - steps["fetching"], 1)},
            "prepared_s": {"value": round(steps["ready"] - steps["preparing"], 1)},
            "members_a_s": {"value": round(size / whole_s)},
            "file_mb": {"value": round(file_bytes / 1e6)},
            "till_rss_mb": {
                "value": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3)
            },
            "server_rss_mb": {"value": round(server_mb)},
            "fill_s": {"value": round(fill_s, 1)},
        },
        "baseline": {
            "members_a_s": {"value": round(pages_a_s)},
            "whole_s_at_that_pace": {"value": round(by_pages_s)},
        },
        "ratio": round(by_pages_s / whole_s, 1),
        "goal": GOAL_S,
        "met": whole_s <= GOAL_S,
        "seconds": round(time.perf_counter() - began, 1),
    }


def _pulled(server: Server, root: Path) -> float:
    """Pull pages for a while; gives members a second."""
    with _joined(server, root) as (_folder, store, desk):
        client = client_of(desk, store, server.ready["url"], _Clock(), secrets.token_bytes)
        desk.renew = None  # a till that knows nothing of copies
        line = Line(desk)
        began = time.perf_counter()
        requests = list(line.due(at_once=True))
        while requests and time.perf_counter() - began < BASELINE_S:
            reply = perform(client, requests.pop(0))
            assert isinstance(reply, Pulled), reply
            requests += line.absorb(reply)
        took_s = time.perf_counter() - began
        client.close()
        return desk.directory.members_count(SIZE_FULL) / took_s


def _copied(server: Server, root: Path) -> tuple[dict[str, float], int, int]:
    """Let a till do what it does; gives when each step began, how many members and bytes."""
    steps: dict[str, float] = {}
    with _joined(server, root) as (folder, store, desk):
        began = time.perf_counter()

        def source(_epoch: int) -> Client:
            return client_of(desk, store, server.ready["url"], _Clock(), secrets.token_bytes)

        def fetcher(post: Callable[[MembersMoved], None]) -> Fetcher:
            stopping = threading.Event()
            return Fetcher(source=source, folder=folder, store=store, post=post, stopping=stopping)

        def moved(said: MembersMoved) -> None:
            steps.setdefault(said.state, time.perf_counter() - began)

        line = Courier(desk, source(1), fetcher, moved)
        line.sync()
        line.close()
        steps["ready"] = time.perf_counter() - began
        count = desk.directory.members_count(SIZE_FULL)
        return steps, count, folder.directory.stat().st_size


@contextmanager
def _joined(server: Server, root: Path) -> Iterator[tuple[Folder, FileKeyStore, Desk]]:
    folder = prepare(root, SHOP)
    store = FileKeyStore(folder.keys)
    joining.join(
        folder,
        store,
        patiently(server.pairing),
        name=root.name,
        language="en",
        randomness=secrets.token_bytes,
        day="2026-11-22",
        own_server=False,
    )
    desk = opening.desk(folder, store, clock=_Clock(), randomness=secrets.token_bytes)
    try:
        yield folder, store, desk
    finally:
        opening.close(desk)

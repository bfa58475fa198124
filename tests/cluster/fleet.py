"""Tills that push signed sales without a pause, and remember what was acknowledged and when."""

from __future__ import annotations

import itertools
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from typing import Final

from loyalty.errors import Outage
from sync.client import Client, pair
from sync.exchange import Push
from sync.http import HttpTransport
from sync.pairing import parse
from sync.sign import Signer
from tests.server.shop import Chain

ACCOUNTS: Final = 40
BATCH: Final = 5
BETWEEN_S: Final = 0.1
WAIT_S: Final = 1
DRAINED_S: Final = 90


@dataclass
class Till:
    """One till, its production client, and what it was told."""

    chain: Chain
    client: Client
    acked_at: list[float] = field(default_factory=list)
    troubles: Counter[str] = field(default_factory=Counter)
    repeated: int = 0
    """Events that the server had already when they came again: their first answer was lost."""


class Fleet:
    """All tills; each has a thread of its own, as it has a line of its own."""

    def __init__(self, url: str, make_pairing: Callable[[], str], tills: int) -> None:
        self.tills = [_connected(url, make_pairing()) for _ in range(tills)]
        self._ending = threading.Event()
        self._broke: list[BaseException] = []
        self._threads = [
            threading.Thread(target=self._sell, args=(number, till))
            for number, till in enumerate(self.tills)
        ]

    def start(self) -> None:
        """Begin to sell."""
        for thread in self._threads:
            thread.start()

    def wait_for(self, pushes: int) -> None:
        """Wait until each till had so many pushes acknowledged from now on."""
        before = [len(till.acked_at) for till in self.tills]
        give_up = time.monotonic() + DRAINED_S
        while any(len(t.acked_at) < b + pushes for t, b in zip(self.tills, before, strict=True)):
            assert not self._broke, self._broke
            assert time.monotonic() < give_up, f"no push comes through: {self.troubles()}"
            time.sleep(0.05)

    def stop(self) -> None:
        """Sell nothing more, and push what is left."""
        self._ending.set()
        for thread in self._threads:
            thread.join(DRAINED_S)
            assert not thread.is_alive(), f"no push comes through: {self.troubles()}"
        for till in self.tills:
            till.client.close()
        assert not self._broke, self._broke

    def acked(self) -> int:
        """Count the events that were acknowledged."""
        return sum(till.chain.acked for till in self.tills)

    def outage_s(self, since: float) -> float:
        """Give the longest time after a moment in which no till at all got through."""
        times = sorted(at for till in self.tills for at in till.acked_at if at >= since)
        return max(later - earlier for earlier, later in itertools.pairwise([since, *times]))

    def worst_s(self, since: float) -> float:
        """Give the longest that one till had to wait."""
        found = 0.0
        for till in self.tills:
            times = [since, *(at for at in till.acked_at if at >= since)]
            found = max(found, *(b - a for a, b in itertools.pairwise(times)))
        return found

    def troubles(self) -> Counter[str]:
        """Count what tills heard instead of an acknowledgement."""
        return sum((till.troubles for till in self.tills), Counter())

    def _sell(self, number: int, till: Till) -> None:
        sold = 0
        try:
            while not self._ending.is_set():
                for _ in range(1 + sold % BATCH):
                    till.chain.earn(f"{(number + sold) % ACCOUNTS:032x}", 1 + sold % 7)
                    sold += 1
                while till.chain.acked < len(till.chain.chain):
                    _push(till)
                self._ending.wait(BETWEEN_S)
        except BaseException as error:  # noqa: BLE001 - a thread hands it on
            self._broke.append(error)


def _push(till: Till) -> None:
    """Push what is new; one that is told to come back waits, as a till does."""
    try:
        reply = till.client.push(Push(request=till.chain.batch()))
    except Outage as outage:
        wait_s = outage.details.get("retry_after_s")
        till.troubles[outage.code if isinstance(wait_s, int) else f"{outage.code}, no time"] += 1
        time.sleep(wait_s if isinstance(wait_s, int) else WAIT_S)
        return
    till.repeated += sum(one.outcome == "exists" for one in reply.outcomes)
    till.chain.acked = reply.acked_seq
    till.acked_at.append(time.monotonic())


def _connected(url: str, pairing: str) -> Till:
    signer = Signer(secrets.token_bytes(32))
    with closing(HttpTransport(url)) as transport:
        paired = pair(
            transport,
            parse(pairing),
            signer=signer,
            sealing_private=secrets.token_bytes(32),
            name="till",
            randomness=secrets.token_bytes,
        )
    client = Client(
        transport=HttpTransport(url),
        identity=paired.identity,
        signer=signer,
        now_us=lambda: time.time_ns() // 1_000,
        randomness=secrets.token_bytes,
    )
    return Till(Chain(paired.identity.device, signer, secrets.token_bytes), client)

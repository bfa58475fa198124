"""A server in its own process, and tills that push to it over HTTP as fast as they can."""

from __future__ import annotations

import hashlib
import itertools
import json
import secrets
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self, TypeVar
from urllib.parse import urlsplit

import msgspec
from sqlalchemy import Table, select, text

from loyalty import accounts, event, lots
from loyalty.errors import Outage
from loyalty.event import Posting
from loyalty.ids import uuid7
from server.books import Books
from server.boot import Shop, open_books
from storage.keys import FileKeyStore
from storage.server.tables import BALANCES, CHANGES, EVENT_IDS, EVENTS, POSTINGS
from sync import codec
from sync.client import pair
from sync.http import HttpTransport
from sync.pairing import parse
from sync.sign import Claim, Signer, authorization, head_message, request_message
from sync.wire import CONTENT_TYPE, PushReply, PushRequest
from tests.server.shop import NOW_US, Chain

ROOT: Final = Path(__file__).parents[2]
MEMBERS: Final = 5_000
THREADS: Final = 8
OK: Final = 200
BUSY: Final = frozenset({429, 503})
STORE_DAY_S: Final = 120.0
T = TypeVar("T")
Rows = Mapping[Table, Sequence[Mapping[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What a run of pushes took."""

    events_s: float
    p99_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Packed:
    """A push as it goes over the line; made before the clock runs."""

    headers: dict[str, str]
    body: bytes
    events: int
    last_seq: int


def patiently(act: Callable[[], T]) -> T:
    """Do something that needs the books; the server's first store-day may be writing in them."""
    deadline_s = time.perf_counter() + STORE_DAY_S
    while True:
        try:
            return act()
        except Outage:
            if time.perf_counter() > deadline_s:
                raise


class Server:
    """The production server on a free port."""

    def __init__(self, folder: Path, database: str) -> None:
        self._folder, self._database = folder, database
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.server.process", str(folder), "0", database],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.ready = json.loads(self._process.stdout.readline())
        try:
            self._books = patiently(self._opened)
        except BaseException:
            self._process.kill()
            raise
        self.numbers = itertools.count()

    def _opened(self) -> Books:
        return open_books(
            self._folder,
            FileKeyStore(self._folder / "keys"),
            Shop(issuer="0000", zone="UTC", database=self._database),
            now_us=time.time_ns() // 1_000,
            randomness=secrets.token_bytes,
        )

    def __enter__(self) -> Self:
        """Give the running server."""
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _e: BaseException | None, _t: TracebackType | None
    ) -> None:
        """End it."""
        self._books.close()
        self._process.send_signal(signal.SIGTERM)
        self._process.wait(30)

    @property
    def pid(self) -> int:
        """Give the number of its process."""
        return self._process.pid

    def pairing(self) -> str:
        """Make a pairing string."""
        parsed = parse(self.ready["pairing"])
        code = self._books.make_code(time.time_ns() // 1_000)
        return f"{parsed.host}:{parsed.port}/{code}-{parsed.fingerprint}"

    def memory_mb(self) -> float:
        """Give the most memory that it ever had."""
        status = Path(f"/proc/{self._process.pid}/status").read_text("utf-8")
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024

    def stored_bytes(self) -> int:
        """Give the size of the database."""
        with self._books._database.read() as connection:
            if self._database:
                size = text("SELECT pg_database_size(current_database())")
                return int(connection.execute(size).scalar_one())
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            return int(pages) * int(connection.exec_driver_sql("PRAGMA page_size").scalar_one())

    def rows_of_pushes(self, count: int) -> list[Rows]:
        """Give the rows that the last pushes made, push by push."""
        tenant = self.ready["tenant"]
        with self._books._database.read() as connection:
            newest = connection.execute(
                select(EVENTS.c.received_us)
                .where(EVENTS.c.tenant_id == tenant)
                .distinct()
                .order_by(EVENTS.c.received_us.desc())
                .limit(count)
            ).scalars()
            found: list[Rows] = []
            for received_us in sorted(newest):
                made = [
                    dict(row)
                    for row in connection.execute(
                        select(EVENTS).where(
                            EVENTS.c.tenant_id == tenant, EVENTS.c.received_us == received_us
                        )
                    ).mappings()
                ]
                first = min(row["position"] for row in made)
                last = max(row["position"] for row in made)
                postings = [
                    dict(row)
                    for row in connection.execute(
                        select(POSTINGS).where(
                            POSTINGS.c.tenant_id == tenant, POSTINGS.c.position.between(first, last)
                        )
                    ).mappings()
                ]
                found.append(_rows(tenant, made, postings))
        return found

    def check(self) -> None:
        """Rebuild everything from the events: a fast server that is wrong is no server."""
        verified = self._books.verify()
        assert verified.ok, verified.first_difference


def _rows(tenant: str, made: list[dict[str, Any]], postings: list[dict[str, Any]]) -> Rows:
    keys = {
        (name.split(":")[1], row["unit"])
        for row in postings
        for name in (row["debit"], row["credit"])
        if name.startswith("m:")
    }
    ids = ("tenant_id", "event_id", "device", "epoch", "seq")
    return {
        EVENTS: made,
        EVENT_IDS: [{name: row[name] for name in ids} for row in made],
        POSTINGS: postings,
        BALANCES: [
            {"tenant_id": tenant, "account": account, "unit": unit, "balance": 12, "owed": 0}
            for account, unit in sorted(keys)
        ],
        CHANGES: [
            {
                "tenant_id": tenant,
                "kind": "account",
                "key": account,
                "position": made[-1]["position"] + number + 1,
                "device": "",
            }
            for number, account in enumerate(sorted({account for account, _ in keys}))
        ],
    }


class Fleet:
    """Tills that are connected and have something to send."""

    def __init__(self, server: Server, tills: int) -> None:
        self._server = server
        self._url = urlsplit(server.ready["url"])
        self._tills = [self._connect() for _ in range(tills)]

    @property
    def devices(self) -> list[str]:
        """Give the names of the tills."""
        return [till.device for till in self._tills]

    def run(self, events: int, batch: int) -> Load:
        """Push so many events in all, in batches; every one has to be acknowledged."""
        queues: list[list[list[_Packed]]] = [[] for _ in range(min(THREADS, len(self._tills)))]
        share = max(events // len(self._tills), batch)
        for number, till in enumerate(self._tills):
            queues[number % len(queues)].append(list(self._packed(till, share, batch)))
        times: list[float] = []
        threads = [threading.Thread(target=self._push, args=(queue, times)) for queue in queues]
        began = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        took = time.perf_counter() - began
        pushed = sum(one.events for queue in queues for till in queue for one in till)
        expected = sum(len(till) for queue in queues for till in queue)
        assert len(times) == expected, f"{len(times)} of {expected} pushes were acknowledged"
        times.sort()
        return Load(events_s=pushed / took, p99_ms=times[int(len(times) * 0.99)] * 1000)

    def _push(self, queue: list[list[_Packed]], times: list[float]) -> None:
        with closing(HTTPConnection(self._url.hostname or "", self._url.port)) as line:
            for turn in itertools.zip_longest(*queue):
                for packed in filter(None, turn):
                    began = time.perf_counter()
                    answer, body = self._send(line, packed)
                    times.append(time.perf_counter() - began)
                    assert answer.status == OK, body
                    coding = answer.headers.get("content-encoding", "")
                    reply = codec.unpack(body, coding, PushReply, codec.ANSWER_MAX)
                    assert reply.acked_seq == packed.last_seq

    def _send(self, line: HTTPConnection, packed: _Packed) -> tuple[HTTPResponse, bytes]:
        """Send a push; one that is told to come back does so, as a till does."""
        while True:
            line.request("POST", "/v1/push", packed.body, packed.headers)
            answer = line.getresponse()
            body = answer.read()
            if answer.status not in BUSY:
                return answer, body
            time.sleep(int(answer.headers["retry-after"]))

    def _connect(self) -> Chain:
        """Connect a till; one that is told to come back does so."""
        signer = Signer(secrets.token_bytes(32))
        while True:
            try:
                with closing(HttpTransport(self._server.ready["url"])) as transport:
                    paired = pair(
                        transport,
                        parse(self._server.pairing()),
                        signer=signer,
                        sealing_private=secrets.token_bytes(32),
                        name="bench",
                        randomness=secrets.token_bytes,
                    )
                return Chain(paired.identity.device, signer, secrets.token_bytes)
            except Outage as error:
                wait_s = error.details.get("retry_after_s")
                if not isinstance(wait_s, int):
                    raise
                time.sleep(wait_s)

    def _packed(self, till: Chain, events: int, batch: int) -> Iterator[_Packed]:
        head = till.hash_at(len(till.chain))
        for first in range(len(till.chain) + 1, len(till.chain) + 1 + events, batch):
            for _ in range(batch):
                self._sale(till)
            yield _pack(till, first, head)
            for raw in till.chain[first - 1 :]:
                head = event.link(head, raw)

    def _sale(self, till: Chain) -> None:
        number = next(self._server.numbers)
        account = hashlib.sha256(str(number % MEMBERS).encode()).hexdigest()[:32]
        event_id = uuid7(NOW_US + number * 1_000, number.to_bytes(10, "big"))
        counted = (("spend", 1250), ("visits", 1), ("carry:base/100", 50))
        till.record(
            "sale",
            Posting(
                debit=accounts.GIVEN,
                credit=accounts.open_(account),
                unit=accounts.POINTS,
                amount=12,
                lot=lots.name(event_id),
            ),
            *(
                Posting(
                    debit=accounts.COUNTED, credit=accounts.count(account), unit=unit, amount=many
                )
                for unit, many in counted
            ),
            data={"total_minor": 1250, "lines": [], "breakdown": [{"rule": "base", "points": 12}]},
            event_id=event_id,
        )


def _request(till: Chain, first: int, before: bytes, head: bytes) -> PushRequest:
    last = len(till.chain)
    message = head_message(till.device, till.epoch, last, head)
    return PushRequest(
        epoch=till.epoch,
        from_seq=first,
        previous=before.hex(),
        head=head.hex(),
        events=[msgspec.Raw(raw) for raw in till.chain[first - 1 :]],
        signature=till.signer.sign(message).hex(),
    )


def _pack(till: Chain, first: int, before: bytes) -> _Packed:
    raws = till.chain[first - 1 :]
    head = before
    for raw in raws:
        head = event.link(head, raw)
    request = _request(till, first, before, head)
    body, encoding = codec.pack(request)
    claim = Claim(
        device=till.device, epoch=1, nonce=secrets.token_hex(16), time_us=NOW_US, signature=b""
    )
    message = request_message("POST", "/v1/push", "", claim, body)
    signed = Claim(
        device=till.device,
        epoch=1,
        nonce=claim.nonce,
        time_us=NOW_US,
        signature=till.signer.sign(message),
    )
    headers = {
        "content-type": CONTENT_TYPE,
        "authorization": authorization(signed),
        "accept-encoding": "zstd",
    }
    if encoding:
        headers["content-encoding"] = encoding
    return _Packed(headers=headers, body=body, events=len(raws), last_seq=first + len(raws) - 1)

"""A till made of nothing but its chain, for tests of the server."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from loyalty import accounts, event, ids, lots
from loyalty.errors import LoyaltyError
from loyalty.event import Event, Posting
from loyalty.programme import Cost, FixedReward, Programme, to_wire
from server.books import Books
from server.keys import Secrets
from server.peppers import Peppers
from server.standings import OwnHead
from storage.server.database import open_sqlite
from storage.server.people import open_keys
from storage.server.postgres import open_postgres
from sync import pairing
from sync.exchange import Pull
from sync.sign import Signer, head_message
from sync.wire import (
    GrantReply,
    GrantRequest,
    GrantRow,
    PairReply,
    PairRequest,
    PersonRow,
    PullReply,
    PushReply,
    PushRequest,
)
from tests.pocket import Pocket

NOW_US = 1_795_000_000_000_000
DAY = "2026-11-18"
ANNA = "a" * 32
BEN = "b" * 32
PROGRAMME = to_wire(
    Programme(
        id="shop",
        version=1,
        from_day="2026-01-01",
        name="Shop",
        currency="EUR",
        time_zone="Europe/Amsterdam",
        rewards=tuple(
            FixedReward(id=f"off{cost}", name="Off", cost=Cost(amount=cost), amount_minor=cost)
            for cost in (50, 100, 400)
        ),
    )
)
CAP = 150


class Chance:
    """Randomness that is the same in every run."""

    def __init__(self, seed: str = "seed") -> None:
        self._seed = seed
        self._count = 0

    def __call__(self, size: int) -> bytes:
        """Give so many bytes."""
        self._count += 1
        return hashlib.shake_256(f"{self._seed}/{self._count}".encode()).digest(size)


def secrets_of(chance: Chance) -> Secrets:
    """Make a server's keys."""
    return Secrets(
        tenant_key=chance(32),
        peppers=Peppers(Pocket(pepper=chance(32))),
        signing_seed=chance(32),
        sealing_private=chance(32),
    )


def open_books(folder: Path, seed: str = "server", later: str = "") -> Books:
    """Open the server's books in a folder, making them at the first time.

    They are in a file, or in PostgreSQL where the folder has an address.
    """
    chance = Chance(seed)
    secrets = secrets_of(chance)
    key, address = chance(32), folder / "database"
    database = (
        open_postgres(address.read_text("utf-8"))
        if address.exists()
        else open_sqlite(folder / "server.db", key)
    )
    books = Books(
        database=database,
        people_keys=open_keys(folder / "people_keys.db", chance(32), chance),
        tenant="shop",
        secrets=secrets,
        randomness=Chance(f"{seed}/later/{later}"),
    )
    try:
        books.create(issuer="0000", zone="Europe/Amsterdam", programmes=(PROGRAMME,), now_us=NOW_US)
    except LoyaltyError:
        books.close()
        raise
    return books


class Stranger:
    """A till that is not let in yet."""

    def __init__(self, books: Books, name: str) -> None:
        self.books = books
        self.chance = Chance(name)
        self.signer = Signer(self.chance(32))
        self.sealing = self.chance(32)

    def hello(self, code: str, *, again: bool = False) -> PairRequest:
        """Say hello with a code."""
        card = self.books.card(NOW_US)
        return PairRequest(
            public_key=self.signer.public.hex(),
            sealing_key=pairing.sealing_public(self.sealing).hex(),
            name="Till",
            proof=pairing.proof(code, bytes.fromhex(card.public_key), self.signer.public),
            again=again,
        )


class Chain:
    """The events of one till, and the pushes that are made of them."""

    def __init__(
        self, device: str, signer: Signer, chance: Callable[[int], bytes], epoch: int = 1
    ) -> None:
        self.device, self.epoch = device, epoch
        self.signer, self.chance = signer, chance
        self.chain: list[bytes] = []
        self.acked = 0

    def hash_at(self, seq: int) -> bytes:
        """Give the hash of the chain after so many events."""
        found = event.genesis(self.device, self.epoch)
        for raw in self.chain[:seq]:
            found = event.link(found, raw)
        return found

    def own(self) -> OwnHead:
        """Say where the chain ends."""
        seq = len(self.chain)
        return OwnHead(epoch=self.epoch, seq=seq, hash=self.hash_at(seq).hex())

    def new_id(self) -> str:
        """Make an id."""
        return ids.uuid7(NOW_US, self.chance(ids.RANDOM_BYTES))

    def record(
        self,
        kind: str,
        *postings: Posting,
        data: dict[str, Any] | None = None,
        seq: int | None = None,
        event_id: str = "",
        day: str = DAY,
    ) -> str:
        """Add an event to the chain."""
        made = Event(
            id=event_id or self.new_id(),
            seq=seq or len(self.chain) + 1,
            at="2026-11-18T12:00:00.000000Z",
            day=day,
            clock="ok",
            type=kind,
            actor="cashier:default",
            programme=1,
            postings=postings,
            data=data or {},
        )
        self.chain.append(event.encode(made))
        return made.id

    def earn(self, account: str, amount: int, last_day: str = lots.NEVER) -> str:
        """Record a sale that gives points; gives the lot's name."""
        event_id = self.new_id()
        lot = lots.name(event_id, last_day)
        self.record("sale", give(account, amount, lot), event_id=event_id)
        return lot

    def spend(self, account: str, lot: str, amount: int) -> None:
        """Record that held points were used."""
        self.record("sale", use(account, amount, lot))

    def batch(self, first: int | None = None, last: int | None = None) -> PushRequest:
        """Make a push of a stretch of the chain."""
        first = self.acked + 1 if first is None else first
        last = len(self.chain) if last is None else last
        head = self.hash_at(last)
        message = head_message(self.device, self.epoch, last, head)
        return PushRequest(
            epoch=self.epoch,
            from_seq=first,
            previous=self.hash_at(first - 1).hex(),
            head=head.hex(),
            events=[msgspec.Raw(raw) for raw in self.chain[first - 1 : last]],
            signature=self.signer.sign(message).hex(),
        )


class Till(Chain):
    """Pushes and pulls when told to, and keeps what it was granted."""

    def __init__(self, books: Books, name: str = "till", *, again: bool = False) -> None:
        self.books = books
        self.stranger = Stranger(books, name)
        hello = self.stranger.hello(books.make_code(NOW_US), again=again)
        self.paired: PairReply = books.pair(hello, NOW_US)
        super().__init__(
            self.paired.device, self.stranger.signer, self.stranger.chance, self.paired.epoch
        )
        self.cursor = ""
        self.grants: dict[str, GrantRow] = {}

    def push(
        self, request: PushRequest | None = None, people: list[PersonRow] | None = None
    ) -> PushReply:
        """Push what is new, or the given request."""
        request = request or self.batch()
        if people:
            request = msgspec.structs.replace(request, people=people)
        reply = self.books.push(self.device, request, NOW_US)
        self.acked = max(self.acked, reply.acked_seq)
        return reply

    def pull(self) -> PullReply:
        """Pull one page and take its grants."""
        own = self.own()
        asked = Pull(cursor=self.cursor, epoch=own.epoch, seq=own.seq, head=own.hash)
        page = self.books.pull(self.device, asked, NOW_US)
        self.cursor = page.cursor
        self.grants |= {grant.grant_id: grant for grant in page.grants}
        return page

    def ask(self, account: str, amount: int, request_id: str = "r1") -> GrantReply:
        """Ask for a grant of points."""
        return self.ask_unit(account, accounts.POINTS, amount, request_id)

    def ask_unit(self, account: str, unit: str, amount: int, request_id: str = "u1") -> GrantReply:
        """Ask for a grant of any unit."""
        request = GrantRequest(request_id=request_id, account=account, unit=unit, amount=amount)
        return self.books.grant(self.device, request, self.own(), NOW_US)


def give(account: str, amount: int, lot: str) -> Posting:
    """Give points that the server books as free, or against what is owed."""
    return Posting(
        debit=accounts.GIVEN,
        credit=accounts.open_(account),
        unit=accounts.POINTS,
        amount=amount,
        lot=lot,
    )


def use(account: str, amount: int, lot: str) -> Posting:
    """Use points that the till holds."""
    return Posting(
        debit=accounts.held(account),
        credit=accounts.USED,
        unit=accounts.POINTS,
        amount=amount,
        lot=lot,
    )

"""Tills that sell, spend, return, lose answers and rejoin in any order: the books still agree."""

import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty import accounts, lots
from loyalty.event import Posting
from server.books import Books
from storage.server import events, purses
from sync.wire import RejoinRequest
from tests.postgres import Cluster
from tests.server.shop import ANNA, BEN, CAP, DAY, NOW_US, Till, open_books

TILLS = ("one", "two", "three")


class Counter(Till):
    """A till that redeems only from what it holds, and knows what it did."""

    def __init__(self, books: Books, name: str, chance: random.Random) -> None:
        super().__init__(books, name)
        self.random = chance
        self.held: dict[tuple[str, str], int] = {}
        self.taken: set[str] = set()
        self.made: dict[str, int] = {ANNA: 0, BEN: 0}

    def sell(self) -> None:
        """Give points; some end soon, some have ended when they arrive."""
        account = self.random.choice((ANNA, BEN))
        amount = self.random.randint(1, 60)
        self.earn(account, amount, self.random.choice((lots.NEVER, DAY, "2026-11-01")))
        self.made[account] += amount

    def redeem(self) -> None:
        """Spend from what is held."""
        for (account, lot), amount in self.held.items():
            if amount:
                part = self.random.randint(1, amount)
                self.held[account, lot] -= part
                self.made[account] -= part
                self.spend(account, lot, part)
                return

    def give_back(self) -> None:
        """Return a right."""
        for (account, lot), amount in self.held.items():
            if amount:
                self.held[account, lot] = 0
                posting = Posting(
                    debit=accounts.held(account),
                    credit=accounts.open_(account),
                    unit=accounts.POINTS,
                    amount=amount,
                    lot=lot,
                )
                self.record("return", posting)
                return

    def take_back(self) -> None:
        """Take points back that may have been spent: what is missing becomes owed."""
        account, amount = self.random.choice((ANNA, BEN)), self.random.randint(1, 80)
        posting = Posting(
            debit=accounts.open_(account),
            credit=accounts.GIVEN,
            unit=accounts.POINTS,
            amount=amount,
            lot="back~9999-12-31",
        )
        self.record("refund", posting)
        self.made[account] -= amount

    def send(self) -> None:
        """Push some of what waits; the answer may be lost."""
        if self.acked < len(self.chain):
            last = self.random.randint(self.acked + 1, len(self.chain))
            acked = self.acked
            self.push(self.batch(last=last))
            if self.random.random() < 0.3:
                self.acked = acked

    def hear(self) -> None:
        """Pull, perhaps twice."""
        self.pull()
        self.take_grants()

    def wish(self) -> None:
        """Ask for a grant; the answer may be lost and come with the next pull."""
        account = self.random.choice((ANNA, BEN))
        reply = self.ask(account, self.random.randint(1, CAP), f"r{len(self.chain)}")
        if reply.grant is not None and self.random.random() < 0.5:
            self.grants[reply.grant.grant_id] = reply.grant
            self.take_grants()

    def take_grants(self) -> None:
        """Take every grant once, in the epoch that it names."""
        for grant in self.grants.values():
            if grant.grant_id not in self.taken and grant.epoch == self.epoch:
                self.taken.add(grant.grant_id)
                for lot in grant.lots:
                    key = (grant.account, lot.lot)
                    self.held[key] = self.held.get(key, 0) + lot.amount

    def begin_anew(self) -> None:
        """Send everything, then start an epoch without rights."""
        if self.acked < len(self.chain):
            self.push()
        own = self.own()
        request = RejoinRequest(epoch=self.epoch, last_seq=own.seq, last_hash=own.hash)
        self.epoch = self.books.rejoin(self.device, request, NOW_US).epoch
        self.chain, self.acked, self.held = [], 0, {}


ACTS = ("sell", "sell", "redeem", "redeem", "give_back", "take_back", "send", "hear", "wish")


def play(folder: Path, seed: int, steps: int) -> None:
    """Play one seed and check after every step."""
    chance = random.Random(seed)
    books = open_books(folder)
    tills = [Counter(books, name, chance) for name in TILLS]
    for _ in range(steps):
        till = chance.choice(tills)
        act = "begin_anew" if chance.random() < 0.02 else chance.choice(ACTS)
        getattr(till, act)()
    for till in tills:
        if till.acked < len(till.chain):
            till.push()
        till.pull()
    verified = books.verify()
    assert verified.ok, verified.first_difference
    balances = books.balances()
    late = expired(books)
    for account in (ANNA, BEN):
        expected = sum(till.made[account] for till in tills) - late.get(account, 0)
        assert balances.get((account, accounts.POINTS), 0) == expected
    for till in tills:
        for account in (ANNA, BEN):
            mine = sum(amount for (name, _), amount in till.held.items() if name == account)
            known = rights_of(books, till, account)
            granted_later = [g for g in till.grants.values() if g.grant_id not in till.taken]
            open_grants = sum(
                lot.amount
                for grant in granted_later
                for lot in grant.lots
                if grant.account == account and grant.epoch == till.epoch
            )
            assert known == mine + open_grants
    books.close()


def rights_of(books: Books, till: Till, account: str) -> int:
    """Give what the server thinks that a till holds."""
    with books._database.read() as connection:
        return sum(
            right.amount
            for right in purses.rights(connection, "shop", [account])
            if right.holder == f"{till.device}.{till.epoch}"
        )


def expired(books: Books) -> dict[str, int]:
    """Give what expired on arrival, by account."""
    gone: dict[str, int] = {}
    with books._database.read() as connection:
        for kept in events.in_order(connection, "shop"):
            for posting in kept.postings:
                if posting.credit == accounts.EXPIRED:
                    account = posting.debit.split(":")[1]
                    gone[account] = gone.get(account, 0) + posting.amount
    return gone


@settings(max_examples=6)
@given(st.integers(0, 2**32))
def test_the_books_agree_whatever_happens_when(seed: int) -> None:
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        play(Path(folder), seed, steps=60)


@pytest.mark.postgres
@pytest.mark.parametrize("seed", [1, 2])
def test_the_books_agree_on_postgres_too(postgres: Cluster, data_dir: Path, seed: int) -> None:
    url = postgres.new()
    (data_dir / "database").write_text(url, "utf-8")
    play(data_dir, seed, steps=60)
    postgres.drop(url)


@pytest.mark.slow
@settings(max_examples=40)
@given(st.integers(0, 2**32))
def test_the_books_agree_for_many_seeds(seed: int) -> None:
    with tempfile.TemporaryDirectory(dir=_memory()) as folder:
        play(Path(folder), seed, steps=150)


def _memory() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a fresh folder

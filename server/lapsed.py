"""What has expired of each lot, kept with the books: it counts as taken back with its sale."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from loyalty import accounts
from loyalty.event import Posting
from storage.server import expired
from storage.server.database import Connection
from storage.server.expired import LotKey

BACK = "expired_back"
"""The server's event that lets what expired be taken back with the sale that gave it."""


def changes(postings: Iterable[Posting]) -> Counter[LotKey]:
    """Sum what postings let expire, by lot; what is put back of it counts against."""
    found: Counter[LotKey] = Counter()
    for posting in postings:
        if posting.credit == accounts.EXPIRED:
            found[_lot(posting.debit, posting)] += posting.amount
        elif posting.debit == accounts.EXPIRED:
            found[_lot(posting.credit, posting)] -= posting.amount
    return found


def claws(postings: Iterable[Posting]) -> Counter[LotKey]:
    """Sum what postings take back of given lots and the till does not hold."""
    found: Counter[LotKey] = Counter()
    for posting in postings:
        if posting.credit == accounts.GIVEN and posting.debit.endswith(f":{accounts.OPEN}"):
            found[_lot(posting.debit, posting)] += posting.amount
    return found


class Lapsed:
    """What has expired, as one transaction sees and changes it."""

    def __init__(
        self, connection: Connection, tenant: str, take_turn: Callable[[], object]
    ) -> None:
        """Keep nothing yet; `take_turn` is called before anything is read."""
        self._connection = connection
        self._tenant = tenant
        self._take_turn = take_turn
        self._amounts: Counter[LotKey] = Counter()
        self._loaded: set[str] = set()
        self._changed: set[LotKey] = set()

    def note(self, postings: Iterable[Posting]) -> None:
        """Add what postings let expire."""
        found = changes(postings)
        if not found:
            return
        self._load(found)
        self._amounts.update(found)
        self._changed |= set(found)

    def largest(self, postings: Iterable[Posting]) -> int:
        """Give what no amount would be above, either way, once these postings were noted."""
        found = changes(postings)
        if not found:
            return 0
        self._load(found)
        return max(abs(self._amounts[key]) + abs(amount) for key, amount in found.items())

    def backs(self, postings: Iterable[Posting]) -> list[Posting]:
        """Give what has to be put back before these postings take lots back that expired."""
        claimed = claws(postings)
        if not claimed:
            return []
        self._load(claimed)
        return [
            Posting(
                debit=accounts.EXPIRED,
                credit=accounts.open_(account),
                unit=unit,
                amount=amount,
                lot=lot,
            )
            for (account, unit, lot), claim in sorted(claimed.items())
            if (amount := min(claim, self._amounts[account, unit, lot])) > 0
        ]

    def put_back(self) -> None:
        """Write what changed."""
        amounts = {key: self._amounts[key] for key in self._changed}
        expired.save(self._connection, self._tenant, amounts)
        self._changed = set()

    def _load(self, keys: Iterable[LotKey]) -> None:
        missing = {account for account, _, _ in keys} - self._loaded
        if missing:
            self._take_turn()
            self._loaded |= missing
            self._amounts.update(expired.read(self._connection, self._tenant, missing))


def _lot(name: str, posting: Posting) -> LotKey:
    return name.split(":")[1], posting.unit, posting.lot

"""What really happened at the tills, kept apart from every ledger and by other code."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from cards.salecode import read
from cards.slip import Slip
from loyalty.accounts import POINTS
from loyalty.event import Posting, decode
from loyalty.number import DEMO_ISSUER
from storage.records import Entry, Grant
from tests.sim.faults import need

Key = tuple[str, str]
"""An account and a unit."""
LotKey = tuple[str, str, str]
"""An account, a unit and a lot."""
COUNTERS = ("spend", "visits", "earned", "carry:", "no_pin:", "pin_")


@dataclass(frozen=True, slots=True)
class Made:
    """One event that a till committed."""

    event_id: str
    seq: int
    raw: bytes
    hash: bytes
    account: str
    deltas: dict[Key, int]
    held: dict[LotKey, int]


@dataclass(slots=True)
class Purse:
    """What all tills together gave, paid out and took back of one unit in one account."""

    given: int = 0
    spent: int = 0
    taken_back: int = 0


@dataclass(slots=True)
class ShopTruth:
    """What is true of the whole shop."""

    purses: dict[Key, Purse] = field(default_factory=dict)
    sales: dict[str, Counter[str]] = field(default_factory=dict)
    reversed: set[str] = field(default_factory=set)
    accounts: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    members: set[str] = field(default_factory=set)
    numbers: dict[str, str] = field(default_factory=dict)
    """Card numbers by member."""
    pin_members: set[str] = field(default_factory=set)
    erased: set[str] = field(default_factory=set)
    programmes: set[int] = field(default_factory=set)
    pins: dict[str, str] = field(default_factory=dict)
    """What members remember, by card number."""

    def purse(self, key: Key) -> Purse:
        """Give a purse."""
        return self.purses.setdefault(key, Purse())


class TillTruth:
    """What one till committed and took, in order; outlives every crash."""

    def __init__(self, name: str, shop: ShopTruth, genesis: bytes) -> None:
        self.name = name
        self.shop = shop
        self.events: list[Made] = []
        self.places: dict[str, int] = {}
        self.head = genesis
        self.held: Counter[LotKey] = Counter()
        self.grants: set[str] = set()
        self.stale: set[str] = set()
        """Accounts whose figures at this till have to be looked at again."""
        self.count: Counter[str] = Counter()

    def committed(self, entry: Entry) -> None:
        """Note an event that is durable now; the commit has just returned."""
        made = decode(entry.raw)
        need(made.seq == len(self.events) + 1, "chain", self.name, "wrote seq", made.seq)
        deltas, held = effects_of(made.postings)
        self.places[made.id] = len(self.events)
        self.events.append(
            Made(made.id, made.seq, entry.raw, entry.hash, entry.account, deltas, held)
        )
        self.head = entry.hash
        self.count["events"] += 1
        for key, delta in held.items():
            self.held[key] += delta
            need(
                self.held[key] >= 0,
                "spent_unheld",
                f"{self.name} paid out {-delta} of {key} and held {self.held[key] - delta}",
            )
        self.shop.accounts.add(entry.account)
        self.stale.add(entry.account)
        if entry.member is not None:
            self.shop.members.add(entry.member.member_id)
            self.shop.numbers[entry.member.member_id] = entry.member.number
        if entry.person is not None:
            self.shop.people.add(entry.person.person.person_id)
        if entry.pin is not None:
            self.shop.pin_members.add(entry.pin.member_id)
        if made.type == "sale":
            self._sale(made.id, entry.account, made.data, deltas)
        elif "corrects" in made.data:
            self._reversal(entry.account, str(made.data["corrects"]), deltas)

    def took(self, grant: Grant) -> None:
        """Note a grant that the till says to have taken."""
        need(grant.grant_id not in self.grants, "grant_twice", self.name, "took", grant.grant_id)
        self.grants.add(grant.grant_id)
        self.stale.add(grant.account)
        for lot in grant.lots:
            self.held[grant.account, grant.unit, lot.lot] += lot.amount

    def saw(self, slip: Slip) -> None:
        """A slip came out: the sale that its code names is committed and was just that."""
        if not slip.sale or slip.copy:
            return
        need(slip.sale in self.places, "slip_without_sale", self.name, slip.sale)
        terms = read(slip.code, issuer=DEMO_ISSUER).terms
        data = decode(self.events[self.places[slip.sale]].raw).data
        points = [(given, spent) for unit, given, spent in parts_of(data) if unit == POINTS]
        did = (
            data["to_pay_minor"],
            sum(given for given, _ in points),
            sum(spent for _, spent in points),
        )
        said = (terms.amount_minor, terms.given, terms.spent)
        need((terms.sale, said) == (slip.sale, did), "slip_differs", terms, did)

    def since(self, seq: int, account: str) -> Counter[str]:
        """Sum what own events after `seq` did to an account, by unit."""
        total: Counter[str] = Counter()
        for made in self.events[seq:]:
            if made.account == account:
                for (_, unit), delta in made.deltas.items():
                    total[unit] += delta
        return total

    def held_since(self, seq: int, account: str) -> Counter[Key]:
        """Sum what own events after `seq` did to what is held of an account, by unit and lot."""
        total: Counter[Key] = Counter()
        for made in self.events[seq:]:
            if made.account == account:
                for (_, unit, lot), delta in made.held.items():
                    total[unit, lot] += delta
        return total

    def _sale(self, sale: str, account: str, data: dict[str, Any], deltas: dict[Key, int]) -> None:
        """What the cashier was told was given and used is what the postings do."""
        self.count["sales"] += 1
        said: Counter[str] = Counter()
        for row in data["given"]:
            said[row["unit"]] += row["amount"]
            self.shop.purse((account, row["unit"])).given += row["amount"]
        for row in data["spent"]:
            said[row["unit"]] -= row["amount"]
            self.count["redemptions"] += 1
            purse = self.shop.purse((account, row["unit"]))
            purse.spent += row["amount"]
            need(
                purse.spent <= purse.given,
                "overspent",
                f"{account} {row['unit']}: {purse.spent} paid out, {purse.given} ever given",
            )
        did = {unit: delta for (_, unit), delta in deltas.items() if not is_counter(unit)}
        need(_plain(said) == _plain(did), "sale_differs", sale, "said", said, "did", did)
        self.shop.sales[sale] = Counter({unit: delta for (_, unit), delta in deltas.items()})

    def _reversal(self, account: str, sale: str, deltas: dict[Key, int]) -> None:
        """Taking a sale back is its mirror image, once."""
        self.count["refunds"] += 1
        need(sale not in self.shop.reversed, "taken_back_twice", self.name, sale)
        self.shop.reversed.add(sale)
        was = self.shop.sales[sale]
        did = {unit: -delta for (_, unit), delta in deltas.items()}
        need(_plain(was) == _plain(did), "reversal_differs", sale, "was", was, "took", did)
        for made in self.events:
            if made.event_id == sale:
                for unit, given, spent in parts_of(decode(made.raw).data):
                    purse = self.shop.purse((account, unit))
                    purse.taken_back += given
                    purse.spent -= spent


def effects_of(postings: tuple[Posting, ...]) -> tuple[dict[Key, int], dict[LotKey, int]]:
    """Read postings as plain book-keeping: what each member account has more or less."""
    deltas: Counter[Key] = Counter()
    held: Counter[LotKey] = Counter()
    for posting in postings:
        for name, delta in ((posting.credit, posting.amount), (posting.debit, -posting.amount)):
            kind, _, rest = name.partition(":")
            if kind != "m":
                continue
            account, _, part = rest.partition(":")
            deltas[account, posting.unit] += delta
            if part == "held":
                held[account, posting.unit, posting.lot] += delta
    return dict(deltas), dict(held)


def parts_of(data: dict[str, Any]) -> list[tuple[str, int, int]]:
    """Give what a sale's breakdown says: unit, given, spent."""
    rows = [(str(row["unit"]), int(row["amount"]), 0) for row in data["given"]]
    return rows + [(str(row["unit"]), 0, int(row["amount"])) for row in data["spent"]]


def is_counter(unit: str) -> bool:
    """Say whether a unit only counts and cannot be spent."""
    return unit.startswith(COUNTERS)


def _plain(figures: dict[str, int]) -> dict[str, int]:
    return {unit: amount for unit, amount in figures.items() if amount}

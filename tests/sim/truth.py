"""What is true of the whole shop, kept apart from every ledger and by other code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from loyalty.event import Posting
from tests.sim.faults import need
from tests.sim.purses import Key, Purses
from tests.sim.reading import Made, effects_of, is_counter, parts_of, plain

GIVING = frozenset({"adjust", "benefit", "put_right", "refund", "transfer"})
"""Events of the server that give to members or take from them."""


@dataclass(slots=True)
class ShopTruth:
    """What all tills and the server did, whatever disks forgot later."""

    purses: Purses = field(default_factory=Purses)
    ever: dict[str, Made] = field(default_factory=dict)
    """Every event that any till ever committed, by id."""
    answered_twice: set[str] = field(default_factory=set)
    """Answers to wishes that two copies of a disk gave, each in its own words."""
    gone: set[str] = field(default_factory=set)
    """Events that were on no disk but one that was replaced, and that the server never got."""
    people_gone: set[str] = field(default_factory=set)
    """People whose data was on no other disk; their events can have been sent before it."""
    sales: dict[str, Counter[str]] = field(default_factory=dict)
    sold_in: dict[str, tuple[str, int]] = field(default_factory=dict)
    """The device and the epoch that recorded each sale."""
    slips: list[str] = field(default_factory=list)
    """The codes of slips that were printed."""
    reversed: set[str] = field(default_factory=set)
    accounts: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    members: set[str] = field(default_factory=set)
    numbers: dict[str, str] = field(default_factory=dict)
    """Card numbers by member."""
    pin_members: set[str] = field(default_factory=set)
    erased: set[str] = field(default_factory=set)
    roots: dict[str, str] = field(default_factory=dict)
    """What accounts go on as."""
    merged: set[str] = field(default_factory=set)
    """Members who go on as others."""
    told_merged: dict[str, str] = field(default_factory=dict)
    """Who went on as whom by the word of a server that was put back since."""
    programmes: set[int] = field(default_factory=set)
    pins: dict[str, str] = field(default_factory=dict)
    """What members remember, by card number."""
    made_of: dict[str, tuple[set[str], set[str]]] = field(default_factory=dict)
    """The members and the people that events brought, by event."""
    by_server: dict[str, frozenset[str]] = field(default_factory=dict)
    """What the server did by itself, by event, and on which accounts."""

    def root(self, account: str) -> str:
        """Give the account that goes on for this one."""
        while account in self.roots:
            account = self.roots[account]
        return account

    def group(self, account: str) -> list[str]:
        """Give all accounts that are one now."""
        root = self.root(account)
        return [root, *(old for old in self.roots if self.root(old) == root)]

    def merge(self, old: str, new: str) -> None:
        """Let an account go on as another."""
        self.roots[old] = new
        self.purses.merge(old, new)

    def server_did(self, event_id: str, kind: str, deltas: Mapping[Key, int]) -> None:
        """Count what the server gave or took by itself, the first time that it is seen."""
        if event_id in self.by_server:
            return
        self.by_server[event_id] = frozenset(account for account, _ in deltas)
        if kind not in GIVING:
            return
        for (account, unit), delta in deltas.items():
            purse = self.purses.of(account, unit)
            if kind == "transfer" or delta > 0:
                purse.given += delta
            else:
                purse.taken_back -= delta

    def server_forgot(self, known: Iterable[str]) -> None:
        """Note that the server's books are older: of its own events it knows these."""
        for event_id in self.by_server.keys() - set(known):
            self.purses.forgotten |= self.by_server[event_id]

    def is_lost(self, member: str, *, person: bool = False) -> bool:
        """Say whether a member, or their personal data, is known of lost events only."""
        if person and member in self.people_gone:
            return True
        at = 1 if person else 0
        told = [event_id for event_id, made in self.made_of.items() if member in made[at]]
        return bool(told) and self.gone.issuperset(told)

    def count(self, made: Made, *, sign: int = 1) -> None:
        """Count what a sale gave and paid out, or what came back of it; -1 takes it out again."""
        if made.type == "sale":
            self._count_sale(made, sign)
        elif made.type == "enrol":
            for row in made.data["given"]:
                self.purses.of(made.account, row["unit"]).given += sign * row["amount"]
        elif "corrects" in made.data:
            sale = self.ever[str(made.data["corrects"])]
            for unit, given, spent in parts_of(sale.data):
                purse = self.purses.of(made.account, unit)
                purse.taken_back += sign * given
                purse.spent -= sign * spent

    def _count_sale(self, made: Made, sign: int) -> None:
        for row in made.data["given"]:
            self.purses.of(made.account, row["unit"]).given += sign * row["amount"]
        for unit, amount in made.vouched.items():
            self.purses.allowed[unit] += sign * amount
        for row in made.data["spent"]:
            self.purses.of(made.account, row["unit"]).spent += sign * row["amount"]
            if sign > 0:
                self.purses.check_spent(made.account, row["unit"])

    def check_sale(self, made: Made) -> None:
        """What the cashier was told was given and used is what the postings do."""
        said: Counter[str] = Counter()
        for row in made.data["given"]:
            said[row["unit"]] += row["amount"]
        for row in made.data["spent"]:
            said[row["unit"]] -= row["amount"]
        did = {unit: delta for (_, unit), delta in made.deltas.items() if not is_counter(unit)}
        need(plain(said) == plain(did), "sale_differs", made.event_id, "said", said, "did", did)
        self.sales[made.event_id] = Counter({unit: n for (_, unit), n in made.deltas.items()})

    def check_reversal(self, made: Made) -> None:
        """Taking a sale back is its mirror image."""
        sale = str(made.data["corrects"])
        was = self.sales[sale]
        did = {unit: -delta for (_, unit), delta in made.deltas.items()}
        need(plain(was) == plain(did), "reversal_differs", sale, "was", was, "took", did)


def deltas_of(postings: tuple[Posting, ...]) -> dict[Key, int]:
    """Give what each member account has more or less."""
    return effects_of(postings)[0]

"""What one till's disk has to have: every event that it committed and every grant that it took."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Container
from dataclasses import dataclass, field

from cards.salecode import read
from cards.slip import Slip
from loyalty.accounts import POINTS
from loyalty.event import decode, genesis, link
from loyalty.number import DEMO_ISSUER
from storage.records import Entry, Grant, Head, StoredEvent
from tests.sim.faults import need
from tests.sim.purses import Key
from tests.sim.reading import LotKey, Made, effects_of, parts_of, vouched_of
from tests.sim.truth import ShopTruth


@dataclass(slots=True)
class Disk:
    """What is written on a disk; put back with it and copied with it."""

    epoch: int
    seq: int
    head: bytes
    feed: str = ""
    made: dict[str, Made] = field(default_factory=dict)
    """Events in their order."""
    corrected: set[str] = field(default_factory=set)
    held: Counter[LotKey] = field(default_factory=Counter)
    grants: set[str] = field(default_factory=set)
    has_rights: bool = True
    """False from when it has to begin anew with the server until it has."""


class TillTruth:
    """What one till committed and took, in order; outlives every crash."""

    def __init__(self, name: str, device: str, epoch: int, feed: str, shop: ShopTruth) -> None:
        self.name, self.device, self.shop = name, device, shop
        self.disk = Disk(epoch, 0, genesis(device, epoch), feed)
        self.by_account: defaultdict[str, list[Made]] = defaultdict(list)
        self.others: list[TillTruth] = []
        """Copies of this till's disk that are in use as well."""
        self.was_copied = False
        """Whether the disk was put back or copied: a sale may be taken back on both."""
        self.may_rejoin = False
        self._out_of = 0
        self.unbooked: set[str] = set()
        """Events of the disk that the server does not have."""
        self.stale: set[str] = set()
        """Accounts whose figures at this till have to be looked at again."""
        self.count: Counter[str] = Counter()

    def saved(self) -> Disk:
        """Give what a copy of the disk has that is made now."""
        disk = self.disk
        return Disk(
            disk.epoch,
            disk.seq,
            disk.head,
            disk.feed,
            dict(disk.made),
            set(disk.corrected),
            Counter(disk.held),
            set(disk.grants),
            disk.has_rights,
        )

    def sort_out(self, booked: Container[str]) -> None:
        """Find out what the server lacks, because its books or this disk are others now."""
        self.unbooked = {name for name in self.disk.made if name not in booked}

    def put_back(self, disk: Disk) -> None:
        """Go on from another disk."""
        self.disk = disk
        self.was_copied = self.may_rejoin = True
        self.by_account.clear()
        for made in disk.made.values():
            self._index(made)
        self.stale |= self.shop.accounts

    def cloned(self, name: str, disk: Disk, *, is_alike: bool) -> TillTruth:
        """Give the truth of a copy of this disk; of one that is alike both spend what it held."""
        twin = TillTruth(name, self.device, disk.epoch, disk.feed, self.shop)
        twin.put_back(disk)
        twin.unbooked = set(self.unbooked)
        twin.others.append(self)
        self.others.append(twin)
        self.was_copied = self.may_rejoin = True
        if is_alike:
            self.shop.purses.allow(self.held_in_all())
        return twin

    def committed(self, entry: Entry) -> None:
        """Note an event that is durable now; the commit has just returned."""
        event = decode(entry.raw)
        disk = self.disk
        need(event.seq == disk.seq + 1, "chain", self.name, "wrote seq", event.seq)
        deltas, held = effects_of(event.postings)
        made = Made(
            event.id,
            disk.epoch,
            event.seq,
            event.type,
            entry.raw,
            entry.hash,
            entry.account,
            deltas,
            held,
            vouched_of(event.postings) if event.type == "sale" else {},
            event.data,
        )
        # Copies of one disk may answer the same wish, under the same id: one of them is booked.
        is_again = event.id in self.shop.ever
        may_again = self.was_copied and "wish" in event.data
        need(may_again or not is_again, "id_twice", self.name, event.id)
        if is_again:
            self.shop.answered_twice.add(event.id)
        self.shop.ever.setdefault(event.id, made)
        disk.made[event.id] = made
        disk.seq, disk.head = event.seq, entry.hash
        self.unbooked.add(event.id)
        self._index(made)
        self.count["events"] += 1
        self._hold(made)
        if entry.account:
            self.shop.accounts.add(entry.account)
        self.stale |= {entry.account} - {""} | {account for account, _ in deltas}
        self._people(entry, event.id)
        self._check(made)
        if not is_again:
            self.shop.count(made)

    def began(self, head: Head, carried: Collection[StoredEvent]) -> None:
        """A new epoch began, with no rights; the tail of a fork is chained at its start."""
        need(head.epoch > self.disk.epoch, "epoch_old", self.name, head.epoch)
        need(self.may_rejoin, "needless_epoch", self.name, head.epoch)
        end = genesis(self.device, head.epoch)
        for one in carried:
            end = link(end, one.raw)
        need((head.seq, head.hash) == (len(carried), end), "tail_chain", self.name, head)
        raws = {made.raw: name for name, made in self.disk.made.items()}
        strange = [one.seq for one in carried if one.raw not in raws]
        need(not strange, "tail_strange", self.name, strange)
        self.disk.epoch, self.disk.seq, self.disk.head = head.epoch, head.seq, head.hash
        self.disk.feed = head.feed_epoch
        self.holds_nothing()
        self.disk.has_rights = True
        for other in self.others:
            other.put_out()

    def put_out(self) -> None:
        """The server frees what this disk's epoch held, because a copy of it asked for another.

        Nobody has told this one, which may pay out once more what it held.
        """
        if self._out_of != self.disk.epoch:
            self._out_of = self.disk.epoch
            self.shop.purses.allow(self.held_in_all())

    def holds_nothing(self) -> None:
        """What the till held is not its to spend any more."""
        self.stale |= {account for account, _, _ in self.disk.held}
        self.disk.held.clear()
        self.disk.grants.clear()
        self.disk.has_rights = False

    def took(self, grant: Grant) -> None:
        """Note a grant that the till says to have taken."""
        disk = self.disk
        need(grant.grant_id not in disk.grants, "grant_twice", self.name, "took", grant.grant_id)
        need(
            (grant.device, grant.epoch, grant.feed_epoch) == (self.device, disk.epoch, disk.feed),
            "grant_elsewhere",
            self.name,
            grant,
        )
        disk.grants.add(grant.grant_id)
        self.stale.add(grant.account)
        for lot in grant.lots:
            disk.held[grant.account, grant.unit, lot.lot] += lot.amount
        if any(grant.grant_id in other.disk.grants for other in self.others):
            self.shop.purses.allow({grant.unit: sum(lot.amount for lot in grant.lots)})

    def held_in_all(self) -> Counter[str]:
        """Sum what the till may pay out, by unit."""
        total: Counter[str] = Counter()
        for (_, unit, _), amount in self.disk.held.items():
            total[unit] += amount
        return total

    def saw(self, slip: Slip) -> None:
        """A slip came out: the sale that its code names is committed and was just that."""
        if not slip.sale or slip.copy:
            return
        need(slip.sale in self.disk.made, "slip_without_sale", self.name, slip.sale)
        terms = read(slip.code, issuer=DEMO_ISSUER).terms
        data = self.disk.made[slip.sale].data
        points = [(given, spent) for unit, given, spent in parts_of(data) if unit == POINTS]
        did = (
            data["to_pay_minor"],
            sum(given for given, _ in points),
            sum(spent for _, spent in points),
        )
        said = (terms.amount_minor, terms.given, terms.spent)
        need((terms.sale, said) == (slip.sale, did), "slip_differs", terms, did)
        self.shop.slips.append(slip.code)

    def since(self, is_known: Callable[[str], bool], accounts: Collection[str]) -> Counter[str]:
        """Sum what own events that are not known yet did to accounts, by unit."""
        total: Counter[str] = Counter()
        for named in accounts:
            for made in self.by_account.get(named, ()):
                if not is_known(made.event_id):
                    for (account, unit), delta in made.deltas.items():
                        if account == named:
                            total[unit] += delta
        return total

    def held_since(
        self, is_known: Callable[[str], bool], accounts: Collection[str]
    ) -> Counter[Key]:
        """Sum what this epoch's own events did to what is held, by unit and lot."""
        total: Counter[Key] = Counter()
        for named in accounts:
            for made in self.by_account.get(named, ()):
                if made.epoch != self.disk.epoch or is_known(made.event_id):
                    continue
                for (account, unit, lot), delta in made.held.items():
                    if account == named:
                        total[unit, lot] += delta
        return total

    def _index(self, made: Made) -> None:
        for account in {account for account, _ in made.deltas}:
            self.by_account[account].append(made)

    def _hold(self, made: Made) -> None:
        for key, delta in made.held.items():
            self.disk.held[key] += delta if self.disk.has_rights else min(delta, 0)
            need(
                self.disk.held[key] >= 0,
                "spent_unheld",
                f"{self.name} paid out {-delta} of {key} and held {self.disk.held[key] - delta}",
            )

    def _people(self, entry: Entry, event_id: str) -> None:
        shop = self.shop
        members, people = shop.made_of.setdefault(event_id, (set(), set()))
        if entry.member is not None:
            members.add(entry.member.member_id)
            shop.members.add(entry.member.member_id)
            shop.numbers[entry.member.member_id] = entry.member.number
        if entry.person is not None:
            people.add(entry.person.person.person_id)
            shop.people.add(entry.person.person.person_id)
        if entry.pin is not None:
            shop.pin_members.add(entry.pin.member_id)

    def _check(self, made: Made) -> None:
        if made.type == "sale":
            self.count["sales"] += 1
            self.shop.sold_in[made.event_id] = (self.device, made.epoch)
            self.count["redemptions"] += len(made.data["spent"])
            self.shop.check_sale(made)
        elif "corrects" in made.data:
            self.count["refunds"] += 1
            sale = str(made.data["corrects"])
            need(sale not in self.disk.corrected, "taken_back_twice", self.name, sale)
            is_again = sale in self.shop.reversed and not self.was_copied
            need(not is_again, "taken_back_twice", self.name, sale)
            self.disk.corrected.add(sale)
            self.shop.reversed.add(sale)
            self.shop.check_reversal(made)

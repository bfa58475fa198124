"""Rebuilds balances, rights and heads from the stored events, and names the first difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from loyalty import event
from loyalty.errors import LoyaltyError
from loyalty.event import Event
from server import homes, lapsed, refunding, shelf
from server.book import Book
from server.commands.uniting import JOINED, REDIRECTING
from server.figures.tally import Tally
from server.judge import CREATED, EXISTS
from server.purse import holder
from server.work import SERVER
from storage.records import Verification
from storage.server import events, expired, grants, heads, purses, redirects, refunds, tenants
from storage.server import figures as kept_figures
from storage.server import homes as kept_homes
from storage.server.database import Connection
from storage.server.events import Kept
from storage.server.figures import Gap
from storage.server.rows import SUM_MAX
from sync.sign import head_message
from sync.sign import verify as is_signed


class _Rebuilt:
    """What the events alone say."""

    def __init__(self, zone: str, gap: Gap | None) -> None:
        self.tally = Tally(zone)
        self.gap = gap
        self.book = Book()
        self.heads: dict[tuple[str, int], tuple[int, bytes]] = {}
        self.grants: set[str] = set()
        self.ids: set[str] = set()
        self.refunds: set[tuple[str, str]] = set()
        self.homes: dict[str, homes.Lent] = {}
        self.expired: Counter[tuple[str, str, str]] = Counter()
        self.checked: Counter[str] = Counter()

    def take(self, kept: Kept) -> str | None:
        """Add one event; give what is wrong with it in words."""
        where = f"event {kept.seq} of {kept.device} epoch {kept.epoch}"
        key = (kept.device, kept.epoch)
        seq, previous = self.heads.get(key, (0, event.genesis(*key)))
        self.checked["events"] += 1
        if kept.seq != seq + 1:
            return f"{where} follows {seq}"
        if event.link(previous, kept.raw) != kept.hash:
            return f"{where} does not hash to what is kept"
        self.heads[key] = (kept.seq, kept.hash)
        self.checked["postings"] += len(kept.postings)
        return self._book(kept, where)

    def _book(self, kept: Kept, where: str) -> str | None:
        is_new = kept.outcome == CREATED
        made = event.decode(kept.raw) if is_new or kept.postings else None
        if made is not None:
            if kept.postings != made.postings:
                return f"{where} has other postings than were booked"
            if kept.event_id in self.ids:
                return f"{where} is booked twice"
        if kept.outcome == EXISTS:
            if kept.postings:
                return f"{where} is booked although it was booked before"
            return None
        self.ids.add(kept.event_id)
        if self.gap is None or not self.gap.through < kept.position <= self.gap.until:
            self.tally.add(kept, made if is_new else None)
        who = "" if kept.device == SERVER else holder(kept.device, kept.epoch)
        self.book.apply(kept.postings, who)
        self.expired.update(lapsed.changes(kept.postings))
        if is_new and made is not None:
            self._follow(kept, made)
        return None

    def _follow(self, kept: Kept, made: Event) -> None:
        """Take in what an event changes besides figures."""
        is_own = kept.device == SERVER
        refunding.follow(made, self.refunds)
        maker = SERVER if is_own else holder(kept.device, kept.epoch)
        homes.follow_event(made, maker, self.homes)
        if is_own:
            self._of_server(made, kept.event_id)

    def _of_server(self, made: Event, event_id: str) -> None:
        """Take in what only the server's own events change."""
        if made.type == "grant":
            self.grants.add(event_id)
        elif made.type in REDIRECTING and made.data["from"] != made.data["to"]:
            joined = made.type == JOINED
            self.book.redirect(made.data["from"], made.data["to"], joined=joined)


def verify(connection: Connection, tenant: str) -> Verification:
    """Read every event in feed order and compare what it makes with what is stored."""
    found = tenants.read(connection, tenant)
    zone = found.zone if found is not None else "UTC"
    rebuilt = _Rebuilt(zone, kept_figures.gap(connection, tenant))
    try:
        difference = next(_differences(connection, tenant, rebuilt), None)
    except LoyaltyError as error:
        difference = error.message
    return Verification(
        ok=difference is None,
        events=rebuilt.checked["events"],
        checked=dict(rebuilt.checked),
        first_difference=difference,
    )


def _differences(connection: Connection, tenant: str, rebuilt: _Rebuilt) -> Iterator[str]:
    for kept in events.in_order(connection, tenant):
        wrong = rebuilt.take(kept)
        if wrong:
            yield wrong
    yield from _heads(connection, tenant, rebuilt)
    yield from _figures(connection, tenant, rebuilt)
    gone = {key: amount for key, amount in rebuilt.expired.items() if amount}
    rebuilt.checked["expired"] = len(gone)
    if gone != expired.everything(connection, tenant):
        yield "what has expired of some lot is not what the events let expire"
    yield from _redirects(connection, tenant, rebuilt)
    given = {grant.grant_id for grant in grants.everything(connection, tenant)}
    rebuilt.checked["grants"] = len(given)
    for name in sorted(given ^ rebuilt.grants):
        yield f"grant {name} is not the same among grants and events"
    yield from _refunds_and_homes(connection, tenant, rebuilt)
    yield from _counted(connection, tenant, rebuilt)


def _counted(connection: Connection, tenant: str, rebuilt: _Rebuilt) -> Iterator[str]:
    made = {
        key: (min(times, SUM_MAX), min(amount, SUM_MAX))
        for key, (times, amount) in rebuilt.tally.figures.items()
    }
    stored = kept_figures.everything(connection, tenant)
    rebuilt.checked["figures"] = len(stored)
    for key in sorted(made.keys() | stored.keys()):
        if made.get(key) != stored.get(key):
            yield f"the figure {key}: {made.get(key)} from events, {stored.get(key)}"
    bought = {key: row.bounded() for key, row in rebuilt.tally.shopping.items()}
    kept = kept_figures.shopping(connection, tenant)
    rebuilt.checked["shopping"] = len(kept)
    for name in sorted(bought.keys() | kept.keys()):
        if bought.get(name) != kept.get(name):
            yield f"what account {name[1]} bought in {name[0]} is not what the events say"


def _refunds_and_homes(connection: Connection, tenant: str, rebuilt: _Rebuilt) -> Iterator[str]:
    back = refunds.everything(connection, tenant)
    rebuilt.checked["refunds"] = len(back)
    for sale, name in sorted(back ^ rebuilt.refunds):
        yield f"refund {name} of sale {sale} is not the same among refunds and events"
    lent = kept_homes.lent(connection, tenant)
    rebuilt.checked["homes"] = len(lent)
    made = {account: home.home_id for account, home in rebuilt.homes.items()}
    for account in sorted(lent.keys() | made.keys()):
        if lent.get(account) != made.get(account):
            yield f"the home of account {account} is not the same among homes and events"


def _heads(connection: Connection, tenant: str, rebuilt: _Rebuilt) -> Iterator[str]:
    kept = heads.all_heads(connection, tenant)
    rebuilt.checked["heads"] = len(kept)
    for head in kept:
        where = f"the chain of {head.device} epoch {head.epoch}"
        key = (head.device, head.epoch)
        found = rebuilt.heads.pop(key, (0, event.genesis(*key)))
        if found != (head.acked_seq, head.head):
            yield f"{where} ends at {found[0]}, not at {head.acked_seq}"
        if head.signature:
            device = heads.device(connection, tenant, head.device)
            message = head_message(*key, head.acked_seq, head.head)
            if device is None or not is_signed(device.public_key, message, head.signature):
                yield f"{where} is not signed by its device"
    for device_name, epoch in sorted(rebuilt.heads):
        yield f"the chain of {device_name} epoch {epoch} has no head"


def _redirects(connection: Connection, tenant: str, rebuilt: _Rebuilt) -> Iterator[str]:
    kept = redirects.everything(connection, tenant, redirects.ACCOUNT)
    rebuilt.checked["redirects"] = len(kept)
    found = {(row.key, row.target, row.joined) for row in kept}
    made = {(old, new, rebuilt.book.is_joined(old)) for old, new in rebuilt.book.redirects.items()}
    for old, new, _ in sorted(found ^ made):
        yield f"what account {old} goes on as is not the same among events: {new}"


def _figures(connection: Connection, tenant: str, rebuilt: _Rebuilt) -> Iterator[str]:
    book = rebuilt.book
    for key, purse in book.purses.items():
        purse.check(*key)
    made = {(row.account, row.unit): row for row in shelf.balances(book, book.touched)}
    stored = {(row.account, row.unit): row for row in purses.balances(connection, tenant)}
    rebuilt.checked["balances"] = len(stored)
    for key in sorted(made.keys() | stored.keys()):
        if made.get(key) != stored.get(key):
            yield f"{key[1]} of account {key[0]}: {made.get(key)} from events, {stored.get(key)}"
    mine = {row for row in shelf.rights(book, book.touched) if row.amount}
    kept = set(purses.rights(connection, tenant))
    rebuilt.checked["rights"] = len(kept)
    for row in sorted(mine ^ kept, key=repr):
        yield f"a right differs: {row}"

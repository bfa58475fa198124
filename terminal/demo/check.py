"""Holds what the till and the server have against each other, from their folders alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import msgspec

from loyalty import event
from loyalty.accounts import GIVEN, POINTS, USED, changes
from loyalty.event import Event
from storage import keys
from storage.folder import Folder
from storage.keys import FileKeyStore
from storage.ledger import SqlLedger
from storage.records import Position
from storage.server import events, purses
from storage.server.database import Database, open_sqlite
from terminal.demo import scans

# As server.boot and server.keys name them; the demo reads these files after the server has ended.
SERVER_FILE = "server.db"
SERVER_KEY = "server-database"
TENANT = "tenant-name"
EXISTS = "exists"
EVERYTHING = Position(epoch=0, seq=0)


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """day.json: points are net of nothing; `earned - redeemed - reversed` is the till's total."""

    sales: int
    members: int
    earned: int
    redeemed: int
    reversed: int
    till_points_total: int
    server_points_total: int
    events_till: int
    events_server: int
    lost: int
    duplicated: int
    cards_drawn: int
    cards_read: int
    scan_to_screen_ms_p95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class TillSide:
    """What the till's ledger says."""

    made: tuple[Event, ...]
    device: str
    points: dict[str, int]
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSide:
    """What the server's books say; `ids` counts how often each event lies or is booked there."""

    ids: Counter[str]
    points: dict[str, int]


def look(folder: Folder) -> tuple[Day, tuple[str, ...]]:
    """Compare both sides; gives the figures and what is wrong, in words.

    Raises Outage or Corrupt when a file cannot be opened at all.
    """
    till, server, cards = _till(folder), _server(folder), scans.figures(folder.till)
    made = {one.id for one in till.made}
    day = Day(
        sales=sum(one.type == "sale" for one in till.made),
        members=sum(one.type == "enrol" for one in till.made),
        earned=sum(_moved(one, debit=GIVEN) for one in till.made if one.type == "sale"),
        redeemed=sum(_moved(one, credit=USED) for one in till.made if one.type == "sale"),
        reversed=-sum(_net(one) for one in till.made if one.type in ("undo", "refund")),
        till_points_total=sum(till.points.values()),
        server_points_total=sum(server.points.values()),
        events_till=len(till.made),
        events_server=sum(count for name, count in server.ids.items() if name in made),
        lost=sum(1 for name in made if name not in server.ids),
        duplicated=sum(1 for count in server.ids.values() if count > 1)
        + len(till.made)
        - len(made),
        cards_drawn=cards.drawn,
        cards_read=cards.read,
        scan_to_screen_ms_p95=cards.p95_ms,
    )
    return day, tuple(filter(None, (till.problem, *_problems(day, till, server))))


def _problems(day: Day, till: TillSide, server: ServerSide) -> list[str]:
    found = []
    if day.lost:
        found.append(f"{day.lost} events of the till are not at the server")
    if day.duplicated:
        found.append(f"{day.duplicated} events are there twice")
    for account in sorted(till.points.keys() | server.points.keys()):
        here, there = till.points.get(account, 0), server.points.get(account, 0)
        if here != there:
            found.append(f"account {account}: {here} points at the till, {there} at the server")
    if day.earned - day.redeemed - day.reversed != day.till_points_total:
        found.append("what was earned, used and taken back does not give the till's total")
    if day.cards_read != day.cards_drawn:
        found.append(f"{day.cards_drawn} cards were shown and {day.cards_read} read")
    return found


def _till(folder: Folder) -> TillSide:
    key = FileKeyStore(folder.keys).get(keys.DATABASE)
    assert key is not None, "a till that worked has a key"
    ledger = SqlLedger(folder.ledger, key, create=False)
    try:
        made = tuple(event.decode(raw) for raw in ledger.export())
        names = {change.account for one in made for change in changes(one.postings)}
        verified = ledger.verify()
        return TillSide(
            made=made,
            device=ledger.head().device,
            points={
                name: points
                for name in names
                if (points := ledger.effect(name, EVERYTHING).get(POINTS, 0))
            },
            problem="" if verified.ok else f"the till's ledger: {verified.first_difference}",
        )
    finally:
        ledger.close()


def _server(folder: Folder) -> ServerSide:
    database, tenant = server_database(folder)
    try:
        with database.read() as connection:
            ids: Counter[str] = Counter()
            for kept in events.in_order(connection, tenant):
                # What comes again under a new epoch is kept, and rightly booked only once.
                if kept.outcome != EXISTS or kept.postings:
                    ids[kept.event_id] += 1
            rows = purses.balances(connection, tenant)
    finally:
        database.close()
    points = {row.account: row.balance for row in rows if row.unit == POINTS and row.balance}
    return ServerSide(ids=ids, points=points)


def server_database(folder: Folder) -> tuple[Database, str]:
    """Open the books of a server that has ended, with the name of its shop."""
    store = FileKeyStore(folder.server / "keys")
    key, tenant = store.get(SERVER_KEY), store.get(TENANT)
    assert key is not None, "a server that worked has a key"
    assert tenant is not None, "a server that worked has a shop"
    return open_sqlite(folder.server / SERVER_FILE, key), tenant.hex()


def _moved(one: Event, *, debit: str = "", credit: str = "") -> int:
    return sum(
        posting.amount
        for posting in one.postings
        if posting.unit == POINTS and (posting.debit == debit or posting.credit == credit)
    )


def _net(one: Event) -> int:
    return sum(change.delta for change in changes(one.postings) if change.unit == POINTS)

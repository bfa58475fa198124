"""Entries for tests of storage: real events with real bytes, from a number that names them."""

from __future__ import annotations

from typing import Any

from loyalty import accounts, lots
from loyalty.event import Event, Posting, encode, link
from loyalty.ids import uuid7
from loyalty.lots import HeldLot
from storage.ports import Ledger
from storage.records import Entry, Grant, GrantAsked

ANNA = "a" * 32
BERT = "b" * 32
DEVICE = "till-1"
FEED = "feed-1"
KEY = bytes(range(32))
DAY = "2026-11-22"
START_US = 1_795_000_000_000_000


def event_id(n: int) -> str:
    """Name event number n."""
    return uuid7(START_US + n * 1_000_000, n.to_bytes(10, "big"))


def earned(account: str, amount: int, lot: str) -> Posting:
    """Give points that the server books."""
    return Posting(
        debit=accounts.GIVEN,
        credit=accounts.open_(account),
        unit=accounts.POINTS,
        amount=amount,
        lot=lot,
    )


def used(account: str, amount: int, lot: str) -> Posting:
    """Take points that the till holds."""
    return Posting(
        debit=accounts.held(account),
        credit=accounts.USED,
        unit=accounts.POINTS,
        amount=amount,
        lot=lot,
    )


def returned(account: str, amount: int, lot: str) -> Posting:
    """Give points that the till holds back to the server."""
    return Posting(
        debit=accounts.held(account),
        credit=accounts.open_(account),
        unit=accounts.POINTS,
        amount=amount,
        lot=lot,
    )


def taken_back(account: str, amount: int, lot: str) -> Posting:
    """Take points back that the server booked."""
    return Posting(
        debit=accounts.open_(account),
        credit=accounts.GIVEN,
        unit=accounts.POINTS,
        amount=amount,
        lot=lot,
    )


def visit(account: str) -> Posting:
    """Count a visit."""
    return Posting(
        debit=accounts.COUNTED, credit=accounts.count(account), unit=accounts.VISITS, amount=1
    )


def entry(ledger: Ledger, n: int, *postings: Posting, **more: Any) -> Entry:
    """Make the next entry of a ledger; by default it is a sale of 12.50 to Anna."""
    head = ledger.head()
    made = Event(
        id=event_id(n),
        seq=head.seq + 1,
        at="2026-11-22T10:15:00.123456Z",
        day=more.pop("day", DAY),
        clock="ok",
        type=more.pop("type", "sale"),
        actor="cashier:default",
        programme=1,
        postings=postings,
        data={"n": n} | more.pop("data", {}),
    )
    raw = encode(made)
    fields: dict[str, Any] = {"account": ANNA, "sale": made.id, "amount_minor": 1250} | more
    return Entry(event=made, raw=raw, hash=link(head.hash, raw), **fields)


def sale(ledger: Ledger, n: int, *, account: str = ANNA, points: int = 10, **more: Any) -> Entry:
    """Make a sale that earns points and counts a visit."""
    lot = lots.name(event_id(n))
    postings = (earned(account, points, lot), visit(account))
    return entry(ledger, n, *postings, account=account, **more)


def grant(grant_id: str, *held: HeldLot, account: str = ANNA, **more: Any) -> Grant:
    """Make a grant of points to the till under test."""
    fields: dict[str, Any] = {
        "device": DEVICE,
        "epoch": 1,
        "feed_epoch": FEED,
        "unit": accounts.POINTS,
    } | more
    return Grant(
        grant_id=grant_id, request_id=f"ask-{grant_id}", account=account, lots=held, **fields
    )


def asked(request_id: str, amount: int) -> GrantAsked:
    """Make a wish for some of Anna's points."""
    return GrantAsked(request_id=request_id, account=ANNA, unit=accounts.POINTS, amount=amount)

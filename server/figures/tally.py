"""Adds up what one transaction's events bring to the figures, and writes it with one statement."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Protocol

from loyalty import days
from loyalty.accounts import EXPIRED, GIVEN, SPEND, USED, VISITS, is_value
from loyalty.event import Event, Posting
from server.figures import told
from storage.server import figures
from storage.server.database import Connection
from storage.server.events import EventRow
from storage.server.figures import Shopping

BOOKED, POINTED = "booked", "pointed"
GIVEN_, GIVEN_BACK, USED_, USED_BACK = "given", "given_back", "used", "used_back"
EXPIRED_, EXPIRED_BACK = "expired", "expired_back"
_OUT_OF = {GIVEN: GIVEN_, USED: USED_BACK, EXPIRED: EXPIRED_BACK}
_INTO = {GIVEN: GIVEN_BACK, USED: USED_, EXPIRED: EXPIRED_}
SHOPS = frozenset({"sale", "undo", "refund"})
CLOSES_AFTER = 5
"""On how many days of the next month an event is still booked into its own."""


class Booked(Protocol):
    """What the figures need of an event, fresh or stored."""

    @property
    def device(self) -> str:
        """Name who made it."""

    @property
    def day(self) -> str:
        """Give its business date."""

    @property
    def received_us(self) -> int:
        """Give when it came in, in microseconds since 1970."""

    @property
    def type(self) -> str:
        """Name what happened."""

    @property
    def postings(self) -> tuple[Posting, ...]:
        """Give what was booked."""


class Tally:
    """Figures of one transaction, or of a whole ledger that is counted again."""

    def __init__(self, zone: str) -> None:
        self._zone = zone
        self.figures: dict[figures.Key, list[int]] = {}
        self.shopping: dict[tuple[str, str], Shopping] = {}

    def take(self, row: EventRow, made: Event | None) -> None:
        """Add an event as it is stored; `made` is what was decoded of one that is understood."""
        self.add(row, made if row.is_first and not row.reason else None)

    def add(self, kept: Booked, made: Event | None) -> None:
        """Add an event's booked postings, and what it says where it is understood (`made`)."""
        device, day = kept.device, kept.day
        if made is not None:
            for measure, part, times, amount in told.lines(made, self._zone):
                self._count((measure, day, device, part), times, amount)
        month = ""
        for posting in kept.postings:
            unit = posting.unit
            if unit in (SPEND, VISITS):
                if kept.type in SHOPS:
                    self._shop(posting, day)
                continue
            way = _OUT_OF.get(posting.debit) or _INTO.get(posting.credit)
            if way is None or not is_value(unit) or posting.debit[:5] == posting.credit[:5]:
                continue
            month = month or booked_month(day, kept.received_us, self._zone)
            self._count((BOOKED, month, device, f"{way}|{unit}"), 1, posting.amount)
            self._count((POINTED, day, device, f"{way}|{unit}"), 1, posting.amount)

    def put(self, connection: Connection, tenant: str) -> None:
        """Write it, and begin anew."""
        if self.figures:
            figures.gather(connection, tenant, self.figures)
            self.figures = {}
        if self.shopping:
            figures.gather_shopping(connection, tenant, list(self.shopping.values()))
            self.shopping = {}

    def _count(self, key: figures.Key, times: int, amount: int) -> None:
        found = self.figures.get(key)
        if found is None:
            self.figures[key] = [times, amount]
        else:
            found[0] += times
            found[1] += amount

    def _shop(self, posting: Posting, day: str) -> None:
        is_more = posting.debit == "shop:counted"
        name = (posting.credit if is_more else posting.debit).split(":")[1]
        key = (day[:7], name)
        kept = self.shopping.get(key)
        if kept is None:
            kept = self.shopping[key] = Shopping(month=key[0], account=name)
        if posting.unit == SPEND:
            if is_more:
                kept.spend_minor += posting.amount
            else:
                kept.back_minor += posting.amount
        elif is_more:
            on = _ordinal(day)
            kept.visits += posting.amount
            kept.first_on = min(kept.first_on, on)
            kept.last_on = max(kept.last_on, on)
        else:
            kept.visits_back += posting.amount


def booked_month(day: str, received_us: int, zone: str) -> str:
    """Give the month (`2026-11`) that an event is booked into.

    That is its own until the fifth day of the next one, and from then on the month in which it
    came in: a closed month never changes. A day that has not begun is booked when it came.
    """
    today = _today(received_us, zone)
    own, now = day[:7], today[:7]
    if own >= now:
        return now
    is_open = int(today[8:]) <= CLOSES_AFTER and own == month_before(now)
    return own if is_open else now


@lru_cache(maxsize=256)
def month_before(month: str) -> str:
    """Give the month before a month."""
    year, number = int(month[:4]), int(month[5:7])
    return f"{year - (number == 1):04}-{(number - 2) % 12 + 1:02}"


@lru_cache(maxsize=1_024)
def _today(received_us: int, zone: str) -> str:
    return days.business_date(received_us, zone).isoformat()


@lru_cache(maxsize=1_024)
def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()

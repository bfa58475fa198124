"""Gives an empty demo shop its members and their past weeks, through the real engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from loyalty import days, ids
from storage.folder import Folder
from storage.keys import KeyStore
from storage.records import PHONE, Person, PersonOut
from sync.client import Client
from sync.exchange import Push
from sync.wire import PushRequest
from terminal.demo import members
from terminal.demo.members import Regular, regulars
from terminal.till import card_stock, identify, large, opening, reward, roll, rows
from terminal.till import keys as till_keys
from terminal.till.courier import Courier, client_of
from terminal.till.desk import Desk
from terminal.till.line import Line
from terminal.till.messages import CardLeft, Scan

OPENS_MINUTES = 8 * 60
OPEN_MINUTES = 9 * 60
SYNC_EVERY_US = 5 * 24 * 60 * 60 * 1_000_000
FILLED = "demo_filled"
"""The mark of a till whose past weeks are all there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit in the past; `at` counts the visits of this person from 0."""

    at_us: int
    who: Regular
    at: int


class PastClock:
    """The clock of weeks gone by: it stands where the next visit is."""

    def __init__(self) -> None:
        self._us = 0

    def go_to(self, at_us: int) -> None:
        """Go on to a moment."""
        self._us = at_us

    def now_us(self) -> int:
        """Give microseconds since 1970."""
        return self._us

    def monotonic_ms(self) -> int:
        """Give milliseconds that never go back, as visits are in order."""
        return self._us // 1_000


def fill(
    folder: Folder,
    store: KeyStore,
    server_url: str,
    *,
    until_us: int,
    randomness: Callable[[int], bytes],
) -> None:
    """Play the visits of the weeks before the business date of `until_us`, and send them.

    Everything goes through the engine, the ledger and the line, so that balances, levels, stamps
    and rights are what the server says. What was cut off goes on where it stopped. Raises Outage
    when the server cannot be reached.
    """
    ledger = opening.ledger_of(folder, store)
    try:
        if ledger.get(FILLED):
            return
    finally:
        ledger.close()
    clock = PastClock()
    desk = opening.desk(folder, store, clock=clock, randomness=randomness)
    try:
        mailman = _Mailman(desk, clock, client_of(desk, store, server_url, clock, randomness))
        try:
            _play(desk, clock, mailman, until_us)
            mailman.send_names()
            clock.go_to(until_us)
            mailman.sync()
            desk.ledger.put(FILLED, "yes")
        finally:
            mailman.close()
    finally:
        opening.close(desk)


def visits(zone: str, today: str) -> list[Visit]:
    """Give every visit before a business date, in the order of time."""
    planned = []
    for who in regulars():
        for at in range(who.visits):
            day = date.fromisoformat(today) - timedelta(days=who.days_ago(at))
            # Anything that spreads people over the day will do, if it is the same every time.
            minute = OPENS_MINUTES + (int(who.digits[:4]) + 67 * at) % OPEN_MINUTES
            opened = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
            moment = opened.replace(hour=minute // 60, minute=minute % 60)
            planned.append(Visit(at_us=days.microseconds(moment), who=who, at=at))
    return sorted(planned, key=lambda visit: (visit.at_us, visit.who.digits))


def _play(desk: Desk, clock: PastClock, mailman: _Mailman, until_us: int) -> None:
    clock.go_to(until_us)
    # Of a till that was cut off the mark is somewhere in these weeks.
    desk.mark.set(until_us)
    synced_us = 0
    planned = visits(desk.shop.time_zone, desk.day())
    # Each visit is one sale, in this order.
    for visit in planned[len(desk.ledger.recent_sales(len(planned))) :]:
        clock.go_to(visit.at_us)
        if visit.at_us - synced_us > SYNC_EVERY_US:
            # Only what the server granted can be paid out, so it has to know the visits before.
            mailman.sync()
            synced_us = visit.at_us
        _visit(desk, mailman.line, visit)
    _lay_pile(desk)
    mailman.sync()


def _lay_pile(desk: Desk) -> None:
    """Make the blank cards of the pile, once: they are a batch like any shop's."""
    pile = members.pile(desk.shop.issuer)
    if not any(card_stock.is_issued(desk, one) for one in pile):
        card_stock.keep(desk, pile)


def _visit(desk: Desk, line: Line, visit: Visit) -> None:
    number = visit.who.number(desk.shop.issuer)
    identify.scan(desk, line, Scan(text=number, source="demo"))
    if visit.at == 0 and desk.sale is None:
        till_keys.typed(desk, line, visit.who.phone)
        till_keys.pressed(desk, line, "Enter")
        if desk.sale is None:
            # The invented numbers are close to each other, which is asked about once.
            till_keys.pressed(desk, line, "Enter")
    till_keys.typed(desk, line, str(visit.who.amount_minor(visit.at)))
    assert desk.sale is not None, visit
    for row, offer in enumerate(reward.listed(desk)):
        if offer.usable and not offer.needs_grant and offer.reward_id in visit.who.uses:
            reward.use(desk, line, row)
            break
    till_keys.pressed(desk, line, "Enter")
    if desk.question is not None and desk.question.kind == large.KIND:
        # A big round, which is asked about once.
        till_keys.pressed(desk, line, "Enter")
    identify.left(desk, CardLeft(text=number))
    assert desk.sale is None, visit


class _Mailman:
    """Carries events to the server and its answers back, as the till's own line does."""

    def __init__(self, desk: Desk, clock: PastClock, client: Client) -> None:
        self._desk = desk
        self._clock = clock
        self._client = client
        self._courier = Courier(desk, client)
        self.line = self._courier.line

    def sync(self) -> None:
        """Push and pull until there is nothing more to say."""
        self._courier.sync()
        # The server lives in the present, and the shop is still in the past.
        self._desk.mark.set(self._clock.now_us())

    def send_names(self) -> None:
        """Send what members would type on their own phones: names."""
        head = self._desk.ledger.head()
        request = PushRequest(
            epoch=head.epoch,
            from_seq=head.seq + 1,
            previous=head.hash.hex(),
            head=head.hash.hex(),
            events=[],
            people=[rows.person_row(_named(self._desk, who)) for who in regulars()],
        )
        self._client.push(Push(request=request))

    def close(self) -> None:
        """Hang up."""
        self._courier.close()


def _named(desk: Desk, who: Regular) -> PersonOut:
    member = roll.by_number(desk, who.number(desk.shop.issuer))
    assert member is not None, who
    known = roll.person(desk, member.member_id)
    person = Person(
        person_id=member.member_id,
        version=known.version + 1 if known else 1,
        name=who.name,
        phone=who.phone,
        language=who.language,
    )
    phone_index = {PHONE: ids.blind_phone(desk.tenant_key, who.phone)} if who.phone else {}
    return PersonOut(person=person, blind=phone_index)

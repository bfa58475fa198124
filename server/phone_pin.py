"""Checks and chooses PINs for the member page; wrong ones are counted as a till counts them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from loyalty import pin as rules
from loyalty.errors import Outage
from loyalty.postings import of_entries
from server import pins
from server.keys import Secrets
from server.work import Work
from storage import pin_hash
from storage.peppers import FIRST
from storage.records import Member, Pin
from storage.server import pins as table
from storage.server import purses
from storage.server.database import Connection, Database
from storage.server.people import PeopleKeys

AT_ONCE = 2
"""Each check takes 19 MiB for 50 ms, and strangers may ask for as many as they like."""
WAIT_S = 5.0
ABROAD = "00"
Outcome = Literal["chosen", "weak", "differ", "wrong"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a member typed to choose a PIN; `current` is empty where none is asked."""

    pin: str
    again: str
    current: str = ""

    def __repr__(self) -> str:
        """Show nothing of it."""
        return "Wish()"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A PIN, and what was counted of wrong ones."""

    pin: Pin | None
    counters: dict[str, int]

    @property
    def verifier(self) -> str:
        """Give what a PIN can be checked with; empty where there is none, or where it is locked."""
        pin = self.pin
        if pin is None or rules.is_locked(self.counters, pin.member_id, pin.version):
            return ""
        return pin.verifier

    @property
    def number(self) -> int:
        """Say which pepper it was made under."""
        return self.pin.pepper if self.pin is not None else FIRST


class PinDoor:
    """Says whether a PIN is its member's; each method is short transactions around one hash."""

    def __init__(
        self,
        *,
        database: Database,
        tenant: str,
        keys: PeopleKeys,
        secrets: Secrets,
        begin: Callable[[Connection, int], Work],
    ) -> None:
        """Keep the door of a shop; `begin` starts what one transaction does."""
        self._database = database
        self._tenant = tenant
        self._keys = keys
        self._peppers = secrets.peppers
        self._begin = begin
        self._room = threading.BoundedSemaphore(AT_ONCE)

    def opens(self, member: Member | None, pin: str, now_us: int) -> bool:
        """Say whether this is the member's PIN; a wrong one counts towards the lock of the day.

        Nobody, no PIN, a locked one and a wrong one give one answer after the same work. Of tries
        that overlap only the first is answered truly, so that sending many at once helps nobody.
        A right one of before a till was lost is kept under the newest pepper from then on. Where a
        server that was put back lacks its pepper the answer is no, and nothing is counted.
        Raises Outage `server_busy`.
        """
        known = self._known(member)
        member_id = member.member_id if member else ""
        peppers = self._peppers.known()
        newest = max(peppers)
        pepper = peppers.get(known.number)
        verifier = known.verifier if pepper is not None else ""
        fits = self._fits(verifier, pepper or peppers[newest], member_id, pin)
        anew = ""
        if fits and known.number < newest:
            anew = self._made(peppers[newest], member_id, pin)
        if member is None or not verifier:
            return False
        with self._database.write() as connection:
            work = self._begin(connection, now_us)
            work.take_turn()  # or two tries at once would both find that nobody else tried
            now = self._read(connection, member)
            if fits and now == known:
                if anew:
                    pins.put(work, self._keys, member_id, anew, pepper=newest, kind="pin_remade")
                    work.finish()
                return True
            if now.pin is not None and now.verifier:
                self._count(work, member, now.pin, now.counters)
        return False

    def choose(self, member: Member, wish: Wish, now_us: int, *, asks_current: bool) -> Outcome:
        """Give a member the PIN that they typed twice; it also ends every lock.

        Raises Outage `server_busy`.
        """
        if wish.pin != wish.again:
            return "differ"
        is_pin = rules.is_pin(wish.pin) and len(wish.pin) == rules.MEMBER_PIN_DIGITS
        if not is_pin or rules.is_weak(wish.pin):
            return "weak"
        if asks_current and not self.opens(member, wish.current, now_us):
            return "wrong"
        pepper, secret = self._peppers.newest()
        verifier = self._made(secret, member.member_id, wish.pin)
        with self._database.write() as connection:
            work = self._begin(connection, now_us)
            pins.put(work, self._keys, member.member_id, verifier, pepper=pepper)
            work.finish()
        return "chosen"

    def _known(self, member: Member | None) -> _Known:
        if member is None:
            return _Known(pin=None, counters={})
        with self._database.read() as connection:
            return self._read(connection, member)

    def _read(self, connection: Connection, member: Member) -> _Known:
        found = table.read(connection, self._tenant, self._keys, [member.member_id])
        counted = purses.balances(connection, self._tenant, [member.account])
        return _Known(
            pin=found[0] if found else None,
            counters={
                row.unit: row.balance for row in counted if row.unit.startswith(rules.COUNTED)
            },
        )

    def _count(self, work: Work, member: Member, pin: Pin, counters: dict[str, int]) -> None:
        counted = rules.wrong_try(counters, member.member_id, pin.version, work.day)
        data = {"member": member.member_id, "version": pin.version, "where": "page"}
        event_id = work.new_id()
        postings = of_entries(member.account, event_id, counted=counted)
        work.act("pin_wrong", postings, data, event_id)
        work.finish()

    def _fits(self, verifier: str, pepper: bytes, member_id: str, pin: str) -> bool:
        with self._in_turn():
            return pin_hash.fits(verifier, pin_hash.keyed(pepper, member_id, pin))

    def _made(self, pepper: bytes, member_id: str, pin: str) -> str:
        with self._in_turn():
            return pin_hash.make(pin_hash.keyed(pepper, member_id, pin))

    def _in_turn(self) -> _Turn:
        return _Turn(self._room)


class _Turn:
    """A place among the few who may hash at once."""

    def __init__(self, room: threading.BoundedSemaphore) -> None:
        self._room = room

    def __enter__(self) -> None:
        if not self._room.acquire(timeout=WAIT_S):
            raise Outage("server_busy", "too many PINs are being checked: come back soon")

    def __exit__(self, *_: object) -> None:
        self._room.release()


def e164(typed: str, zone: str) -> str:
    """Give a phone number as typed where the shop stands, in E.164; empty when it is none."""
    import phonenumbers
    from babel.core import get_global

    region = get_global("zone_territories").get(zone)
    text = typed.strip()
    ways = [text, f"+{text.removeprefix(ABROAD)}"] if text.startswith(ABROAD) else [text]
    for way in ways:
        try:
            number = phonenumbers.parse(way, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            found: str = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
            return found
    return ""

"""A directory in plain dicts, under the same contract as the real one."""

from __future__ import annotations

from collections.abc import Mapping

from loyalty.errors import Refusal
from loyalty.phonecode import PhoneKey
from storage import issued
from storage.records import (
    Credential,
    Member,
    Page,
    Person,
    Pin,
    Position,
    RefundAnswer,
    ServerStanding,
    ShopDevice,
)
from storage.redirects import ACCOUNT, MEMBER
from tests.contract.memory_people import MemoryPeople
from tests.contract.memory_pins import MemoryPins


class MemoryDirectory:
    """The directory of one till in memory."""

    def __init__(self) -> None:
        self.people = MemoryPeople()
        self._pins = MemoryPins(self.people)
        self._standings: dict[str, ServerStanding] = {}
        self._programmes: dict[bytes, None] = {}
        self._phone_keys: dict[int, PhoneKey] = {}
        self._settings: dict[str, str] = {}
        self._devices: dict[str, ShopDevice] = {}
        self._answers: dict[str, RefundAnswer] = {}
        self._redirects: dict[str, dict[str, str]] = {ACCOUNT: {}, MEMBER: {}}
        self._cursor = ""
        self._feed_epoch = ""
        self._own = Position(epoch=0, seq=0)

    def cursor(self) -> str:
        """Give the opaque place in the feed."""
        return self._cursor

    def feed_epoch(self) -> str:
        """Give the feed that the cursor belongs to."""
        return self._feed_epoch

    def own(self) -> Position:
        """Give the last own event that every standing here includes at least."""
        return self._own

    def apply(self, page: Page) -> None:
        """Take one page."""
        if self._feed_epoch not in ("", page.feed_epoch):
            raise Refusal("feed_changed", "the server has a new feed: forget the old one first")
        for row in page.standings:
            old = self._standings.get(row.account)
            if old is None or old.position <= row.position:
                self._standings[row.account] = row
        for member in page.members:
            self.people.put_member(member)
        for person in page.people:
            self.people.put_person(person)
        for credential in page.credentials:
            self.people.put_credential(credential)
        if page.programmes and not self.cursor():
            self._programmes = {}
        self._programmes.update(dict.fromkeys(page.programmes))
        self._phone_keys.update({key.key_id: key for key in page.phone_keys})
        for pin in page.pins:
            self._pins.put(pin)
        for credential in page.visit_pins:
            self._pins.put_visit(credential)
        self._settle(page.settings)
        self._devices.update({one.device: one for one in page.devices})
        self._answers.update({one.wish: one for one in page.refund_answers})
        self._redirects[ACCOUNT].update(page.redirects)
        self._redirects[MEMBER].update(page.merged)
        self.people.erase(page.erased)
        self._pins.erase(page.erased)
        self._cursor, self._feed_epoch, self._own = page.cursor, page.feed_epoch, page.own

    def _settle(self, settings: Mapping[str, str]) -> None:
        for name, value in settings.items():
            for credential in issued.credentials(name, value) if issued.is_batch(name) else ():
                self.people.put_credential(credential)
            if not issued.is_batch(name):
                self._settings[name] = value

    def forget(self) -> None:
        """Start from nothing; the erased stay erased."""
        erased, programmes = self.people.erased, self._programmes
        self.__init__()  # type: ignore[misc] # the same object, new from the first line
        self.people.erased.update(erased)
        self._programmes = programmes

    def standing(self, account: str) -> ServerStanding | None:
        """Give what the server last said of an account."""
        return self._standings.get(account)

    def member(self, member_id: str) -> Member | None:
        """Find a member."""
        return self.people.members.get(member_id)

    def member_by(self, kind: str, key: str) -> Member | None:
        """Find a member by credential."""
        return self.people.member_by(kind, key)

    def person(self, person_id: str) -> Person | None:
        """Find personal data."""
        return self.people.persons.get(person_id)

    def people_named(self, words: str, limit: int) -> tuple[str, ...]:
        """Give ids of people whose name has words that begin like these."""
        return self.people.named(words, limit)

    def people_phoned(self, digits: str, limit: int) -> tuple[str, ...]:
        """Give ids of people whose phone number ends in these digits."""
        return self.people.phoned(digits, limit)

    def keys_between(self, kind: str, low: str, high: str, limit: int) -> tuple[str, ...]:
        """Give what of a kind can be shown, from one text to another, in their order."""
        return self.people.keys_between(kind, low, high, limit)

    def members_ending(self, digits: str, limit: int) -> tuple[str, ...]:
        """Give ids of members whose card number ends in these digits."""
        return self.people.members_ending(digits, limit)

    def members_count(self, limit: int) -> int:
        """Count the members, but no further than `limit`."""
        return min(len(self.people.members), limit)

    def credentials_of(self, member_id: str) -> tuple[Credential, ...]:
        """Give what a member can show."""
        found = [c for c in self.people.credentials.values() if c.member_id == member_id]
        return tuple(sorted(found, key=lambda credential: (credential.kind, credential.key)))

    def pin(self, member_id: str) -> Pin | None:
        """Find what a member's PIN is checked with."""
        return self._pins.pins.get(member_id)

    def programmes(self) -> tuple[bytes, ...]:
        """Give every programme version the server sent."""
        return tuple(self._programmes)

    def phone_keys(self) -> dict[int, PhoneKey]:
        """Give the keys that phones' codes are checked with."""
        return dict(self._phone_keys)

    def device(self, name: str) -> ShopDevice | None:
        """Find a till of the shop."""
        return self._devices.get(name)

    def refund_answer(self, wish: str) -> RefundAnswer | None:
        """Give what became of a wish."""
        return self._answers.get(wish)

    def redirects(self, kind: str) -> dict[str, str]:
        """Give which accounts or members go on as which others."""
        return self._redirects[kind]

    def setting(self, name: str) -> str:
        """Give a setting of the shop."""
        return self._settings.get(name, "")

    def close(self) -> None:
        """Keep everything: memory has no file to close."""

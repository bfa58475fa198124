"""directory.db: what the server said; replaceable, written only by pull and snapshot."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import bindparam, delete, func, select, text
from sqlalchemy.dialects.sqlite import insert

from loyalty import card_stock
from loyalty.errors import Refusal
from loyalty.phonecode import PhoneKey
from storage import issued, migrate
from storage.database import Database
from storage.migrations import DIRECTORY_STEPS
from storage.named import Named
from storage.people import People
from storage.pins import Pins
from storage.records import (
    Act,
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
from storage.redirects import ACCOUNT, MEMBER, Redirects
from storage.tables import DIRECTORY, directory_meta, phone_key, programme, standing
from storage.told import Told

FILE: Final = "directory"
CACHE_KB: Final = 8 * 1024
"""Each page that is kept need not be decrypted again, and every search passes through the same
few inner ones; two words of a name pass through the most. Twice as much made the slowest twentieth
of searches by name a ninth faster with a million members, and filled up over a day until the
counter was well above its 200 MB."""
_CURSOR: Final = "cursor"
_FEED_EPOCH: Final = "feed_epoch"
_OWN_EPOCH: Final = "own_epoch"
_OWN_SEQ: Final = "own_seq"
_OF_SHOP: Final = "shop/"
"""What the names of the shop's settings begin with, among the other marks of this file."""
_PLACES: Final = (_CURSOR, _FEED_EPOCH, _OWN_EPOCH, _OWN_SEQ)

_STANDING: Final = select(
    standing.c.position, standing.c.own_epoch, standing.c.own_seq, standing.c.figures
).where(standing.c.account == bindparam("account"))
_stand = insert(standing)
_STAND: Final = _stand.on_conflict_do_update(
    index_elements=["account"],
    set_={name: _stand.excluded[name] for name in ("position", "own_epoch", "own_seq", "figures")},
    where=_stand.excluded.position >= standing.c.position,
)
_PROGRAMMES: Final = select(programme.c.raw).order_by(programme.c.n)
_NEXT_N: Final = select(func.coalesce(func.max(programme.c.n), 0) + 1)
_PROGRAMME: Final = insert(programme).on_conflict_do_nothing()
_FORGET_PROGRAMMES: Final = delete(programme)
_PHONE_KEYS: Final = select(phone_key.c.key_id, phone_key.c.public, phone_key.c.last_step)
_put_key = insert(phone_key)
_PHONE_KEY: Final = _put_key.on_conflict_do_update(
    index_elements=["key_id"],
    set_={name: _put_key.excluded[name] for name in ("public", "last_step")},
)
_FORGETTING: Final = (
    text("INSERT INTO person_word (person_word) VALUES ('delete-all')"),
    *(delete(DIRECTORY.tables[name]) for name in ("standing", "member", "credential")),
    *(delete(DIRECTORY.tables[name]) for name in ("person", "phone_key", "pin")),
)


class _Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What stands of an account beside its places, as JSON in one column."""

    balance: dict[str, int]
    owed: dict[str, int]
    counters: dict[str, int]


class SqlDirectory:
    """The directory of one till in SQLite; see storage.ports.Directory for the promises."""

    def __init__(self, path: Path, key: bytes, *, create: bool = True) -> None:
        """Open the file under a raw 256-bit key and bring it to this program's version.

        Raises Outage `database_newer`, `disk_*`, `database_busy`; Corrupt `wrong_key`,
        `directory_corrupt` (then the file may be deleted: the server sends everything again).
        """
        self._db = Database(path, key, file=FILE, create=create)
        try:
            self._db.check()
            self._db.sql(f"PRAGMA cache_size = -{CACHE_KB}")
            migrate.upgrade(self._db, DIRECTORY_STEPS, key)
            self._marks = Named(self._db, directory_meta)
            self._people = People(self._db, DIRECTORY)
            self._pins = Pins(self._db, DIRECTORY, self._people)
            self._told = Told(self._db)
            self._redirects = Redirects(self._db)
            self._understand()
        except BaseException:
            self._db.close()
            raise

    @property
    def database(self) -> Database:
        """The open file, for backup and doctor."""
        return self._db

    def cursor(self) -> str:
        """Give the opaque place in the feed; empty before the first pull."""
        return self._get(_CURSOR)

    def feed_epoch(self) -> str:
        """Give the feed that the cursor belongs to; empty before the first pull."""
        return self._get(_FEED_EPOCH)

    def own(self) -> Position:
        """Give the last own event that every standing here includes at least."""
        return Position(epoch=int(self._get(_OWN_EPOCH) or 0), seq=int(self._get(_OWN_SEQ) or 0))

    def apply(self, page: Page) -> None:
        """Take one page in one transaction. Raises Refusal `feed_changed` for another feed."""
        known = self.feed_epoch()
        if known not in ("", page.feed_epoch):
            raise Refusal(
                "feed_changed",
                "the server has a new feed: forget the old one first",
                expected=known,
                got=page.feed_epoch,
            )
        with self._db.transaction():
            for row in page.standings:
                self._stand(row)
            self._take_people(page)
            if page.programmes and not self.cursor():
                self._db.run(_FORGET_PROGRAMMES)
            for raw in page.programmes:
                self._put_programme(raw)
            for key in page.phone_keys:
                self._put_phone_key(key)
            self._redirects.put(ACCOUNT, page.redirects)
            self._redirects.put(MEMBER, page.merged)
            self._settle(page.settings)
            self._told.take(page)
            self._place(page)
        if page.redirects or page.merged:
            self._redirects.read()
        if page.erased:
            self._db.fold_log()

    def forget(self) -> None:
        """Start from nothing, because the server has a new feed; the erased stay erased.

        So do the programmes until others come: without one a till that is started now cannot open.
        """
        with self._db.transaction():
            for statement in _FORGETTING:
                self._db.run(statement)
            self._marks.drop_all(_OF_SHOP)
            self._told.forget()
            for name in _PLACES:
                self._marks.drop(name)
            self._redirects.forget()
        self._redirects.read()

    def standing(self, account: str) -> ServerStanding | None:
        """Give what the server last said of an account."""
        row = self._db.one(_STANDING, account=account)
        if row is None:
            return None
        figures = msgspec.json.decode(row[3], type=_Figures)
        return ServerStanding(
            account=account,
            position=row[0],
            own=Position(epoch=row[1], seq=row[2]),
            balance=figures.balance,
            owed=figures.owed,
            counters=figures.counters,
        )

    def member(self, member_id: str) -> Member | None:
        """Find a member."""
        return self._people.member(member_id)

    def member_by(self, kind: str, key: str) -> Member | None:
        """Find a member by credential."""
        return self._people.member_by(kind, key)

    def person(self, person_id: str) -> Person | None:
        """Find personal data."""
        return self._people.person(person_id)

    def people_named(self, words: str, limit: int) -> tuple[str, ...]:
        """Give ids of people whose name has words that begin like these."""
        return self._people.named(words, limit)

    def people_phoned(self, digits: str, limit: int) -> tuple[str, ...]:
        """Give ids of people whose phone number ends in these digits."""
        return self._people.phoned(digits, limit)

    def keys_between(self, kind: str, low: str, high: str, limit: int) -> tuple[str, ...]:
        """Give what of a kind can be shown, from one text to another, in their order."""
        return self._people.keys_between(kind, low, high, limit)

    def members_ending(self, digits: str, limit: int) -> tuple[str, ...]:
        """Give ids of members whose card number ends in these digits."""
        return self._people.members_ending(digits, limit)

    def members_count(self, limit: int) -> int:
        """Count the members, but no further than `limit`."""
        return self._people.members_count(limit)

    def credentials_of(self, member_id: str) -> tuple[Credential, ...]:
        """Give what a member can show."""
        return self._people.credentials_of(member_id)

    def pin(self, member_id: str) -> Pin | None:
        """Find what a member's PIN is checked with, as the server last said."""
        return self._pins.get(member_id)

    def programmes(self) -> tuple[bytes, ...]:
        """Give every programme version the server sent, in the order in which it came."""
        return tuple(bytes(row[0]) for row in self._db.all(_PROGRAMMES))

    def phone_keys(self) -> Mapping[int, PhoneKey]:
        """Give the keys that phones' codes are checked with, by their ids."""
        return {
            row[0]: PhoneKey(key_id=row[0], public=bytes(row[1]), last_step=row[2])
            for row in self._db.all(_PHONE_KEYS)
        }

    def device(self, name: str) -> ShopDevice | None:
        """Find a till of the shop."""
        return self._told.device(name)

    def refund_answer(self, wish: str) -> RefundAnswer | None:
        """Give what became of a wish to take a sale back; None while nobody has decided."""
        return self._told.refund_answer(wish)

    def redirects(self, kind: str) -> Mapping[str, str]:
        """Give which accounts or members go on as which others, one step each."""
        return self._redirects.of(kind)

    def acts(self, limit: int) -> tuple[Act, ...]:
        """Give what the owner had done on the server, the newest first; a new feed keeps it."""
        return self._told.acts(limit)

    def setting(self, name: str) -> str:
        """Give what the server said of a setting of the shop; empty when there is none."""
        return self._get(_OF_SHOP + name)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def _take_people(self, page: Page) -> None:
        """Take what came about people: the erased last, so that nothing of them stays."""
        for member in page.members:
            self._people.put_member(member)
        for person in page.people:
            self._people.put_person(person)
        for credential in page.credentials:
            self._people.put_credential(credential)
        for pin in page.pins:
            self._pins.put(pin)
        for credential in page.visit_pins:
            self._pins.put_visit(credential)
        self._people.erase(page.erased)
        self._pins.erase(page.erased)

    def _get(self, name: str) -> str:
        return self._marks.get(name) or ""

    def _stand(self, row: ServerStanding) -> None:
        figures = _Figures(
            balance=_plain(row.balance), owed=_plain(row.owed), counters=_plain(row.counters)
        )
        self._db.run(
            _STAND,
            {
                "account": row.account,
                "position": row.position,
                "own_epoch": row.own.epoch,
                "own_seq": row.own.seq,
                "figures": msgspec.json.encode(figures).decode(),
            },
        )

    def _put_programme(self, raw: bytes) -> None:
        found = self._db.one(_NEXT_N)
        row = {"digest": hashlib.sha256(raw).digest(), "n": found[0] if found else 1, "raw": raw}
        self._db.run(_PROGRAMME, row)

    def _put_phone_key(self, key: PhoneKey) -> None:
        row = {"key_id": key.key_id, "public": key.public, "last_step": key.last_step}
        self._db.run(_PHONE_KEY, row)

    def _understand(self) -> None:
        """Take batches as what they are that an older program kept as a setting like any other."""
        kept = self._marks.beginning(_OF_SHOP + card_stock.SETTING)
        if not kept:
            return
        with self._db.transaction():
            self._settle({name.removeprefix(_OF_SHOP): value for name, value in kept.items()})
            for name in kept:
                self._marks.drop(name)

    def _settle(self, settings: Mapping[str, str]) -> None:
        for name, value in settings.items():
            if issued.is_batch(name):
                for credential in issued.credentials(name, value):
                    self._people.put_credential(credential)
            else:
                self._marks.put(_OF_SHOP + name, value)

    def _place(self, page: Page) -> None:
        values = (page.cursor, page.feed_epoch, str(page.own.epoch), str(page.own.seq))
        for name, value in zip(_PLACES, values, strict=True):
            self._marks.put(name, value)


def _plain(figures: Mapping[str, int]) -> dict[str, int]:
    return dict(figures)

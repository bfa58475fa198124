"""The values that go into and come out of the till's databases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from loyalty.event import Event
from loyalty.lots import HeldLot
from loyalty.phonecode import PhoneKey

CARD = "card"
PHONE = "phone"
LEGACY = "legacy"
CARD_LOST = "card_lost"
"""The number of a card that another one took the place of: it finds nobody any more."""
CARD_WAITS = "card_waits"
"""`NUMBER:SECONDS`: a card that replaced another pays for nothing before that time of 1970."""
CARD_ISSUED = "card_issued"
"""The number of a card that was made; it stays when somebody has the card."""
SHOWN = frozenset({CARD, LEGACY, CARD_LOST, CARD_WAITS, CARD_ISSUED})
"""Kinds that are numbers on cards: no personal data, and whoever had one first keeps it."""
VISIT_PIN = "visit_pin"
VISIT_PIN_TAKEN = "visit_pin_taken"
"""Somebody else had this visit PIN first, at another till: the member has to choose another."""
VISIT_KINDS = (VISIT_PIN, VISIT_PIN_TAKEN)

ACTIVE = "active"
BLOCKED = "blocked"
MERGED = "merged"
"""What a member's status can be; a merged one goes on as another member."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where the chain of this till ends; `seq` is 0 in a new epoch."""

    device: str
    epoch: int
    seq: int
    hash: bytes
    feed_epoch: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A place in the chain of this till: the last event that some figures include."""

    epoch: int
    seq: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """What a member can show.

    `key` is the card number, `SYMBOLOGY:NUMBER` of an older card, or the blind index of what is
    told. Of a visit PIN a member has one; where it is handed over as a row of its own (`Page`),
    an empty key says that there is none any more.
    """

    kind: str
    key: str
    member_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Who a credential belongs to. A member without `number` has no card."""

    member_id: str
    account: str
    number: str = ""
    joined_day: str = ""
    status: str = "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Personal data of one member; never inside an event, never in a log."""

    person_id: str
    version: int
    name: str = ""
    phone: str = ""
    email: str = ""
    language: str = ""
    birthday: str = ""
    consents: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonOut:
    """A person row on its way to the server, with the blind indexes it is found by."""

    person: Person
    blind: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pin:
    """What a member's PIN is checked with; the higher version counts.

    An empty verifier says that the PIN was reset and there is none. `pepper` says which of the
    shop's peppers it was made with.
    """

    member_id: str
    version: int
    verifier: str = field(repr=False)
    pepper: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event with everything that becomes true with it, in one transaction.

    `account` is the member account it concerns or empty; `sale` names the sale that it records
    or is about; `corrects` the event that it takes back; `open_sale` replaces the saved
    unfinished sale (None clears it). `pin` and a credential of kind VISIT_PIN travel to the server
    as the person row does: beside the events, until they are acknowledged. Such a credential takes
    the place of the member's older one; with an empty key it only takes it away.
    """

    event: Event
    raw: bytes
    hash: bytes
    account: str = ""
    sale: str = ""
    corrects: str = ""
    amount_minor: int = 0
    member: Member | None = None
    credentials: tuple[Credential, ...] = ()
    person: PersonOut | None = None
    pin: Pin | None = None
    open_sale: bytes | None = None
    register: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a cash register told by its own number `name`: a sale, a refund or a void of `sale`.

    `event` is the event that records it, empty where the server was asked to. `reply` is what the
    register was answered: the same number again is answered the same.
    """

    kind: str
    name: str
    sale: str
    at_us: int
    day: str
    amount_minor: int
    event: str = ""
    reply: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    """An event as it lies in the ledger."""

    epoch: int
    seq: int
    raw: bytes
    hash: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What goes out in one push: consecutive events of one epoch, person rows and PINs.

    `visit_pins` are members and keys; an empty key takes the member's visit PIN away. The events of
    a tail were made in an earlier epoch, which a copy of this disk went on in as well.
    """

    epoch: int
    from_seq: int
    previous: bytes
    events: tuple[bytes, ...]
    people: tuple[PersonOut, ...]
    pins: tuple[Pin, ...] = ()
    visit_pins: tuple[tuple[str, str], ...] = ()
    is_tail: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A right to spend, lot by lot, given to one till in one epoch of till and feed."""

    grant_id: str
    request_id: str
    device: str
    epoch: int
    feed_epoch: str
    account: str
    unit: str
    lots: tuple[HeldLot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRow:
    """What this till holds of one lot in one account."""

    account: str
    unit: str
    lot: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantAsked:
    """A wish for a grant, stored before it is sent."""

    request_id: str
    account: str
    unit: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleRow:
    """One line of the journal on the till, with the points that the sale gave and took.

    `reversed` says that something of it was taken back; `returned_minor` is the money of that.
    """

    sale: str
    at: str
    day: str
    type: str
    account: str
    amount_minor: int
    given: int
    taken: int
    reversed: bool
    returned_minor: int = 0

    @property
    def points(self) -> int:
        """Give the signed effect on the balance."""
        return self.given - self.taken

    @property
    def left_minor(self) -> int:
        """Give the money of it that was not handed back."""
        return self.amount_minor - self.returned_minor

    @property
    def is_gone(self) -> bool:
        """Say whether it was taken back whole, or its whole return is on its way."""
        return self.reversed and not 0 < self.returned_minor < self.amount_minor


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerStanding:
    """What the server said of an account: newest feed position wins."""

    account: str
    position: int
    own: Position
    balance: Mapping[str, int]
    owed: Mapping[str, int]
    counters: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """The right to give what counts over several tills, to one account or to every one (`*`).

    It is for this device in this epoch of this feed, and holds once the till has heard of the
    account up to `position`.
    """

    home_id: str
    account: str
    device: str
    epoch: int
    feed_epoch: str
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopDevice:
    """A till of the shop; `public` is the key that its slips are signed with."""

    device: str
    name: str
    public: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundAnswer:
    """What became of a wish to take a sale back: done, or refused with the reason."""

    wish: str
    sale: str
    state: str
    reason: str = ""
    money_minor: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of the feed, as the directory takes it in one transaction.

    Each of `visit_pins` is all that is known of its member's visit PIN: one of the VISIT_KINDS, or
    an empty key. `redirects` are accounts that go on as others, `merged` members who do.
    """

    cursor: str
    feed_epoch: str
    own: Position
    standings: tuple[ServerStanding, ...] = ()
    members: tuple[Member, ...] = ()
    credentials: tuple[Credential, ...] = ()
    people: tuple[Person, ...] = ()
    programmes: tuple[bytes, ...] = ()
    erased: tuple[str, ...] = ()
    phone_keys: tuple[PhoneKey, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    pins: tuple[Pin, ...] = ()
    visit_pins: tuple[Credential, ...] = ()
    devices: tuple[ShopDevice, ...] = ()
    refund_answers: tuple[RefundAnswer, ...] = ()
    redirects: Mapping[str, str] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What `ledger verify` found: counts per check, and the first difference in words."""

    ok: bool
    events: int
    checked: Mapping[str, int]
    first_difference: str | None = None

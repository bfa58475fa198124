"""The shapes on the wire, shared by both ends (docs/protocol.md tells a stranger).

Events travel as `msgspec.Raw`: the very bytes that were hashed. Unknown keys are ignored, so
that a newer end may add some. Hashes and keys are lower-case hexadecimal.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from loyalty.staff import StaffRow
from sync.wire_lines import LineRow

EVENTS_MAX = 500
UNITED_MAX = 2_000
ACTS_MAX = 1_000
BYTES_MAX = 256 * 1024
BODY_MAX = 4 * 1024 * 1024
CONTENT_TYPE = "application/json"
ENCODING = "zstd"
Whole = Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)]
"""A number as databases keep one."""
Word = Annotated[str, msgspec.Meta(pattern=r"^[^\x00]*$")]
"""A text that is looked for in a database; one of them takes no zero character."""
ShortWord = Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[^\x00]*$")]


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """The last event of a device (0 = none of this epoch)."""

    epoch: int
    seq: int


class PersonRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Personal data beside the events; `blind` maps a kind of credential to its blind index."""

    person_id: str
    version: int
    fields: dict[str, str] = {}
    consents: dict[str, str] = {}
    blind: dict[str, str] = {}


class PinRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a member's PIN is checked with; the higher version counts, and "" is none."""

    member_id: str
    version: int
    verifier: str = ""
    pepper: int = 1

    def __repr__(self) -> str:
        """Leave the verifier out."""
        return f"PinRow(member_id={self.member_id!r}, version={self.version})"


class CredentialRow(msgspec.Struct, frozen=True, kw_only=True):
    """What a member can show. As one of the `visit_pins`, an empty key says that there is none."""

    kind: str
    key: str
    member_id: str


class PushRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Consecutive events of one epoch. `previous` is the hash before the first of them.

    `signature` is the device's over its head (`sync.sign.head_message`); the server keeps it. The
    events of a `tail` were made in an earlier epoch; what they give to held is not held here.
    """

    epoch: int
    from_seq: int
    previous: str
    head: str
    events: list[msgspec.Raw]
    people: list[PersonRow] = []
    pins: list[PinRow] = []
    visit_pins: list[CredentialRow] = []
    staff: list[StaffRow] = []
    signature: str = ""
    tail: bool = False


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one event: created, exists or quarantined (with the reason)."""

    seq: int
    outcome: str
    reason: str | None = None


class PushReply(msgspec.Struct, frozen=True, kw_only=True):
    """Everything up to `acked_seq` is kept; `head` is the hash of that event.

    `pins` are versions and `visit_pins` keys that have been dealt with, by member, and `staff`
    versions by id; a server that knows nothing of them leaves them out.
    """

    epoch: int
    acked_seq: int
    head: str
    outcomes: list[Outcome]
    people: dict[str, int]
    pins: dict[str, int] | None = None
    visit_pins: dict[str, str] | None = None
    staff: dict[str, int] | None = None
    feed_epoch: str
    server_time_us: int


class GrantLot(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """An amount of one lot; the lot's name says its last day."""

    lot: str
    amount: int


class GrantRow(msgspec.Struct, frozen=True, kw_only=True):
    """A right to spend. It is taken by the named device in the named epochs and no other."""

    grant_id: str
    request_id: str
    device: str
    epoch: int
    feed_epoch: str
    account: str
    unit: str
    lots: list[GrantLot]


class StandingRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An account's figures at a feed position, including own events up to `own`."""

    account: str
    position: int
    own: Place
    balance: dict[str, int] = {}
    owed: dict[str, int] = {}
    counters: dict[str, int] = {}


class MemberRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A member and the account it points to."""

    member_id: str
    account: str
    number: str = ""
    joined_day: str = ""
    status: str = "active"


class PhoneKeyRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A key that rotating codes of phones are checked with; 0 is no last step."""

    key_id: int
    public_key: str
    last_step: int = 0


class RecallRow(msgspec.Struct, frozen=True, kw_only=True):
    """A wish for rights that this device holds in this epoch: another till needs them."""

    device: str
    epoch: int
    account: str
    unit: str
    amount: int


class DeviceRow(msgspec.Struct, frozen=True, kw_only=True):
    """A till of the shop, and the key with which it signs its slips."""

    device: str
    name: str
    public_key: str


class LineBackRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is to come back of one line: pieces, or money, or with neither all that is left."""

    line: int
    pieces: int = 0
    amount_minor: int = 0


class RefundRequestRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A wish to take a sale back, told to the till in the epoch that has the right to.

    `wish` is the id of the wish's event and `asker` the till that made it. Without lines and
    amount all that is left is to come back.
    """

    wish: str
    sale: str
    device: str
    epoch: int
    asker: str
    lines: list[LineBackRow] = []
    amount_minor: int = 0


class RefundAnswerRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of a wish, told to the till that made it: done, or refused with the reason."""

    wish: str
    sale: str
    state: str
    reason: str = ""
    money_minor: int = 0


class HomeRow(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The right to give what counts over several tills, for one account or for every one (`*`).

    It is taken by the named device in the named epochs and no other, and holds once the till has
    heard of the account up to `position`.
    """

    home: str
    account: str
    device: str
    epoch: int
    feed_epoch: str
    position: int = 0


class HomeRecallRow(msgspec.Struct, frozen=True, kw_only=True):
    """A home that another till needs: its holder gives it back by an event `home_return`."""

    home: str
    account: str
    epoch: int


class ActRow(msgspec.Struct, frozen=True, kw_only=True):
    """An own event of the server for tills to keep; `seal` signs its `sync.sign.act_message`."""

    event: msgspec.Raw
    seal: str


class PullReply(msgspec.Struct, frozen=True, kw_only=True):
    """What changed since the cursor; `own_hash` is the hash that the server keeps at `own`.

    `redirects` are accounts that go on as others for ever, and `merged` are members who do.
    `acts` are what the owner had done. With `snapshot` a copy of everything is there sooner.
    """

    cursor: str
    more: bool
    feed_epoch: str
    own: Place
    own_hash: str = ""
    server_time_us: int
    grants: list[GrantRow] = []
    standings: list[StandingRow] = []
    members: list[MemberRow] = []
    credentials: list[CredentialRow] = []
    people: list[PersonRow] = []
    programmes: list[msgspec.Raw] = []
    erased: list[str] = []
    phone_keys: list[PhoneKeyRow] = []
    pins: list[PinRow] = []
    visit_pins: list[CredentialRow] = []
    settings: dict[str, str] = {}
    recalls: list[RecallRow] = []
    devices: list[DeviceRow] = []
    refund_requests: list[RefundRequestRow] = []
    refund_answers: list[RefundAnswerRow] = []
    homes: list[HomeRow] = []
    home_recalls: list[HomeRecallRow] = []
    redirects: dict[str, str] = {}
    merged: dict[str, str] = {}
    acts: list[ActRow] = []
    snapshot: bool = False


class GrantRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A wish for `amount` more of a unit; the same request_id gets the same answer."""

    request_id: ShortWord
    account: ShortWord
    unit: ShortWord
    amount: Whole


class GrantReply(msgspec.Struct, frozen=True, kw_only=True):
    """The grant, or null with the reason: nothing_free, asked_back, owed, unknown_account."""

    grant: GrantRow | None
    reason: str | None
    feed_epoch: str
    server_time_us: int


class LookupRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for a member by credential, or an account; for so many `lines` `among` the newest."""

    kind: Word
    key: Word
    lines: Whole = 0
    among: Whole = 0


class LookupReply(msgspec.Struct, frozen=True, kw_only=True):
    """Member, standing, person and PIN, or nulls when unknown; `lines` the newest one first."""

    member: MemberRow | None
    standing: StandingRow | None
    person: PersonRow | None
    pin: PinRow | None = None
    visit_pin: CredentialRow | None = None
    lines: list[LineRow] | None = None
    feed_epoch: str
    server_time_us: int


class ServerCard(msgspec.Struct, frozen=True, kw_only=True):
    """What anybody may ask before pairing: who the server is."""

    tenant: str
    public_key: str
    sealing_key: str
    server_time_us: int


class PairRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A new till says hello; `proof` is HMAC-SHA256(code, server key || device key), hex.

    `again` says whether it was connected to books put back since; older programs do not say.
    """

    public_key: str
    sealing_key: str
    name: str
    proof: str
    again: bool | None = None


class PairReply(msgspec.Struct, frozen=True, kw_only=True):
    """The till's identity; `sealed` holds PairSecrets for the till's sealing key only."""

    device: str
    epoch: int
    tenant: str
    issuer: str
    feed_epoch: str
    sealed: str
    programmes: list[msgspec.Raw]
    server_time_us: int


class RejoinRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A till asks for a new epoch; `last` is where its chain ends, `ends` where all of them do.

    For a server that was put back it says what it was told, perhaps after the backup: how many
    `tills` there are (0: never told), who was `erased`, `merged`, `redirects` and newest `acts`.
    """

    epoch: Whole
    last_seq: Whole
    last_hash: str
    ends: dict[int, int] = {}
    tills: Whole = 0
    erased: list[str] = []
    merged: dict[str, str] = {}
    redirects: dict[str, str] = {}
    acts: list[ActRow] = []


class RejoinReply(msgspec.Struct, frozen=True, kw_only=True):
    """The new epoch, which starts with no rights.

    A server that was put back says which events it `kept`, by epoch: the rest has to come again.
    """

    epoch: int
    kept: dict[int, int] | None = None
    feed_epoch: str
    server_time_us: int


class ErrorBody(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The inside of the one error shape."""

    code: str
    message: str
    path: str | None = None
    expected: object = None
    got: object = None


class ErrorReply(msgspec.Struct, frozen=True, kw_only=True):
    """`{"error": {...}}`."""

    error: ErrorBody

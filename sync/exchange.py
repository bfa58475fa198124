"""What a till asks of the line, and what comes back: plain values between two threads."""

from __future__ import annotations

import msgspec

from sync.wire import (
    GrantReply,
    GrantRequest,
    LookupReply,
    LookupRequest,
    PullReply,
    PushReply,
    PushRequest,
    RejoinReply,
    RejoinRequest,
)
from sync.wire_secrets import PeppersReply, PeppersRequest


class Push(msgspec.Struct, frozen=True, kw_only=True):
    """Send events and person rows."""

    request: PushRequest


class Pull(msgspec.Struct, frozen=True, kw_only=True):
    """Ask what changed; `seq` and `head` say where the till's own chain ends."""

    cursor: str
    epoch: int
    seq: int
    head: str


class AskGrant(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for the right to pay out more; the answer is awaited 800 ms."""

    request: GrantRequest
    seq: int
    head: str


class Lookup(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for somebody this till has never seen."""

    request: LookupRequest


class Rejoin(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for a new epoch."""

    request: RejoinRequest


class AskPeppers(msgspec.Struct, frozen=True, kw_only=True):
    """Ask for the peppers of PINs that this till has not."""

    request: PeppersRequest
    epoch: int


Request = Push | Pull | AskGrant | Lookup | Rejoin | AskPeppers


class Pushed(msgspec.Struct, frozen=True, kw_only=True):
    """The server keeps what was pushed."""

    asked: Push
    reply: PushReply


class Pulled(msgspec.Struct, frozen=True, kw_only=True):
    """What changed."""

    asked: Pull
    reply: PullReply


class Granted(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a wish for a grant."""

    asked: AskGrant
    reply: GrantReply


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a lookup."""

    asked: Lookup
    reply: LookupReply


class Rejoined(msgspec.Struct, frozen=True, kw_only=True):
    """A new epoch."""

    asked: Rejoin
    reply: RejoinReply


class Peppered(msgspec.Struct, frozen=True, kw_only=True):
    """The peppers that this till had not, sealed for it."""

    asked: AskPeppers
    reply: PeppersReply


class Failed(msgspec.Struct, frozen=True, kw_only=True):
    """No answer, or a no. `code` as in the error shape; `expected` comes with a conflict.

    `line_down`, `server_busy` and `timeout` are for the schedule; `rejoin`, `conflict`, `fork`,
    `refeed`, `clock` and `moved` (with `moved_to`, where the server is) are for the till.
    """

    asked: Request
    code: str
    message: str = ""
    expected: int | None = None
    server_time_us: int | None = None
    retry_after_s: int | None = None
    moved_to: str = ""


Reply = Pushed | Pulled | Granted | Found | Rejoined | Peppered | Failed

"""What the server answers at each address, as data: the OpenAPI document is made of it.

A new endpoint has its row in `CALLS`, or tests/server/test_openapi.py fails.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import msgspec

from sync.wire import (
    GrantReply,
    GrantRequest,
    LookupReply,
    LookupRequest,
    PairReply,
    PairRequest,
    PullReply,
    PushReply,
    PushRequest,
    RejoinReply,
    RejoinRequest,
    ServerCard,
)
from sync.wire_secrets import PeppersReply, PeppersRequest
from sync.wire_snapshot import SnapshotReply, SnapshotRequest

GET: Final = "GET"
POST: Final = "POST"
DELETE: Final = "DELETE"
SEQ: Final = {"type": "string", "pattern": "^[0-9]{1,18}$"}
TEXT: Final = {"type": "string"}


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the server lives, or whether it can do its work."""

    ok: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A text in an address."""

    name: str
    about: str
    shape: dict[str, str]
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """An address with one method; `codes` are the refusals of its own.

    One that `gives_bytes` answers with the part of a file that the header `range` asks for.
    """

    method: str
    path: str
    about: str
    reply: type | None
    request: type | None = None
    signed: bool = False
    query: tuple[Query, ...] = ()
    codes: tuple[str, ...] = ()
    gives_bytes: bool = False


_OWN: Final = (
    Query(name="seq", about="The last event of the till's own chain.", shape=SEQ, required=True),
    Query(name="head", about="The hash of that event.", shape=TEXT),
)
_SNAPSHOT: Final = Query(name="snapshot", about="Which copy.", shape=TEXT, required=True)
CALLS: Final = (
    Call(method=GET, path="/health", about="Whether the process lives.", reply=Health),
    Call(method=GET, path="/ready", about="Whether the books can be read.", reply=Health),
    Call(method=GET, path="/openapi.json", about="This document.", reply=None),
    Call(method=GET, path="/v1/pair", about="Who the server is.", reply=ServerCard),
    Call(
        method=POST,
        path="/v1/pair",
        about="Let a till in.",
        request=PairRequest,
        reply=PairReply,
        codes=("pairing_code", "device_known", "sealing_key"),
    ),
    Call(
        method=POST,
        path="/v1/push",
        about="Take events and what travels beside them.",
        request=PushRequest,
        reply=PushReply,
        signed=True,
        codes=("chain_broken", "conflict", "fork", "batch_too_large"),
    ),
    Call(
        method=GET,
        path="/v1/pull",
        about="Give what changed.",
        reply=PullReply,
        signed=True,
        query=(Query(name="cursor", about="Where the last page ended.", shape=TEXT), *_OWN),
        codes=("refeed", "rejoin"),
    ),
    Call(
        method=POST,
        path="/v1/grant",
        about="Give the right to pay out more.",
        request=GrantRequest,
        reply=GrantReply,
        signed=True,
        query=_OWN,
        codes=("rejoin",),
    ),
    Call(
        method=POST,
        path="/v1/lookup",
        about="Find a member whom the till has never seen.",
        request=LookupRequest,
        reply=LookupReply,
        signed=True,
        codes=("rejoin",),
    ),
    Call(
        method=POST,
        path="/v1/rejoin",
        about="Begin a new epoch.",
        request=RejoinRequest,
        reply=RejoinReply,
        signed=True,
    ),
    Call(
        method=POST,
        path="/v1/peppers",
        about="Give the peppers of PINs that the till has not.",
        request=PeppersRequest,
        reply=PeppersReply,
        signed=True,
        codes=("rejoin", "sealing_key", "sealed_broken"),
    ),
    Call(
        method=POST,
        path="/v1/snapshot",
        about="Make a copy of everything that a till knows of its shop, or say how far it is.",
        request=SnapshotRequest,
        reply=SnapshotReply,
        signed=True,
        query=_OWN,
        codes=("rejoin", "sealing_key", "snapshot_unknown"),
    ),
    Call(
        method=GET,
        path="/v1/snapshot",
        about="Give a part of a copy.",
        reply=None,
        signed=True,
        query=(_SNAPSHOT,),
        codes=("snapshot_unknown", "range_wrong", "rejoin"),
        gives_bytes=True,
    ),
    Call(
        method=DELETE,
        path="/v1/snapshot",
        about="Delete a copy that is not needed any more.",
        reply=Health,
        signed=True,
        query=(_SNAPSHOT,),
    ),
)

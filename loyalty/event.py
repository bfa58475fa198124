"""The event: bytes made once, hashed into a chain, sent and kept as they are.

The outer shape is frozen for ever (DESIGN.md section 6). A receiver that does not know `type`
or `data` still books `postings`.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from loyalty.errors import Refusal

VERSION = 1
HASH_BYTES = 32


class Posting(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Moves `amount` of `unit` from `debit` to `credit`; `lot` is empty for counters."""

    debit: str
    credit: str
    unit: str
    amount: int
    lot: str = ""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened at one device; `day` is the store's business date."""

    v: int = VERSION
    id: str
    seq: int
    at: str
    day: str
    clock: str
    type: str
    actor: str
    programme: int
    postings: tuple[Posting, ...]
    data: dict[str, Any]


_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Event)


def encode(event: Event) -> bytes:
    """Make the bytes of an event. Called once in its life, before it is stored."""
    return _ENCODER.encode(event)


def decode(raw: bytes) -> Event:
    """Read the bytes of an event. Raises Refusal `event_shape` when they are not one."""
    try:
        event = _DECODER.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise Refusal("event_shape", f"not an event: {error}") from error
    if event.v != VERSION or event.seq < 1 or event.clock not in ("ok", "suspect"):
        raise Refusal("event_shape", "not an event of version 1")
    return event


def genesis(device: str, epoch: int) -> bytes:
    """Give the hash that stands before the first event of a device's epoch."""
    return hashlib.sha256(f"regulars/1/{device}/{epoch}".encode()).digest()


def link(previous: bytes, raw: bytes) -> bytes:
    """Chain an event's bytes to the hash before it: SHA-256(previous || bytes)."""
    assert len(previous) == HASH_BYTES, len(previous)
    return hashlib.sha256(previous + raw).digest()

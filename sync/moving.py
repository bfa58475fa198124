"""The wire of a move: a shop's books on their way from one server to another, which takes them in.

The new server is known by the fingerprint that was typed, over TLS outside this machine; the old
one proves with every request that it knows the code.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import msgspec
import zstandard

from loyalty.errors import Outage, Refusal
from sync import codec
from sync.calls import BUSY, OK
from sync.http import HttpTransport
from sync.pairing import Pairing, fingerprint
from sync.transport import Sent
from sync.wire import ENCODING, ErrorBody

PATH = "/v1/move"
SCHEME = "Move "
MOVE_MS = 60_000
CHUNK_BYTES = 2 * 1024 * 1024


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """Who takes books in; `public_key` is what its fingerprint is of."""

    public_key: bytes


class Begin(msgspec.Struct, frozen=True, kw_only=True, tag="begin"):
    """Begin, or go on: the answer says how far each table is that is only added to."""

    tenant: str


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """The last key of each table that is only added to; `is_done` when it serves already."""

    newest: dict[str, list[Any]]
    is_done: bool = False


class Clear(msgspec.Struct, frozen=True, kw_only=True, tag="clear"):
    """Forget every table that is written anew."""


class Rows(msgspec.Struct, frozen=True, kw_only=True, tag="rows"):
    """Rows of a table, in the order of its columns but for the tenant."""

    table: str
    rows: list[list[Any]]


class People(msgspec.Struct, frozen=True, kw_only=True, tag="people"):
    """Keys of people, and who was forgotten."""

    keys: list[tuple[str, bytes]]
    forgotten: list[str]

    def __repr__(self) -> str:
        """Leave the keys out."""
        return f"People({len(self.keys)} keys)"


class Secrets(msgspec.Struct, frozen=True, kw_only=True, tag="secrets"):
    """What the old server's key store and folder hold, by name."""

    keys: dict[str, bytes]
    texts: dict[str, bytes]

    def __repr__(self) -> str:
        """Leave the keys out."""
        return "Secrets()"


class Compare(msgspec.Struct, frozen=True, kw_only=True, tag="compare"):
    """Rebuild everything and add it up; sent again until that is ready."""


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """What the new books come to; `difference` is the first one that rebuilding found.

    Large books take longer than anybody waits for one answer: not `ready` yet, ask again.
    """

    totals: dict[str, Any]
    difference: str | None = None
    ready: bool = True


class Serve(msgspec.Struct, frozen=True, kw_only=True, tag="serve"):
    """The old books are closed for ever: begin to serve. The answer says at which address."""


class Serving(msgspec.Struct, frozen=True, kw_only=True):
    """Where the books are from now on."""

    url: str


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """It is kept."""


Step = Begin | Clear | Rows | People | Secrets | Compare | Serve


def proof(code: str, public_key: bytes) -> str:
    """Prove to know the code, to this server only; hexadecimal."""
    return hmac.new(code.encode(), public_key + b"move", hashlib.sha256).hexdigest()


def pack(value: Any) -> bytes:
    """Write a body."""
    return zstandard.ZstdCompressor(level=codec.LEVEL).compress(msgspec.msgpack.encode(value))


def unpack(body: bytes, kind: Any, limit: int = codec.ANSWER_MAX) -> Any:
    """Read one. Raises Refusal `body_too_large`, `body_broken`."""
    try:
        return msgspec.msgpack.decode(codec.inflate(body, ENCODING, limit), type=kind)
    except msgspec.DecodeError as error:
        raise Refusal("body_broken", "the body is not of this shape") from error


def meet(url: str, place: Pairing) -> bytes:
    """Ask who takes books in there; gives its public key. Raises Refusal `other_server`."""
    stranger = HttpTransport(url, is_stranger=True)
    try:
        answered = stranger.send(Sent(method="GET", path=PATH, timeout_ms=MOVE_MS))
    finally:
        stranger.close()
    if answered.status != OK:
        raise Outage("line_down", "no server waits there for the books of a shop")
    card: Card = unpack(answered.body, Card)
    if fingerprint(card.public_key) != place.fingerprint:
        raise Refusal("other_server", "another server answers there than the code names")
    return card.public_key


class Carrier:
    """Sends steps to the server that was met, and reads its answers."""

    def __init__(self, url: str, place: Pairing, public_key: bytes) -> None:
        self._transport = HttpTransport(url, public_key)
        self._headers = {"authorization": SCHEME + proof(place.code, public_key)}

    def send(self, step: Step, kind: Any) -> Any:
        """Send one. Raises Outage `line_down`, `timeout`, `server_busy`, and its Refusals."""
        sent = Sent(
            method="POST", path=PATH, headers=self._headers, body=pack(step), timeout_ms=MOVE_MS
        )
        answered = self._transport.send(sent)
        if answered.status == OK:
            return unpack(answered.body, kind)
        if answered.status in BUSY:
            raise Outage("server_busy", "the new server is busy")
        said: ErrorBody = unpack(answered.body, ErrorBody)
        raise Refusal(said.code, said.message, expected=said.expected, got=said.got)

    def close(self) -> None:
        """Hang up."""
        self._transport.close()

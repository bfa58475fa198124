"""One call to a server: sends it, checks that the server itself answered, reads errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from loyalty.errors import LoyaltyError, Outage, Refusal
from sync import codec
from sync.sign import ANSWER_HEADER, answer_message, verify
from sync.transport import Answered, Sent, Transport
from sync.wire import ErrorReply

OK = 200
PARTIAL = 206
FAILED_FROM = 500
TOO_MANY = 429
BUSY = frozenset({TOO_MANY, 502, 503, 504})
RETRY_MAX_S = 3_600
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """Who has to have signed an answer, and to which request."""

    server_key: bytes
    nonce: str


def call(transport: Transport, sent: Sent, expected: Expected, kind: type[T]) -> T:
    """Send a request and read the answer of the server that we know.

    Raises Outage `line_down`, `timeout` or `server_busy` (with retry_after_s), and whatever
    Refusal the server answers, with what it expected.
    """
    return read(fetch(transport, sent, expected, OK), kind)


def fetch(transport: Transport, sent: Sent, expected: Expected, status: int) -> Answered:
    """Send a request and give the answer as it travelled. Raises as `call` does."""
    answered = transport.send(sent)
    if not is_signed(answered, expected):
        if answered.status in BUSY:
            raise busy(answered)
        # A page of a captive portal, a proxy's error, somebody in between: not our server.
        raise Outage("line_down", "something else than the server answered")
    if answered.status != status:
        raise _error(answered)
    return answered


def read(answered: Answered, kind: type[T]) -> T:
    """Decode the body of an answer. Raises Outage `line_down` when it cannot be understood."""
    try:
        encoding = answered.headers.get("content-encoding", "")
        return codec.unpack(answered.body, encoding, kind, codec.ANSWER_MAX)
    except Refusal as error:
        raise Outage("line_down", f"the server's answer is broken: {error.message}") from error


def is_signed(answered: Answered, expected: Expected) -> bool:
    """Say whether the expected server signed this answer to this request."""
    try:
        signature = bytes.fromhex(answered.headers.get(ANSWER_HEADER, ""))
    except ValueError:
        return False
    message = answer_message(answered.status, expected.nonce, answered.body)
    return verify(expected.server_key, message, signature)


def busy(answered: Answered) -> Outage:
    """Make the outage of a server that has no time, with when to come back."""
    text = answered.headers.get("retry-after", "")
    seconds = min(int(text), RETRY_MAX_S) if text.isascii() and text.isdecimal() else None
    return Outage("server_busy", "the server is busy", retry_after_s=seconds)


def _error(answered: Answered) -> LoyaltyError:
    if answered.status in BUSY or answered.status >= FAILED_FROM:
        return busy(answered)
    said = read(answered, ErrorReply).error
    return Refusal(said.code, said.message, path=said.path, expected=said.expected, got=said.got)

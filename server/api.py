"""Every request of a till as a function from bytes to bytes; HTTP is only the way here."""

from __future__ import annotations

import logging
import re
import time
from collections import Counter
from collections.abc import Callable
from functools import cache, partial
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from msgspec.structs import replace

from loyalty.errors import Corrupt, LoyaltyError, Outage, Refusal
from server import logs, openapi
from server.auth import Gate
from server.books import Books
from server.contract import Health
from server.copies import Copies, Part
from server.metrics import Metrics
from server.pace import ANYBODY, Pace
from server.standings import OwnHead
from sync import codec
from sync.exchange import Pull
from sync.sign import ANSWER_HEADER, NONCE_HEADER, Claim, answer_message, parse
from sync.transport import Answered, Sent
from sync.wire import (
    BODY_MAX,
    CONTENT_TYPE,
    ErrorBody,
    ErrorReply,
    GrantRequest,
    LookupRequest,
    PairRequest,
    PushReply,
    PushRequest,
    RejoinRequest,
)
from sync.wire_secrets import PeppersRequest
from sync.wire_snapshot import SnapshotRequest

LOG = logging.getLogger("regulars.server")
OK = 200
PARTIAL = 206
BUSY = 503
TOO_MANY = 429
METHOD_WRONG = 405
FAILED = 500
RETRY_AFTER_S = 2
NONCE_LENGTH = 32
SEQ_DIGITS_MAX = 18
GOT_MAX = 40
PUSH = "/v1/push"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
SHED = frozenset({"too_many", "server_busy", "moving"})
_RANGE = re.compile(r"bytes=([0-9]{1,15})-([0-9]{1,15})", re.ASCII)
T = TypeVar("T")
STATUSES = {
    "signature_missing": 401,
    "signature_wrong": 401,
    "device_unknown": 401,
    "clock": 401,
    "replayed": 401,
    "pairing_code": 403,
    "device_lost": 403,
    "not_found": 404,
    "snapshot_unknown": 404,
    "range_wrong": 416,
    "method_wrong": METHOD_WRONG,
    "conflict": 409,
    "fork": 409,
    "rejoin": 409,
    "refeed": 409,
    "device_known": 409,
    "moved": 410,
    "body_slow": 408,
    "body_too_large": 413,
    "batch_too_large": 413,
    "content_type": 415,
    "too_many": TOO_MANY,
    "server_busy": BUSY,
}


class Api:
    """Answers requests; every answer is signed with the server's key."""

    def __init__(
        self,
        books: Books,
        now_us: Callable[[], int],
        pace: Pace | None = None,
        copies: Copies | None = None,
    ) -> None:
        self._books = books
        self._copies = copies
        self._pace = pace or Pace()
        self._now_us = now_us
        self.metrics = Metrics()
        self._gate = Gate(books.device_key)
        self._broken = False
        # Anybody may ask for it, and making it takes a core for a fiftieth of a second.
        self._document = cache(partial(openapi.document, STATUSES))
        self._open: dict[str, dict[str, Callable[[Sent, int], Any]]] = {
            "/health": {"GET": lambda _sent, _now_us: Health(ok=True)},
            "/ready": {"GET": self._ready},
            "/openapi.json": {"GET": lambda _sent, _now_us: self._document()},
            "/v1/pair": {"GET": lambda _sent, now_us: books.card(now_us), "POST": self._pair},
        }
        self._signed: dict[str, dict[str, Callable[[Sent, Claim, int], Any]]] = {
            "/v1/push": {"POST": self._push},
            "/v1/pull": {"GET": self._pull},
            "/v1/grant": {"POST": self._grant},
            "/v1/lookup": {"POST": self._lookup},
            "/v1/rejoin": {"POST": self._rejoin},
            "/v1/peppers": {"POST": self._peppers},
            "/v1/snapshot": {"POST": self._order, "GET": self._part, "DELETE": self._drop},
        }

    def handle(self, sent: Sent) -> Answered:
        """Answer one request. Never raises: what goes wrong becomes the one error shape."""
        began = time.perf_counter()
        status, value, retry_after_s = OK, None, None
        try:
            value = self._dispatch(sent)
        except LoyaltyError as error:
            status, value = self._explain(error)
            retry_after_s = error.details.get("retry_after_s")
        except Exception:
            LOG.exception("a request to %s failed", sent.path)
            status, value = self._explain(Outage("server_failed", "the server has a fault"))
        answered = self.answer(sent, status, value, retry_after_s)
        self._note(sent, status, value, time.perf_counter() - began)
        return answered

    def answer(
        self, sent: Sent, status: int, value: object, retry_after_s: object = None
    ) -> Answered:
        """Write and sign an answer; who is told to come back is told when."""
        if isinstance(value, Part):
            return self._bytes(sent, value)
        body, encoding = codec.pack(value)
        if encoding and encoding not in sent.headers.get("accept-encoding", ""):
            body, encoding = codec.inflate(body, encoding, codec.ANSWER_MAX), ""
        message = answer_message(status, _nonce(sent), body)
        headers = {
            "content-type": CONTENT_TYPE,
            ANSWER_HEADER: self._books.signer.sign(message).hex(),
        }
        if encoding:
            headers["content-encoding"] = encoding
        if status == METHOD_WRONG:
            headers["allow"] = ", ".join(self._methods(sent.path))
        if status in (BUSY, TOO_MANY):
            headers["retry-after"] = str(retry_after_s or RETRY_AFTER_S)
        return Answered(status=status, headers=headers, body=body)

    def _bytes(self, sent: Sent, part: Part) -> Answered:
        last = part.first + len(part.body) - 1
        message = answer_message(PARTIAL, _nonce(sent), part.body)
        return Answered(
            status=PARTIAL,
            headers={
                "content-type": "application/octet-stream",
                "content-range": f"bytes {part.first}-{last}/{part.size_bytes}",
                ANSWER_HEADER: self._books.signer.sign(message).hex(),
            },
            body=part.body,
        )

    def turn_away(self, sent: Sent) -> Answered | None:
        """Answer a request at a till's address that no till can have signed; else None.

        It needs neither the body nor the books, so that it can be asked before either.
        """
        if sent.method not in self._signed.get(sent.path, ()):
            return None
        try:
            parse(sent.headers.get("authorization", ""))
        except Refusal as refusal:
            return self.refuse(sent, refusal)
        return None

    def refuse(self, sent: Sent, error: LoyaltyError) -> Answered:
        """Answer with an error that was found on the way here."""
        status, value = self._explain(error)
        self._note(sent, status, value, 0.0)
        return self.answer(sent, status, value)

    def no_such_method(self, sent: Sent) -> Answered:
        """Answer a method that no address has."""
        return self.refuse(sent, self._method_wrong(sent))

    def figures(self, waiting: int) -> str:
        """Write what this server counts about itself; `waiting` requests are under way."""
        gauges = {
            "regulars_requests_waiting": waiting,
            "regulars_database_connections": self._books.connections(),
        }
        try:
            gauges["regulars_tills"] = self._books.count_tills()
        except Outage:  # the figures of a server without its database are wanted most
            LOG.warning("the tills cannot be counted: the database does not answer")
        return self.metrics.text(gauges)

    def _dispatch(self, sent: Sent) -> object:
        if self._broken and sent.path != "/health":
            raise Outage("server_stopped", "the server's books need the owner: see doctor")
        methods = self._open.get(sent.path) or self._signed.get(sent.path)
        if methods is None:
            raise Refusal("not_found", "there is nothing at this address")
        if sent.method not in methods:
            raise self._method_wrong(sent)
        now_us = self._now_us()
        if sent.path in self._open:
            return self._open[sent.path][sent.method](sent, now_us)
        # Events are taken at any clock: a till that was away for weeks must lose nothing.
        is_push = sent.path == PUSH
        claim = self._gate.admit(sent, now_us, fresh=not is_push)
        self._pace.spend(claim.device, now_us, push=is_push)  # only who has proved who it is
        return self._signed[sent.path][sent.method](sent, claim, now_us)

    def _methods(self, path: str) -> list[str]:
        return sorted(self._open.get(path) or self._signed.get(path) or ())

    def _method_wrong(self, sent: Sent) -> Refusal:
        allowed = self._methods(sent.path)
        return Refusal("method_wrong", "not with this method", expected=allowed)

    def _explain(self, error: LoyaltyError) -> tuple[int, ErrorReply]:
        if isinstance(error, Refusal):
            status = STATUSES.get(error.code, 400)
        elif isinstance(error, Corrupt):
            # Nothing more is written once the books contradict themselves; tills go on alone.
            self._broken = True
            LOG.critical("the server stops: %s: %s", error.code, error.message)
            status = FAILED
        else:
            status = STATUSES.get(error.code, BUSY)
            if error.code not in SHED:  # whoever asks too much fills the counters, not the log
                LOG.error("a request failed: %s: %s", error.code, error.message)
        path = error.details.get("path")
        body = ErrorBody(
            code=error.code,
            message=error.message,
            path=path if isinstance(path, str) else None,
            expected=error.details.get("expected"),
            got=error.details.get("got"),
        )
        return status, ErrorReply(error=body)

    def _note(self, sent: Sent, status: int, value: object, seconds: float) -> None:
        # An address or a method that is none of ours may be anything; it is not written down.
        route = sent.path if sent.path in self._open or sent.path in self._signed else "other"
        code = value.error.code if isinstance(value, ErrorReply) else ""
        self.metrics.answered(route, status, code, seconds)
        if isinstance(value, PushReply):
            self.metrics.took(Counter(one.outcome for one in value.outcomes))
        method = sent.method if sent.method in METHODS else "other"
        logs.request(method, route, status, code, seconds)

    def _ready(self, _sent: Sent, _now_us: int) -> Health:
        self._books.check()
        return Health(ok=True)

    def _pair(self, sent: Sent, now_us: int) -> object:
        request = _body(sent, PairRequest)
        self._pace.spend(ANYBODY, now_us, push=False)  # each look at the codes takes a turn
        return self._books.pair(request, now_us)

    def _push(self, sent: Sent, claim: Claim, now_us: int) -> object:
        request = _body(sent, PushRequest)
        if request.events and not request.signature:
            raise Refusal("signature_missing", "the head is not signed", path="$.signature")
        return self._books.push(claim.device, request, now_us)

    def _pull(self, sent: Sent, claim: Claim, now_us: int) -> object:
        asked = _query(sent)
        own = _own(asked, claim)
        pull = Pull(cursor=asked.get("cursor", ""), epoch=own.epoch, seq=own.seq, head=own.hash)
        page = self._books.pull(claim.device, pull, now_us)
        if page.more and self._copies is not None and self._copies.is_worth(page.cursor):
            return replace(page, snapshot=True)
        return page

    def _grant(self, sent: Sent, claim: Claim, now_us: int) -> object:
        request = _body(sent, GrantRequest)
        return self._books.grant(claim.device, request, _own(_query(sent), claim), now_us)

    def _lookup(self, sent: Sent, claim: Claim, now_us: int) -> object:
        request = _body(sent, LookupRequest)
        return self._books.lookup(claim.device, claim.epoch, request, now_us)

    def _order(self, sent: Sent, claim: Claim, _now_us: int) -> object:
        request, own = _body(sent, SnapshotRequest), _own(_query(sent), claim)
        if self._copies is None:
            raise Refusal("snapshot_unknown", "this server makes no copies")
        return self._copies.order(claim.device, request, own)

    def _part(self, sent: Sent, claim: Claim, _now_us: int) -> object:
        first, last = _range(sent)
        if self._copies is None:
            raise Refusal("snapshot_unknown", "this server makes no copies")
        return self._copies.part(claim.device, _query(sent).get("snapshot", ""), first, last)

    def _drop(self, sent: Sent, claim: Claim, _now_us: int) -> object:
        if self._copies is not None:
            self._copies.drop(claim.device, _query(sent).get("snapshot", ""))
        return Health(ok=True)

    def _rejoin(self, sent: Sent, claim: Claim, now_us: int) -> object:
        return self._books.rejoin(claim.device, _body(sent, RejoinRequest), now_us)

    def _peppers(self, sent: Sent, claim: Claim, now_us: int) -> object:
        request = _body(sent, PeppersRequest)
        return self._books.peppers(claim.device, claim.epoch, request, now_us)


def _body(sent: Sent, kind: type[T]) -> T:
    said = sent.headers.get("content-type", CONTENT_TYPE)
    if said.partition(";")[0].strip().lower() != CONTENT_TYPE:
        raise Refusal("content_type", "a body is JSON", expected=CONTENT_TYPE, got=said[:GOT_MAX])
    return codec.unpack(sent.body, sent.headers.get("content-encoding", ""), kind, BODY_MAX)


def _query(sent: Sent) -> dict[str, str]:
    return dict(parse_qsl(sent.query, keep_blank_values=True))


def _own(asked: dict[str, str], claim: Claim) -> OwnHead:
    seq = asked.get("seq", "")
    if not (seq.isascii() and seq.isdecimal() and len(seq) <= SEQ_DIGITS_MAX):
        raise Refusal("body_broken", "seq is a whole number", path="seq", got=seq[:GOT_MAX])
    return OwnHead(epoch=claim.epoch, seq=int(seq), hash=asked.get("head", ""))


def _range(sent: Sent) -> tuple[int, int]:
    found = _RANGE.fullmatch(sent.headers.get("range", ""))
    if found is None:
        raise Refusal("range_wrong", "a part of a copy is asked for with Range: bytes=FIRST-LAST")
    return int(found[1]), int(found[2])


def _nonce(sent: Sent) -> str:
    """Give the nonce that the answer's signature names: of the claim, or of the stranger."""
    try:
        return parse(sent.headers.get("authorization", "")).nonce
    except Refusal:
        return sent.headers.get(NONCE_HEADER, "")[:NONCE_LENGTH]

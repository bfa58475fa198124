"""The till's end of the wire: every request of a paired till, signed and checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from urllib.parse import urlencode

import msgspec

from loyalty import event
from loyalty.errors import Outage, Refusal
from sync import codec, pairing, sign
from sync.calls import OK, PARTIAL, Expected, call, fetch, is_signed, read
from sync.exchange import AskGrant, AskPeppers, Lookup, Pull, Push, Rejoin
from sync.pairing import Pairing
from sync.sign import Claim, Signer
from sync.transport import Answered, Sent, Transport
from sync.wire import (
    CONTENT_TYPE,
    ENCODING,
    GrantReply,
    LookupReply,
    PairReply,
    PairRequest,
    PullReply,
    PushReply,
    PushRequest,
    RejoinReply,
    ServerCard,
)
from sync.wire_secrets import PairSecrets, PeppersReply
from sync.wire_snapshot import SnapshotReply, SnapshotRequest

PUSH_MS = 20_000
PULL_MS = 10_000
GRANT_MS = 800
LOOKUP_MS = 3_000
PAIR_MS = 10_000
HEALTH_MS = 1_000
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who a paired till is, and whose answers it believes."""

    device: str
    epoch: int
    server_key: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Paired:
    """What a till learns when it is let in."""

    identity: Identity
    reply: PairReply
    secrets: PairSecrets


class Client:
    """Sends requests of one till. Used by one thread at a time.

    Every method raises Outage `line_down`, `timeout` or `server_busy` (retry_after_s), and
    Refusal with the server's code and what it expected.
    """

    def __init__(
        self,
        *,
        transport: Transport,
        identity: Identity,
        signer: Signer,
        now_us: Callable[[], int],
        randomness: Callable[[int], bytes],
        reach: Callable[[str], Transport] | None = None,
    ) -> None:
        """`reach` gives the way to another address, for a server that has moved."""
        self._reach = reach
        self._transport = transport
        self._identity = identity
        self._signer = signer
        self._now_us = now_us
        self._randomness = randomness
        self._ahead_us = 0

    @property
    def identity(self) -> Identity:
        """Say who this till is, in its newest epoch."""
        return self._identity

    def push(self, asked: Push) -> PushReply:
        """Send events. Raises Refusal `conflict` (expected seq) or `fork` as well."""
        request = self._with_head(asked.request)
        return self._post("/v1/push", request, PushReply, PUSH_MS)

    def pull(self, asked: Pull) -> PullReply:
        """Ask what changed. Raises Refusal `refeed` or `rejoin` as well."""
        self._in_epoch(asked.epoch)
        query = urlencode({"cursor": asked.cursor, "seq": asked.seq, "head": asked.head})
        sent = Sent(method="GET", path="/v1/pull", query=query, timeout_ms=PULL_MS)
        return self._signed(sent, PullReply)

    def grant(self, asked: AskGrant) -> GrantReply:
        """Ask for the right to pay out more, for 800 ms. Raises Refusal `rejoin` as well."""
        query = urlencode({"seq": asked.seq, "head": asked.head})
        return self._post("/v1/grant", asked.request, GrantReply, GRANT_MS, query)

    def lookup(self, asked: Lookup) -> LookupReply:
        """Ask for a member whom this till has never seen."""
        return self._post("/v1/lookup", asked.request, LookupReply, LOOKUP_MS)

    def rejoin(self, asked: Rejoin) -> RejoinReply:
        """Ask for a new epoch, and go on in it."""
        reply = self._post("/v1/rejoin", asked.request, RejoinReply, PULL_MS)
        self._in_epoch(reply.epoch)
        return reply

    def peppers(self, asked: AskPeppers) -> PeppersReply:
        """Ask for the peppers that this till has not. Raises Refusal `rejoin` as well."""
        self._in_epoch(asked.epoch)
        return self._post("/v1/peppers", asked.request, PeppersReply, PULL_MS)

    def snapshot(self, request: SnapshotRequest, *, seq: int, head: str) -> SnapshotReply:
        """Ask for a copy of the directory, or how far it is. Raises Refusal `rejoin` as well."""
        query = urlencode({"seq": seq, "head": head})
        return self._post("/v1/snapshot", request, SnapshotReply, PULL_MS, query)

    def part(self, snapshot: str, first: int, last: int) -> bytes:
        """Give the bytes of a copy from the first to the last; fewer where it ends before.

        Raises Refusal `snapshot_unknown` as well.
        """
        sent = Sent(
            method="GET",
            path="/v1/snapshot",
            query=urlencode({"snapshot": snapshot}),
            headers={"range": f"bytes={first}-{last}"},
            timeout_ms=PULL_MS,
        )
        return self._ask(sent, PARTIAL).body

    def drop(self, snapshot: str) -> None:
        """Say that a copy is not needed any more."""
        query = urlencode({"snapshot": snapshot})
        self._ask(Sent(method="DELETE", path="/v1/snapshot", query=query, timeout_ms=PULL_MS), OK)

    def health(self) -> bool:
        """Say whether anything answers at the server's address."""
        sent = Sent(method="GET", path="/health", timeout_ms=HEALTH_MS)
        try:
            return self._transport.send(sent).status == OK
        except Outage:
            return False

    def close(self) -> None:
        """Close the connections that were kept."""
        self._transport.close()

    def _in_epoch(self, epoch: int) -> None:
        if epoch > self._identity.epoch:
            self._identity = replace(self._identity, epoch=epoch)

    def _with_head(self, request: PushRequest) -> PushRequest:
        """Name the head that the events lead to, and sign it, unless the till did."""
        if request.signature:
            return request
        head = bytes.fromhex(request.previous)
        for raw in request.events:
            head = event.link(head, bytes(raw))
        seq = request.from_seq + len(request.events) - 1
        message = sign.head_message(self._identity.device, request.epoch, seq, head)
        return msgspec.structs.replace(
            request, head=head.hex(), signature=self._signer.sign(message).hex()
        )

    def _post(self, path: str, value: Any, kind: type[T], timeout_ms: int, query: str = "") -> T:
        body, encoding = codec.pack(value)
        headers = {"content-type": CONTENT_TYPE}
        if encoding:
            headers["content-encoding"] = encoding
        return self._signed(
            Sent(
                method="POST",
                path=path,
                query=query,
                headers=headers,
                body=body,
                timeout_ms=timeout_ms,
            ),
            kind,
        )

    def _signed(self, sent: Sent, kind: type[T]) -> T:
        return read(self._ask(sent, OK), kind)

    def _ask(self, sent: Sent, status: int) -> Answered:
        try:
            return self._once(sent, status)
        except Refusal as refusal:
            server_us = refusal.details.get("expected")
            if refusal.code == "moved":
                self._follow(server_us)
            if refusal.code != "clock" or not isinstance(server_us, int):
                raise
        # The till's clock is off. What the server says is signed, so its time can be used for
        # the signatures; what the till believes about dates is not changed by this.
        self._ahead_us = server_us - self._now_us()
        return self._once(sent, status)

    def _follow(self, url: object) -> None:
        """Go on at another address. Only this server says so, and only it is believed there."""
        if self._reach is None or not isinstance(url, str):
            return
        there = self._reach(url)
        self._transport.close()
        self._transport = there

    def _once(self, sent: Sent, status: int) -> Answered:
        claim = Claim(
            device=self._identity.device,
            epoch=self._identity.epoch,
            nonce=self._randomness(sign.NONCE_BYTES).hex(),
            time_us=max(self._now_us() + self._ahead_us, 0),
        )
        message = sign.request_message(sent.method, sent.path, sent.query, claim, sent.body)
        claim = replace(claim, signature=self._signer.sign(message))
        headers = {
            **sent.headers,
            "authorization": sign.authorization(claim),
            "accept-encoding": ENCODING,
        }
        expected = Expected(server_key=self._identity.server_key, nonce=claim.nonce)
        return fetch(self._transport, replace(sent, headers=headers), expected, status)


def meet(
    transport: Transport, typed: Pairing, randomness: Callable[[int], bytes]
) -> tuple[ServerCard, str]:
    """Ask a server who it is; gives its card and the nonce that it signed. No code is said.

    Raises Refusal `other_server` when the fingerprint is not the server's, Outage when nobody
    answers.
    """
    nonce = randomness(sign.NONCE_BYTES).hex()
    headers = {sign.NONCE_HEADER: nonce, "accept-encoding": ENCODING}
    asked = Sent(method="GET", path="/v1/pair", headers=headers, timeout_ms=PAIR_MS)
    answered = transport.send(asked)
    if answered.status != OK:
        raise Outage("line_down", "there is no Regulars server at this address")
    card = read(answered, ServerCard)
    try:
        server_key = bytes.fromhex(card.public_key)
    except ValueError:
        server_key = b""
    expected = Expected(server_key=server_key, nonce=nonce)
    known = pairing.fingerprint(server_key) == typed.fingerprint
    if not known or not is_signed(answered, expected):
        raise Refusal(
            "other_server",
            "another server answers there than the pairing string names",
            expected=typed.fingerprint,
            got=pairing.fingerprint(server_key),
        )
    return card, nonce


def pair(
    transport: Transport,
    typed: Pairing,
    *,
    signer: Signer,
    sealing_private: bytes,
    name: str,
    randomness: Callable[[int], bytes],
    again: bool = False,
) -> Paired:
    """Connect a new till: make sure who the server is, then prove to know the code.

    One that was connected `again` has recorded something that the server may not know any more.
    Raises Refusal `other_server` when the fingerprint is not the server's, `pairing_code` when
    the code is wrong or has ended, and Outage when nobody answers.
    """
    card, nonce = meet(transport, typed, randomness)
    server_key = bytes.fromhex(card.public_key)
    expected = Expected(server_key=server_key, nonce=nonce)
    request = PairRequest(
        public_key=signer.public.hex(),
        sealing_key=pairing.sealing_public(sealing_private).hex(),
        name=name,
        proof=pairing.proof(typed.code, server_key, signer.public),
        again=again,
    )
    body, _ = codec.pack(request)
    headers = {
        sign.NONCE_HEADER: nonce,
        "accept-encoding": ENCODING,
        "content-type": CONTENT_TYPE,
    }
    sent = Sent(method="POST", path="/v1/pair", headers=headers, body=body, timeout_ms=PAIR_MS)
    reply = call(transport, sent, expected, PairReply)
    plain = pairing.unseal(
        sealing_private,
        bytes.fromhex(card.sealing_key),
        bytes.fromhex(reply.sealed),
        reply.device,
    )
    return Paired(
        identity=Identity(device=reply.device, epoch=reply.epoch, server_key=server_key),
        reply=reply,
        secrets=msgspec.json.decode(plain, type=PairSecrets),
    )

"""Lets only paired tills in: signature, clock, and no request twice."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable

from loyalty.errors import Refusal
from sync.sign import FRESH_US, Claim, parse, request_message, verify
from sync.transport import Sent

NONCES_MAX = 200_000


class Gate:
    """Judges who sent a request."""

    def __init__(self, key_of: Callable[[str], bytes | None]) -> None:
        self._key_of = key_of
        self._keys: dict[str, bytes] = {}
        self._seen: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._lock = threading.Lock()

    def admit(self, sent: Sent, now_us: int, *, fresh: bool) -> Claim:
        """Give who signed a request; `fresh` asks for a right clock and a new nonce.

        Raises Refusal `signature_missing`, `device_unknown`, `signature_wrong`, `clock`
        (expected: the server's time in microseconds) or `replayed`.
        """
        claim = parse(sent.headers.get("authorization", ""))
        key = self._key(claim.device)
        message = request_message(sent.method, sent.path, sent.query, claim, sent.body)
        if not verify(key, message, claim.signature):
            raise Refusal("signature_wrong", "the request is not signed by this till")
        if fresh:
            if abs(claim.time_us - now_us) > FRESH_US:
                raise Refusal(
                    "clock",
                    "the till's clock is more than five minutes off",
                    expected=now_us,
                    got=claim.time_us,
                )
            self._note(claim, now_us)
        return claim

    def _key(self, device: str) -> bytes:
        """Give a till's public key. It is the till's for ever: it is looked up once."""
        key = self._keys.get(device) or self._key_of(device)
        if key is None:
            raise Refusal("device_unknown", "this till is not connected to this server")
        self._keys[device] = key
        return key

    def _note(self, claim: Claim, now_us: int) -> None:
        """Remember a nonce for as long as its request would still be fresh."""
        key = (claim.device, claim.nonce)
        with self._lock:
            while self._seen and (
                len(self._seen) >= NONCES_MAX
                or next(iter(self._seen.values())) < now_us - 2 * FRESH_US
            ):
                self._seen.popitem(last=False)
            if key in self._seen:
                raise Refusal("replayed", "this very request was sent before")
            self._seen[key] = now_us

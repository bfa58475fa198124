"""Text messages and pushes: each a signed POST to an address that the shop names.

Whoever delivers them (a provider's gateway, or a small program before it) gets JSON
`{"id","channel","to","title","text"}`. `Regulars-Signature: t=SECONDS,v1=HEX` is the HMAC-SHA256
of `SECONDS.BODY` under the key that both have, and `Idempotency-Key` is the id.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import Final
from urllib.parse import urlsplit

import httpx2
import msgspec

from loyalty.errors import Outage
from sync.http import HttpTransport
from sync.mail import Letter, Outcome
from sync.transport import Sent

TIMEOUT_MS: Final = 20_000
_OK, _LATER = range(200, 300), frozenset({408, 425, 429, 502, 503, 504})
_GONE = frozenset({404, 410})
_NOTHING_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout)


class HttpPost:
    """Hands messages of one way over to one address."""

    def __init__(self, channel: str, url: str, key: bytes) -> None:
        """Prepare. Raises Refusal `needs_tls` for http to another machine."""
        parts = urlsplit(url)
        self._transport = HttpTransport(f"{parts.scheme}://{parts.netloc}")
        self._path = parts.path or "/"
        self._channel, self._key = channel, key

    def send(self, letter: Letter) -> Outcome:
        """Hand a message over. Raises Outage `line_down` and `other_server`."""
        body = msgspec.json.encode(
            {
                "id": letter.message_id,
                "channel": self._channel,
                "to": letter.to,
                "title": letter.subject,
                "text": letter.text,
            }
        )
        headers = {
            "content-type": "application/json",
            "idempotency-key": letter.message_id,
            "regulars-signature": signature(self._key, letter.at_us // 1_000_000, body),
        }
        sent = Sent(
            method="POST", path=self._path, headers=headers, body=body, timeout_ms=TIMEOUT_MS
        )
        try:
            status = self._transport.send(sent).status
        except Outage as error:
            if error.code == "other_server" or isinstance(error.__cause__, _NOTHING_SENT):
                raise
            return Outcome(state="not_known", reason="line")
        if status in _OK:
            return Outcome(state="sent")
        if status in _LATER:
            return Outcome(state="later", reason=f"http_{status}")
        return Outcome(state="refused", reason=f"http_{status}", is_address=status in _GONE)

    def close(self) -> None:
        """Let go of the line."""
        self._transport.close()


def signature(key: bytes, at_s: int, body: bytes) -> str:
    """Sign a body at a second since 1970."""
    made = hmac.new(key, f"{at_s}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at_s},v1={made}"

"""A till in one file, written from docs/protocol.md and from nothing else of this project."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import secrets
import time
from typing import Any
from urllib.parse import urlencode

import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

SMALL = 1024


class ServerError(Exception):
    """The server said no; `status` and the inside of its error shape."""

    def __init__(self, status: int, error: dict[str, Any]) -> None:
        super().__init__(f"{status} {error['code']}")
        self.status, self.error = status, error


class Till:
    """Pairs with a server, keeps a chain of events, pushes it, pulls and asks for grants."""

    def __init__(self, pairing: str, name: str) -> None:
        address, _, rest = pairing.partition("/")
        host, _, port = address.rpartition(":")
        code, _, fingerprint = rest.partition("-")
        self.line = http.client.HTTPConnection(host, int(port), timeout=20)
        self.key = Ed25519PrivateKey.generate()
        self.server: Ed25519PublicKey | None = None
        self.device, self.epoch, self.cursor = "", 0, ""
        self.events: list[bytes] = []
        self.acked = 0
        self._pair(code, fingerprint, name)
        start = hashlib.sha256(f"regulars/1/{self.device}/{self.epoch}".encode()).digest()
        self.hashes = [start]

    def _pair(self, code: str, fingerprint: str, name: str) -> None:
        card, nonce, signature, body = self._open("GET", "/v1/pair")
        server_key = bytes.fromhex(card["public_key"])
        known = base64.b32encode(hashlib.sha256(b"regulars/1 server\n" + server_key).digest())
        assert known.decode()[:16] == fingerprint, "this is another server"
        self.server = Ed25519PublicKey.from_public_bytes(server_key)
        self._believe(200, nonce, body, signature)
        sealing, own = X25519PrivateKey.generate(), self.key.public_key().public_bytes_raw()
        hello = {
            "public_key": own.hex(),
            "sealing_key": sealing.public_key().public_bytes_raw().hex(),
            "name": name,
            "proof": hmac.new(code.encode(), server_key + own, hashlib.sha256).hexdigest(),
        }
        reply, nonce, signature, body = self._open("POST", "/v1/pair", json.dumps(hello).encode())
        self._believe(200, nonce, body, signature)
        self.device, self.epoch = reply["device"], reply["epoch"]
        shared = sealing.exchange(
            X25519PublicKey.from_public_bytes(bytes.fromhex(card["sealing_key"]))
        )
        info = b"regulars/1 pairing secrets"
        opener = AESGCM(HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(shared))
        sealed = bytes.fromhex(reply["sealed"])
        self.secrets = json.loads(opener.decrypt(sealed[:12], sealed[12:], self.device.encode()))

    def record(self, kind: str, postings: list[dict[str, Any]], data: dict[str, Any]) -> str:
        """Make an event's bytes, once, and chain them; gives its id."""
        event_id = uuid7()
        seconds = time.time()
        made = {
            "v": 1,
            "id": event_id,
            "seq": len(self.events) + 1,
            "at": time.strftime("%Y-%m-%dT%H:%M:%S.000000Z", time.gmtime(seconds)),
            "day": time.strftime("%Y-%m-%d", time.gmtime(seconds)),
            "clock": "ok",
            "type": kind,
            "actor": "cashier:default",
            "programme": 1,
            "postings": postings,
            "data": data,
        }
        self.events.append(json.dumps(made).encode())
        self.hashes.append(hashlib.sha256(self.hashes[-1] + self.events[-1]).digest())
        return event_id

    def push(self) -> Any:
        """Send what is not acknowledged."""
        last, head = len(self.events), self.hashes[-1].hex()
        message = f"regulars/1 head\n{self.device}\n{self.epoch}\n{last}\n{head}"
        about = {
            "epoch": self.epoch,
            "from_seq": self.acked + 1,
            "previous": self.hashes[self.acked].hex(),
            "head": head,
            "signature": self.key.sign(message.encode()).hex(),
        }
        # The events stand in the body with the very bytes that were hashed.
        events = b",".join(self.events[self.acked :])
        body = json.dumps(about).encode()[:-1] + b',"events":[' + events + b"]}"
        reply = self._signed("POST", "/v1/push", body)
        self.acked = reply["acked_seq"]
        return reply

    def pull(self) -> list[Any]:
        """Fetch every page that there is."""
        pages: list[Any] = []
        while not pages or pages[-1]["more"]:
            query = urlencode({"cursor": self.cursor, **self._own()})
            pages.append(self._signed("GET", "/v1/pull", query=query))
            self.cursor = pages[-1]["cursor"]
        return pages

    def grant(self, account: str, amount: int) -> Any:
        """Ask for the right to pay out so many points."""
        asked = {"request_id": uuid7(), "account": account, "unit": "points", "amount": amount}
        body = json.dumps(asked).encode()
        return self._signed("POST", "/v1/grant", body, urlencode(self._own()))

    def lookup(self, kind: str, key: str) -> Any:
        """Find a member."""
        return self._signed("POST", "/v1/lookup", json.dumps({"kind": kind, "key": key}).encode())

    def _own(self) -> dict[str, Any]:
        return {"seq": len(self.events), "head": self.hashes[-1].hex()}

    def _signed(self, method: str, path: str, body: bytes = b"", query: str = "") -> Any:
        headers = {"accept-encoding": "zstd", "content-type": "application/json"}
        if len(body) >= SMALL:
            body, headers["content-encoding"] = zstandard.compress(body), "zstd"
        nonce, now_us = secrets.token_hex(16), time.time_ns() // 1000
        digest = hashlib.sha256(body).hexdigest()
        lines = ["regulars/1 request", method, path, query, self.device]
        lines += [str(self.epoch), nonce, str(now_us), digest]
        signature = self.key.sign("\n".join(lines).encode()).hex()
        headers["authorization"] = (
            f"Regulars device={self.device}, epoch={self.epoch}, nonce={nonce}, "
            f"time={now_us}, signature={signature}"
        )
        return self._send(method, f"{path}?{query}" if query else path, body, headers, nonce)[0]

    def _open(self, method: str, path: str, body: bytes = b"") -> tuple[Any, str, str, bytes]:
        nonce = secrets.token_hex(16)
        headers = {"regulars-nonce": nonce, "content-type": "application/json"}
        value, signature, raw = self._send(method, path, body, headers, nonce)
        return value, nonce, signature, raw

    def _send(
        self, method: str, target: str, body: bytes, headers: dict[str, str], nonce: str
    ) -> tuple[Any, str, bytes]:
        self.line.request(method, target, body, headers)
        answer = self.line.getresponse()
        raw, signature = answer.read(), answer.headers["regulars-signature"]
        if self.server is not None:
            self._believe(answer.status, nonce, raw, signature)
        if answer.headers.get("content-encoding") == "zstd":
            value = json.loads(zstandard.ZstdDecompressor().decompressobj().decompress(raw))
        else:
            value = json.loads(raw)
        if answer.status != http.HTTPStatus.OK:
            raise ServerError(answer.status, value["error"])
        return value, signature, raw

    def _believe(self, status: int, nonce: str, body: bytes, signature: str) -> None:
        digest = hashlib.sha256(body).hexdigest()
        message = f"regulars/1 answer\n{status}\n{nonce}\n{digest}"
        assert self.server is not None
        self.server.verify(bytes.fromhex(signature), message.encode())


def uuid7() -> str:
    """Make an id that begins with the time."""
    number = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    number = number & ~(0xF << 76) | 0x7 << 76
    number = number & ~(0x3 << 62) | 0x2 << 62
    text = f"{number:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))

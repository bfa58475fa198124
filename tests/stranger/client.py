"""A till in one file, written from docs/protocol.md and from nothing else of this project."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import secrets
import time
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlcipher3 import dbapi2

SMALL = 1024
FORMAT = 7
POLL_S = 0.05


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
        self.sealing, own = X25519PrivateKey.generate(), self.key.public_key().public_bytes_raw()
        hello = {
            "public_key": own.hex(),
            "sealing_key": self._sealing_key(),
            "name": name,
            "proof": hmac.new(code.encode(), server_key + own, hashlib.sha256).hexdigest(),
        }
        reply, nonce, signature, body = self._open("POST", "/v1/pair", json.dumps(hello).encode())
        self._believe(200, nonce, body, signature)
        self.device, self.epoch = reply["device"], reply["epoch"]
        self.secrets = json.loads(self._unseal(card["sealing_key"], reply["sealed"], self.device))

    def _sealing_key(self) -> str:
        return self.sealing.public_key().public_bytes_raw().hex()

    def _unseal(self, sealing_key: str, sealed: str, about: str) -> bytes:
        peer = X25519PublicKey.from_public_bytes(bytes.fromhex(sealing_key))
        info = b"regulars/1 pairing secrets"
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=info)
        hidden = bytes.fromhex(sealed)
        opener = AESGCM(derived.derive(self.sealing.exchange(peer)))
        return opener.decrypt(hidden[:12], hidden[12:], about.encode())

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

    def order_copy(self) -> Any:
        """Have a copy of everything made; wait until it is ready."""
        asked = json.dumps({"sealing_key": self._sealing_key(), "format": FORMAT}).encode()
        while True:
            reply = self._signed("POST", "/v1/snapshot", asked, urlencode(self._own()))
            assert reply["snapshot"], "the server makes none"
            if reply["ready"]:
                return reply
            time.sleep(POLL_S)

    def fetch_part(self, copy: Any, path: Path, size: int) -> bool:
        """Fetch the next bytes of a copy behind those that are here; say whether any are left."""
        first = path.stat().st_size if path.exists() else 0
        last = min(first + size, copy["size_bytes"]) - 1
        headers, query = {"range": f"bytes={first}-{last}"}, self._named(copy)
        body, answer = self._answer("GET", "/v1/snapshot", b"", query, headers)
        assert answer.status == http.HTTPStatus.PARTIAL_CONTENT, body
        assert answer.headers["content-range"] == f"bytes {first}-{last}/{copy['size_bytes']}"
        with path.open("ab") as file:
            file.write(body)
        return bool(last + 1 < copy["size_bytes"])

    def open_copy(self, copy: Any, path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
        """Check a whole copy and read it: members by id, and standings by account.

        The cursor stands where the copy does afterwards.
        """
        assert hashlib.sha256(path.read_bytes()).hexdigest() == copy["sha256"], "damaged"
        key = self._unseal(copy["sealing_key"], copy["sealed"], copy["snapshot"])
        with closing(dbapi2.connect(str(path))) as file:
            file.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            assert file.execute("PRAGMA user_version").fetchone() == (copy["format"],)
            members = {
                member: {"member_id": member, "account": account, "number": number}
                for member, account, number in file.execute(
                    "SELECT member_id, account, number FROM member"
                )
            }
            standings = {
                account: {"account": account, "position": position, "own": own} | json.loads(told)
                for account, position, own, told in file.execute(
                    "SELECT account, position, own_seq, figures FROM standing"
                )
            }
            (cursor,) = file.execute("SELECT value FROM meta WHERE name = 'cursor'").fetchone()
        assert cursor == copy["mine"]["cursor"]
        self.cursor = cursor
        return members, standings

    def drop_copy(self, copy: Any) -> None:
        """Say that the copy is not needed any more."""
        self._signed("DELETE", "/v1/snapshot", query=self._named(copy))

    def _named(self, copy: Any) -> str:
        return urlencode({"snapshot": copy["snapshot"]})

    def _own(self) -> dict[str, Any]:
        return {"seq": len(self.events), "head": self.hashes[-1].hex()}

    def _signed(self, method: str, path: str, body: bytes = b"", query: str = "") -> Any:
        raw, answer = self._answer(method, path, body, query, {})
        return self._value(raw, answer)

    def _answer(
        self, method: str, path: str, body: bytes, query: str, more: dict[str, str]
    ) -> tuple[bytes, http.client.HTTPResponse]:
        headers = {"accept-encoding": "zstd", "content-type": "application/json", **more}
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
        return self._send(method, f"{path}?{query}" if query else path, body, headers, nonce)

    def _open(self, method: str, path: str, body: bytes = b"") -> tuple[Any, str, str, bytes]:
        nonce = secrets.token_hex(16)
        headers = {"regulars-nonce": nonce, "content-type": "application/json"}
        raw, answer = self._send(method, path, body, headers, nonce)
        return self._value(raw, answer), nonce, answer.headers["regulars-signature"], raw

    def _send(
        self, method: str, target: str, body: bytes, headers: dict[str, str], nonce: str
    ) -> tuple[bytes, http.client.HTTPResponse]:
        self.line.request(method, target, body, headers)
        answer = self.line.getresponse()
        raw = answer.read()
        if self.server is not None:
            self._believe(answer.status, nonce, raw, answer.headers["regulars-signature"])
        if answer.status >= http.HTTPStatus.MULTIPLE_CHOICES:
            raise ServerError(answer.status, self._value(raw, answer)["error"])
        return raw, answer

    def _value(self, raw: bytes, answer: http.client.HTTPResponse) -> Any:
        if answer.headers.get("content-encoding") == "zstd":
            raw = zstandard.ZstdDecompressor().decompressobj().decompress(raw)
        return json.loads(raw)

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

"""Ed25519 over requests, answers and chain heads: nobody in between can change or replay them.

A request's signature covers method, path, query, device, epoch, nonce, time and the digest of
the body as it travels; an answer's covers status, the request's nonce and the body's digest.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from loyalty.errors import Refusal

SCHEME = "Regulars"
ANSWER_HEADER = "regulars-signature"
NONCE_HEADER = "regulars-nonce"
NONCE_BYTES = 16
FRESH_US = 5 * 60 * 1_000_000
HEADER_PATTERN = (
    SCHEME + r" device=([0-9A-Za-z._-]{1,64}), epoch=([0-9]{1,9}), nonce=([0-9a-f]{32}), "
    r"time=([0-9]{1,18}), signature=([0-9a-f]{128})"
)
_HEADER = re.compile(HEADER_PATTERN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who says to have sent a request, and when; `signature` proves it."""

    device: str
    epoch: int
    nonce: str
    time_us: int
    signature: bytes = b""


class Signer:
    """A private Ed25519 key."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def sign(self, message: bytes) -> bytes:
        """Give the 64 bytes of the signature."""
        return self._key.sign(message)


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Say whether the signature is that key's over this message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def request_message(method: str, path: str, query: str, claim: Claim, body: bytes) -> bytes:
    """Write what a request's signature covers; `query` as it travels, without the `?`."""
    lines = (
        "regulars/1 request",
        method.upper(),
        path,
        query,
        claim.device,
        str(claim.epoch),
        claim.nonce,
        str(claim.time_us),
        hashlib.sha256(body).hexdigest(),
    )
    return "\n".join(lines).encode()


def answer_message(status: int, nonce: str, body: bytes) -> bytes:
    """Write what an answer's signature covers; `nonce` is that of the request."""
    lines = ("regulars/1 answer", str(status), nonce, hashlib.sha256(body).hexdigest())
    return "\n".join(lines).encode()


def act_message(raw: bytes) -> bytes:
    """Write what the server's seal on one of its own events covers."""
    return f"regulars/1 act\n{hashlib.sha256(raw).hexdigest()}".encode()


def head_message(device: str, epoch: int, seq: int, head: bytes) -> bytes:
    """Write what the signature of a chain's head covers."""
    return f"regulars/1 head\n{device}\n{epoch}\n{seq}\n{head.hex()}".encode()


def authorization(claim: Claim) -> str:
    """Write the Authorization header of a signed request."""
    return (
        f"{SCHEME} device={claim.device}, epoch={claim.epoch}, nonce={claim.nonce}, "
        f"time={claim.time_us}, signature={claim.signature.hex()}"
    )


def parse(header: str) -> Claim:
    """Read an Authorization header. Raises Refusal `signature_missing`."""
    found = _HEADER.fullmatch(header)
    if found is None:
        raise Refusal("signature_missing", "the request is not signed by a till")
    device, epoch, nonce, time_us, signature = found.groups()
    return Claim(
        device=device,
        epoch=int(epoch),
        nonce=nonce,
        time_us=int(time_us),
        signature=bytes.fromhex(signature),
    )

"""How a till and a server meet: a string to type, a proof of the code, sealed secrets.

The string says who the server is before the till says the code, so that nobody in between can
take the server's place; the code itself never travels.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import (
    X25519PrivateKey,
    X25519PublicKey,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from loyalty.errors import Refusal

CODE_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 10
FINGERPRINT_LENGTH = 16
NONCE_BYTES = 12
KEY_BYTES = 32
_STRING = re.compile(
    r"(?P<host>\[[0-9a-fA-F:]+\]|[0-9A-Za-z.-]+):(?P<port>\d{1,5})"
    r"/(?P<code>[0-9A-Z]{10})-(?P<fingerprint>[2-7A-Z]{16})"
)
_PORT_MAX = 65_535


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """What the owner reads out: where the server is, the code, and who the server is."""

    host: str
    port: int
    code: str
    fingerprint: str

    def __str__(self) -> str:
        """Write it as it is typed."""
        return f"{self.host}:{self.port}/{self.code}-{self.fingerprint}"


def parse(text: str) -> Pairing:
    """Read a pairing string as people type it. Raises Refusal `pairing_string`."""
    address, slash, rest = "".join(text.split()).partition("/")
    found = _STRING.fullmatch(address + slash + rest.upper())
    if found is None or not 0 < int(found["port"]) <= _PORT_MAX:
        raise Refusal(
            "pairing_string",
            "this is not a pairing string: it looks like host:port/CODE-FINGERPRINT",
        )
    # Letters that are easily mistaken are read as the digits they look like (Crockford).
    code = found["code"].translate(str.maketrans("OIL", "011"))
    return Pairing(
        host=found["host"], port=int(found["port"]), code=code, fingerprint=found["fingerprint"]
    )


def code(randomness: bytes) -> str:
    """Make a code of ten letters (50 bits) from ten random bytes."""
    assert len(randomness) == CODE_LENGTH, len(randomness)
    return "".join(CODE_LETTERS[byte % len(CODE_LETTERS)] for byte in randomness)


def fingerprint(public_key: bytes) -> str:
    """Give the short name (80 bits) of a server's Ed25519 key."""
    digest = hashlib.sha256(b"regulars/1 server\n" + public_key).digest()
    return base64.b32encode(digest).decode()[:FINGERPRINT_LENGTH]


def proof(code: str, server_key: bytes, device_key: bytes) -> str:
    """Prove to know the code, to this server and for this device only; hexadecimal."""
    return hmac.new(code.encode(), server_key + device_key, hashlib.sha256).hexdigest()


def sealing_public(private: bytes) -> bytes:
    """Give the public half of an X25519 key."""
    key = X25519PrivateKey.from_private_bytes(private).public_key()
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def check_sealing(public: str) -> None:
    """Raise Refusal `sealing_key` unless this is an X25519 key in hexadecimal."""
    try:
        peer = bytes.fromhex(public)
    except ValueError:
        peer = b""
    _shared(bytes([1] * KEY_BYTES), peer)


def seal(private: bytes, peer: bytes, nonce: bytes, plain: bytes, about: str) -> bytes:
    """Encrypt for the owner of `peer`; only it and the owner of `private` can open it.

    Raises Refusal `sealing_key` when the peer's key is none.
    """
    return nonce + AESGCM(_shared(private, peer)).encrypt(nonce, plain, about.encode())


def unseal(private: bytes, peer: bytes, sealed: bytes, about: str) -> bytes:
    """Open what was sealed. Raises Refusal `sealed_broken` when it was not sealed for us."""
    nonce, hidden = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return AESGCM(_shared(private, peer)).decrypt(nonce, hidden, about.encode())
    except (InvalidTag, ValueError) as error:
        raise Refusal("sealed_broken", "the server's secrets do not open") from error


def about_peppers(device: str, *, to_till: bool) -> str:
    """Say what sealed peppers are about, so that nothing else that was sealed passes for them."""
    return f"peppers {'to' if to_till else 'from'} {device}"


def _shared(private: bytes, peer: bytes) -> bytes:
    try:
        secret = X25519PrivateKey.from_private_bytes(private).exchange(
            X25519PublicKey.from_public_bytes(peer)
        )
    except ValueError as error:
        raise Refusal("sealing_key", "the sealing key is not an X25519 key") from error
    derivation = HKDF(
        algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"regulars/1 pairing secrets"
    )
    return derivation.derive(secret)

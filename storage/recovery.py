"""The recovery sheet: 24 words that open any backup on any machine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from loyalty.errors import Refusal

KEY_BYTES: Final = 32
NONCE_BYTES: Final = 12
WORDS: Final = 24
QR_PREFIX: Final = "REGULARS-RECOVERY-1:"
_HEADER: Final = b"regulars recovery 1\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoverySheet:
    """What stands on the sheet; `qr` is what its code says. Never put it into a log."""

    words: tuple[str, ...]
    created_day: str
    qr: str


def sheet(key: bytes, created_day: str) -> RecoverySheet:
    """Write the recovery key as the sheet shows it."""
    return RecoverySheet(
        words=words(key), created_day=created_day, qr=QR_PREFIX + key.hex().upper()
    )


def words(key: bytes) -> tuple[str, ...]:
    """Write a recovery key as 24 English words; the last one holds a check."""
    from mnemonic import Mnemonic

    assert len(key) == KEY_BYTES, "a recovery key has 256 bits"
    return tuple(Mnemonic("english").to_mnemonic(key).split())


def from_words(text: str) -> bytes:
    """Read a recovery key from typed words (four letters are enough) or from the sheet's code.

    Raises Refusal `recovery_words`, naming the first word that is not on the list.
    """
    typed = text.strip()
    if typed.upper().startswith(QR_PREFIX):
        return _from_code(typed[len(QR_PREFIX) :])
    from mnemonic import Mnemonic

    language = Mnemonic("english")
    found = language.expand(" ".join(typed.lower().split())).split()
    for place, word in enumerate(found, start=1):
        if word not in language.wordlist:
            raise Refusal("recovery_words", f"word {place} is not on the list", got=place)
    if len(found) != WORDS:
        message = f"a recovery sheet has {WORDS} words, these are {len(found)}"
        raise Refusal("recovery_words", message, expected=WORDS, got=len(found))
    if not language.check(" ".join(found)):
        raise Refusal("recovery_words", "the words do not fit together: one is not the sheet's")
    return bytes(language.to_entropy(found))


def wrap(secrets: Mapping[str, bytes], recovery_key: bytes, nonce: bytes) -> bytes:
    """Lock secrets under the recovery key; `nonce` is 12 fresh random bytes."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    assert len(nonce) == NONCE_BYTES, len(nonce)
    plain = json.dumps({name: secret.hex() for name, secret in sorted(secrets.items())})
    return _HEADER + nonce + AESGCM(recovery_key).encrypt(nonce, plain.encode(), _HEADER)


def unwrap(wrapped: bytes, recovery_key: bytes) -> dict[str, bytes]:
    """Open what `wrap` locked. Raises Refusal `recovery_file` or `recovery_key`."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    start = len(_HEADER)
    if not wrapped.startswith(_HEADER) or len(wrapped) <= start + NONCE_BYTES:
        raise Refusal("recovery_file", "this is not a recovery file of this program")
    nonce, locked = wrapped[start : start + NONCE_BYTES], wrapped[start + NONCE_BYTES :]
    try:
        plain = AESGCM(recovery_key).decrypt(nonce, locked, _HEADER)
    except InvalidTag as error:
        message = "these words belong to another recovery sheet, or the backup is damaged"
        raise Refusal("recovery_key", message) from error
    return {name: bytes.fromhex(secret) for name, secret in json.loads(plain).items()}


def _from_code(code: str) -> bytes:
    try:
        key = bytes.fromhex(code)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise Refusal("recovery_words", "the code is not a whole recovery code")
    return key

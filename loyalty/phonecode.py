"""The rotating code on a member's phone: its bytes, its letters, and what a till makes of it.

77 bytes, big-endian: key id (1), member number as an integer (8), step of thirty seconds since
1970 (4), Ed25519 signature (64) of the shop's key with that id. In base45 (RFC 9285) they are 116
characters of QR's alphanumeric mode, which a QR of version 5-M holds. There is no prefix: the exact
length, the alphabet and the member number inside, with its check digits, tell it from other codes.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from loyalty import number as numbers
from loyalty.errors import Refusal

STEP_S = 30
TOLERANCE_STEPS = 1
KEPT_STEPS = 20
"""Ten minutes: a clock that goes back further than half of it is suspect anyway."""
KEY_IDS = range(1, 256)
LENGTH = 116
NO_END = 0
_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_BASE = len(_ALPHABET)
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)}
# The first two characters may be spaces, which some scanners and forms trim; the last cannot be.
_SHAPE = re.compile(r"[0-9A-Z $%*+\-./:]{114,116}")
_BODY = struct.Struct(">BQI")
_DOMAIN = b"regulars/phone-code/1\0"
_STEP_US = STEP_S * 1_000_000
_PAIR = 256 * 256

Strength = Literal["qr_rotating", "card_static"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneCode:
    """What a phone showed; `signature` covers the rest and is not checked yet."""

    key_id: int
    number: str
    step: int
    signature: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneKey:
    """A public key of the shop; after `last_step` it counts no longer (0: no end is set)."""

    key_id: int
    public: bytes
    last_step: int = NO_END


def step_at(at_us: int) -> int:
    """Give the step of a moment in microseconds since 1970."""
    return at_us // _STEP_US


def signed_message(key_id: int, number: str, step: int) -> bytes:
    """Give what a code's signature covers."""
    return _DOMAIN + _BODY.pack(key_id, int(number), step)


def write(code: PhoneCode) -> str:
    """Write a code as the 116 characters that go into its QR."""
    return base45(_BODY.pack(code.key_id, int(code.number), code.step) + code.signature)


def read(text: str) -> PhoneCode | None:
    """Read a scanned text; None when it is no such code. Says nothing yet about who made it."""
    raw = _bytes_of(text)
    if raw is None:
        return None
    key_id, number, step = _BODY.unpack_from(raw)
    digits = str(number)
    if key_id not in KEY_IDS or not numbers.is_valid(digits):
        return None
    return PhoneCode(key_id=key_id, number=digits, step=step, signature=raw[_BODY.size :])


def is_phone_code(text: str) -> bool:
    """Say whether a text is shaped like a phone's code, with a sound member number inside."""
    return read(text) is not None


def holder(text: str) -> str:
    """Give the member number that a phone's code names, and any other text as it is."""
    code = read(text)
    return code.number if code else text


def judge(
    code: PhoneCode,
    keys: Mapping[int, PhoneKey],
    *,
    at_us: int | None,
    used_step: int,
    verify: Callable[[bytes, bytes, bytes], bool],
) -> Strength:
    """Say how strongly a code shows its member.

    `at_us` is the time, or None where the clock cannot be believed; `used_step` the newest step of
    this member that was taken before (0: none); `verify(public, message, signature)` checks
    Ed25519. A till that cannot judge the time, or has not heard of the key, takes the code for
    the static one: the number in it could have been typed as well.

    Raises Refusal `phone_code_forged`, `phone_code_over` or `phone_code_used`.
    """
    key = keys.get(code.key_id)
    if key is None:
        return "card_static"
    message = signed_message(code.key_id, code.number, code.step)
    if not verify(key.public, message, code.signature):
        raise Refusal("phone_code_forged", "this code was not made by this shop")
    if at_us is None:
        return "card_static"
    over = key.last_step != NO_END and code.step > key.last_step
    if over or abs(step_at(at_us) - code.step) > TOLERANCE_STEPS:
        raise Refusal("phone_code_over", "this code of a phone has run out")
    if code.step <= used_step:
        raise Refusal("phone_code_used", "this code of a phone was used before")
    return "qr_rotating"


def remember(used: Mapping[str, int], code: PhoneCode, at_us: int) -> dict[str, int]:
    """Add a code to the newest used steps by member number, and drop those long past."""
    oldest = step_at(at_us) - KEPT_STEPS
    kept = {number: step for number, step in used.items() if step >= oldest}
    return {**kept, code.number: max(code.step, kept.get(code.number, 0))}


def base45(raw: bytes) -> str:
    """Write bytes in base45 (RFC 9285)."""
    letters = []
    for at in range(0, len(raw) - 1, 2):
        value = raw[at] << 8 | raw[at + 1]
        letters += [value % _BASE, value // _BASE % _BASE, value // _BASE**2]
    if len(raw) % 2:
        letters += [raw[-1] % _BASE, raw[-1] // _BASE]
    return "".join(_ALPHABET[value] for value in letters)


def _bytes_of(text: str) -> bytes | None:
    """Read base45 of exactly 77 bytes, one spelling only."""
    if _SHAPE.fullmatch(text) is None:
        return None
    whole = text.rjust(LENGTH)
    values = [_VALUES[letter] for letter in whole]
    raw = bytearray()
    for at in range(0, LENGTH - 2, 3):
        pair = values[at] + values[at + 1] * _BASE + values[at + 2] * _BASE**2
        if pair >= _PAIR:
            return None
        raw += pair.to_bytes(2, "big")
    last = values[-2] + values[-1] * _BASE
    if last > 0xFF:  # noqa: PLR2004 - a byte
        return None
    raw.append(last)
    return bytes(raw)

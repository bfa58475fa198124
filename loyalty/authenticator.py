"""Six digits of an authenticator: time-based one-time passwords as RFC 6238 says, with SHA-1.

Written after RFC 4226 (section 5.3) and RFC 6238 (section 4): every authenticator on a phone
reads this form and few read another. It needs no line, so a manager who is away can read out a
code to a till that is offline.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import quote

DIGITS = 6
STEP_S = 30
STEPS_AROUND = 2
"""A code counts a minute before and after its half minute: it is read out on the telephone."""
SECRET_BYTES = 20
_DOMAIN = b"regulars/authenticator/1\0"
_SECOND_US = 1_000_000


def secret(pepper: bytes, staff_id: str, count: int) -> bytes:
    """Make the secret of somebody's authenticator, 20 bytes; each `count` gives another one.

    It is kept nowhere: whoever has the shop's pepper makes it again.
    """
    about = _DOMAIN + f"{staff_id}\0{count}".encode()
    return hmac.new(pepper, about, hashlib.sha256).digest()[:SECRET_BYTES]


def code(key: bytes, step: int, digits: int = DIGITS) -> str:
    """Give the code of one time step (RFC 4226, HOTP)."""
    digest = hmac.new(key, step.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFF_FFFF
    return str(number % 10**digits).zfill(digits)


def step_of(now_us: int) -> int:
    """Give the time step of a moment, in microseconds since 1970."""
    return now_us // (_SECOND_US * STEP_S)


def fits(key: bytes, typed: str, now_us: int, after_step: int = 0) -> int | None:
    """Give the step whose code was typed, near this moment and behind `after_step`; else None.

    Each step counts once: who keeps the step that this gives has no code used twice.
    """
    here = step_of(now_us)
    for step in range(max(here - STEPS_AROUND, after_step + 1), here + STEPS_AROUND + 1):
        if hmac.compare_digest(code(key, step), typed):
            return step
    return None


def typed_words(key: bytes) -> str:
    """Give a secret as authenticators take it typed: base32, 32 characters."""
    return base64.b32encode(key).decode()


def address(key: bytes, shop: str, who: str) -> str:
    """Give what a phone scans to take the secret: an `otpauth` address."""
    words = typed_words(key)
    issuer = quote(shop, safe="")
    return f"otpauth://totp/{issuer}:{quote(who, safe='')}?secret={words}&issuer={issuer}"

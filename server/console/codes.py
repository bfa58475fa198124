"""The six digits of an authenticator: made, checked, and drawn as a QR for the telephone."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable

import pyotp

STEP_S = 30
_SECRET_BYTES = 20
_AROUND = (0, -1, 1)


def secret(randomness: Callable[[int], bytes]) -> str:
    """Make an authenticator's secret."""
    return base64.b32encode(randomness(_SECRET_BYTES)).decode()


def is_secret(text: str) -> bool:
    """Say whether a text is a secret of our length."""
    try:
        return len(base64.b32decode(text)) == _SECRET_BYTES
    except ValueError:
        return False


def step_of(secret: str, code: str, now_us: int) -> int:
    """Give the time step of a code that counts now or a step away; 0 when it does not."""
    typed = "".join(code[:20].split())
    now = now_us // 1_000_000 // STEP_S
    totp = pyotp.TOTP(secret)
    for off in _AROUND:
        made = totp.at((now + off) * STEP_S)
        if hmac.compare_digest(made.encode(), typed.encode()):
            return now + off
    return 0


def address(secret: str, shop: str, name: str) -> str:
    """Give what the QR for an authenticator says."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=shop)

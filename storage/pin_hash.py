"""What is kept of a PIN: argon2id over an HMAC, so that the database alone gives nothing away.

A PIN has ten thousand possibilities. Only the shop's pepper, which lies in the key store and in no
database or backup in plain, makes trying them impossible; argon2id makes it slow for who has both.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher

_DOMAIN = b"regulars/pin/1\0"
_TIME_COST = 2
_MEMORY_KIB = 19 * 1024
_LANES = 1
_COST_MAX = {"m": 64 * 1024, "t": 8, "p": 4}
"""What a verifier from elsewhere may ask of this machine before it counts as broken."""
_SHAPE = re.compile(
    r"\$argon2id\$v=19\$m=(?P<m>[1-9][0-9]{0,6}),t=(?P<t>[1-9][0-9]?),p=(?P<p>[1-9])"
    r"\$[A-Za-z0-9+/]{11,64}\$[A-Za-z0-9+/]{16,88}"
)


def keyed(pepper: bytes, member_id: str, pin: str) -> bytes:
    """Mix a PIN with the shop's pepper and its member: 32 bytes, in microseconds.

    Nothing else made of a PIN leaves the memory of who asked for it.
    """
    return hmac.new(pepper, _DOMAIN + f"{member_id}\0{pin}".encode(), hashlib.sha256).digest()


def make(keyed: bytes) -> str:
    """Make the verifier of a keyed PIN, a PHC string; takes some 50 ms, so in a worker."""
    return str(_hasher().hash(keyed))


def fits(verifier: str, keyed: bytes) -> bool:
    """Say whether a keyed PIN is the one that a verifier was made of; some 50 ms, in a worker.

    A verifier that is none ("" of a PIN that was reset, a broken one, one that asks for more
    memory or time than ours may) fits nothing, and takes as long to say so: it comes from another
    machine, and must neither stop this till nor tell whoever types that there is nothing to guess.
    """
    from argon2.exceptions import VerificationError, VerifyMismatchError

    if not is_verifier(verifier):
        make(keyed)
        return False
    try:
        return bool(_hasher().verify(verifier, keyed))
    except VerifyMismatchError:
        return False
    except VerificationError:
        make(keyed)
        return False


def is_verifier(text: str) -> bool:
    """Say whether a text is shaped like a verifier that this machine would check."""
    found = _SHAPE.fullmatch(text)
    return found is not None and all(int(found[name]) <= most for name, most in _COST_MAX.items())


def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher, Type

    return PasswordHasher(
        time_cost=_TIME_COST, memory_cost=_MEMORY_KIB, parallelism=_LANES, type=Type.ID
    )

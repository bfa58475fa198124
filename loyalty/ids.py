"""Identifiers: made on the client from a passed-in time and passed-in randomness."""

from __future__ import annotations

import hashlib
import hmac
from typing import NewType
from uuid import UUID

AccountId = NewType("AccountId", str)
"""32 lower-case hexadecimal digits."""

RANDOM_BYTES = 10
_RAND_A_BITS = 12
_RAND_B_BITS = 62


def uuid7(at_us: int, randomness: bytes) -> str:
    """Make a UUIDv7 (RFC 9562 section 5.7) from microseconds since 1970 and ten random bytes."""
    assert len(randomness) == RANDOM_BYTES, len(randomness)
    number = int.from_bytes(randomness, "big")
    rand_a = number & ((1 << _RAND_A_BITS) - 1)
    rand_b = (number >> _RAND_A_BITS) & ((1 << _RAND_B_BITS) - 1)
    whole = (at_us // 1000) << 80 | 7 << 76 | rand_a << 64 | 0b10 << 62 | rand_b
    return str(UUID(int=whole))


def _keyed(key: bytes, purpose: str, text: str) -> str:
    return hmac.new(key, f"{purpose}\0{text}".encode(), hashlib.sha256).digest()[:16].hex()


def account_of_number(tenant_key: bytes, number: str) -> AccountId:
    """Derive the account that a card number earns into.

    Two tills that never spoke to each other derive the same account (DESIGN.md section 4).
    """
    return AccountId(_keyed(tenant_key, "account", number))


def draw_seed(tenant_key: bytes, programme_id: str, month: str) -> bytes:
    """Give the seed of a month's draws (`2026-11`), which every till of a shop can derive.

    It is as unknown to members as the tenant key, and can be published when the month is over.
    """
    text = f"draw\0{programme_id}\0{month}"
    return hmac.new(tenant_key, text.encode(), hashlib.sha256).digest()


def blind_phone(tenant_key: bytes, phone_e164: str) -> str:
    """Give the blind index of a phone number in E.164 form, 32 hexadecimal digits."""
    return _keyed(tenant_key, "phone", phone_e164)


def blind_visit_pin(tenant_key: bytes, pin: str, last_four: str = "") -> str:
    """Give the blind index of a visit PIN, 32 hexadecimal digits.

    `last_four` are the last digits of the phone, where the shop is so large that they belong to it.
    """
    return _keyed(tenant_key, "visit-pin", f"{pin}\0{last_four}")


def taken_over(tenant_key: bytes, identity: str) -> str:
    """Derive the id of a member who comes from another system, so that nobody comes twice.

    `identity` is what that system knows the member by; it cannot be read back from the id.
    """
    return _keyed(tenant_key, "taken-over", identity)


def pass_serial(tenant_key: bytes, member_id: str) -> str:
    """Derive the serial number of a member's card in a wallet, 32 hexadecimal digits.

    It stays the same, so that a newer card takes the place of the older one on the phone, and
    nobody finds the next member's by counting.
    """
    return _keyed(tenant_key, "pass", member_id)


def opening_event(tenant_key: bytes, member_id: str) -> str:
    """Derive the id of the event that takes a member over, so that no two tills can book it both.

    It says no time, and so sorts before all others: what somebody brings is the oldest they have.
    """
    digits = _keyed(tenant_key, "opening-event", member_id)
    return uuid7(0, bytes.fromhex(digits)[:RANDOM_BYTES])

"""The signed sale code: what a slip's QR holds, so that a refund needs no server.

`RS1:` and base32 of a msgpack array followed by the 64 bytes of the device's Ed25519 signature.
The colon makes it impossible to take for a member number, and every character is one of QR's
alphanumeric mode. Base32, not base45: that one has the space, which scanners and forms trim.
Signing and checking are passed in: this package knows no keys.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import msgspec

from loyalty.errors import Refusal

PREFIX = "RS1:"
SIGNATURE_BYTES = 64
ACCOUNT_HINT_DIGITS = 8
_DOMAIN = b"regulars/sale-code/1\0"
_BLOCK_CHARACTERS = 8
_FIRST_DAY = date(1970, 1, 1)
_ENCODER = msgspec.msgpack.Encoder(uuid_format="bytes")


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """One sale as its slip tells it. Amounts are minor units, `given` and `spent` are points.

    `sale` is the event's UUID; `account_hint` the first eight digits of the account's name, or
    empty for a sale without a member; `day` is the business date.
    """

    issuer: str
    sale: str
    account_hint: str = ""
    amount_minor: int
    given: int
    spent: int
    programme: int
    device: str
    epoch: int
    day: str


class SignedTerms(msgspec.Struct, frozen=True, kw_only=True):
    """The terms of a slip with the very bytes that were signed."""

    terms: Terms
    body: bytes
    signature: bytes


class _Packed(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """The terms as they travel; a later version may only add at the end."""

    issuer: str
    sale: UUID
    account_hint: bytes
    amount_minor: int
    given: int
    spent: int
    programme: int
    device: str
    epoch: int
    day: int


def is_sale_code(text: str) -> bool:
    """Say whether a code is meant to be a slip's; it may still be a broken one."""
    return text.startswith(PREFIX)


def make(terms: Terms, sign: Callable[[bytes], bytes]) -> str:
    """Write the code of a sale; `sign` gives the device's 64 bytes over what it is handed."""
    body = _ENCODER.encode(
        _Packed(
            issuer=terms.issuer,
            sale=UUID(terms.sale),
            account_hint=bytes.fromhex(terms.account_hint),
            amount_minor=terms.amount_minor,
            given=terms.given,
            spent=terms.spent,
            programme=terms.programme,
            device=terms.device,
            epoch=terms.epoch,
            day=(date.fromisoformat(terms.day) - _FIRST_DAY).days,
        )
    )
    signature = sign(_DOMAIN + body)
    assert len(signature) == SIGNATURE_BYTES, len(signature)
    return PREFIX + base64.b32encode(body + signature).decode().rstrip("=")


def read(text: str, *, issuer: str) -> SignedTerms:
    """Read a code that was scanned or typed, for the shop with these issuer digits.

    Says nothing yet about who wrote it: see `verify`. Raises Refusal `slip_broken` when it is not
    a whole code, `slip_other_shop` when another shop wrote it.
    """
    raw = _bytes_of(text.strip())
    body, signature = raw[:-SIGNATURE_BYTES], raw[-SIGNATURE_BYTES:]
    try:
        packed = msgspec.msgpack.decode(body, type=_Packed)
        day = _FIRST_DAY + timedelta(days=packed.day)
    except (msgspec.MsgspecError, OverflowError, ValueError) as error:
        raise Refusal("slip_broken", f"not a sale code: {error}") from error
    if packed.issuer != issuer:
        raise Refusal("slip_other_shop", "this slip was printed by another shop")
    terms = Terms(
        issuer=packed.issuer,
        sale=str(packed.sale),
        account_hint=packed.account_hint.hex(),
        amount_minor=packed.amount_minor,
        given=packed.given,
        spent=packed.spent,
        programme=packed.programme,
        device=packed.device,
        epoch=packed.epoch,
        day=day.isoformat(),
    )
    return SignedTerms(terms=terms, body=body, signature=signature)


def verify(signed: SignedTerms, check: Callable[[bytes, bytes], bool]) -> bool:
    """Say whether the device wrote these terms; `check` takes the signature and what it covers.

    Which public key belongs to `signed.terms.device` is known to the caller.
    """
    return check(signed.signature, _DOMAIN + signed.body)


def _bytes_of(text: str) -> bytes:
    letters = text.removeprefix(PREFIX)
    padding = "=" * (-len(letters) % _BLOCK_CHARACTERS)
    try:
        raw = base64.b32decode(letters + padding)
    except (binascii.Error, ValueError) as error:
        raise Refusal("slip_broken", "not a sale code") from error
    # Base32 leaves bits unused in its last character: only one spelling of a code is taken.
    spelled = PREFIX + base64.b32encode(raw).decode().rstrip("=")
    if spelled != text or len(raw) <= SIGNATURE_BYTES:
        raise Refusal("slip_broken", "not a whole sale code")
    return raw

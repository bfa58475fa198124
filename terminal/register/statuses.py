"""Which HTTP status an error has, and the one shape in which it is told."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from loyalty.errors import LoyaltyError, Outage

BROKEN: Final = 400
CONFLICT: Final = 409
UNAVAILABLE: Final = 503
STATUSES: Final = {
    "token_missing": 401,
    "token_wrong": 401,
    "host_wrong": 403,
    "not_found": 404,
    "sale_unknown": 404,
    "method_wrong": 405,
    "body_too_large": 413,
    "content_type": 415,
    **dict.fromkeys(
        (
            "body_broken",
            "sale_broken",
            "amount_negative",
            "amount_absurd",
            "quantity",
            "tax_absurd",
            "currency_other",
            "total_differs",
        ),
        BROKEN,
    ),
}


def status_of(error: LoyaltyError) -> int:
    """Give the status: what the rules refuse is 409, what fails in the world 503."""
    return STATUSES.get(error.code, UNAVAILABLE if isinstance(error, Outage) else CONFLICT)


def status_of_code(code: str) -> int:
    """Give the status of a refusal by its code."""
    return STATUSES.get(code, CONFLICT)


def body_of(error: LoyaltyError) -> bytes:
    """Write the one error shape."""
    return msgspec.json.encode(error.as_json(), enc_hook=_as_text)


def _as_text(value: Any) -> str:
    return str(value)

"""Signs what a link to Google Wallet says, with the key of the shop's service account.

RS256, the claims iss, aud, typ, iat, origins and payload:
https://developers.google.com/wallet/reference/rest/v1/Jwt
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from loyalty.errors import Refusal

EXTRA = "Google Wallet needs one more package: pip install regulars[wallet]"


class _Account(msgspec.Struct, frozen=True, kw_only=True):
    client_email: str
    private_key: str
    type: str = ""

    def __repr__(self) -> str:
        return "_Account()"


class LinkSigner:
    """Signs links for one service account."""

    def __init__(self, account: bytes) -> None:
        """Read the account's file as Google gives it (JSON).

        Raises Refusal `wallet_extra` where the package for it is missing, `wallet_account` for
        a file that is no such account's.
        """
        _encoder()
        self._email, self._key = _read(account)

    def __repr__(self) -> str:
        """Leave the key out."""
        return "LinkSigner()"

    def sign(self, payload: Mapping[str, Any], origins: Sequence[str], now_us: int) -> str:
        """Give the token of a link."""
        claims = {
            "iss": self._email,
            "aud": "google",
            "typ": "savetowallet",
            "iat": now_us // 1_000_000,
            "origins": list(origins),
            "payload": dict(payload),
        }
        return str(_encoder().encode(claims, self._key, algorithm="RS256"))


def _encoder() -> Any:
    try:
        import jwt
    except ImportError as error:
        raise Refusal("wallet_extra", EXTRA) from error
    return jwt


def _read(account: bytes) -> tuple[str, RSAPrivateKey]:
    wrong = Refusal(
        "wallet_account",
        "this is no key of a service account: make one in the Google Cloud console under Service"
        " accounts, Keys, JSON, and put that file here",
    )
    try:
        found = msgspec.json.decode(account, type=_Account)
        key = load_pem_private_key(found.private_key.encode(), password=None)
    except Exception:  # noqa: BLE001 - msgspec's and OpenSSL's; whatever it was, the file is wrong
        # Without its cause, which could quote the file: that is a secret.
        raise wrong from None
    if found.type != "service_account" or not isinstance(key, RSAPrivateKey):
        raise wrong
    return found.client_email, key

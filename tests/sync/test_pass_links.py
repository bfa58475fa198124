"""Tokens of links to Google Wallet, read back with the public key alone."""

from __future__ import annotations

import json
import sys

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from loyalty.errors import Refusal
from sync.pass_links import LinkSigner
from tests.sync.authority import new_key, private_pem, public_pem

NOW_US = 1_795_000_000_000_000
EMAIL = "cards@shop.iam.gserviceaccount.com"
KEY = new_key()


def account(**changes: str) -> bytes:
    """Write the file of a service account as Google gives it."""
    said = {
        "type": "service_account",
        "project_id": "shop",
        "private_key_id": "0123",
        "private_key": private_pem(KEY).decode(),
        "client_email": EMAIL,
    }
    return json.dumps({**said, **changes}).encode()


def test_the_token_is_read_with_the_public_key_and_says_what_google_asks_for() -> None:
    payload = {"loyaltyObjects": [{"id": "1.2"}]}
    token = LinkSigner(account()).sign(payload, ["https://card.example.org"], NOW_US)
    assert jwt.get_unverified_header(token) == {"alg": "RS256", "typ": "JWT"}
    read = jwt.decode(
        token,
        public_pem(KEY),
        algorithms=["RS256"],
        audience="google",
        options={"verify_iat": False},
    )
    assert read == {
        "iss": EMAIL,
        "aud": "google",
        "typ": "savetowallet",
        "iat": NOW_US // 1_000_000,
        "origins": ["https://card.example.org"],
        "payload": payload,
    }
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(token, public_pem(new_key()), algorithms=["RS256"], audience="google")


@pytest.mark.parametrize(
    "file",
    [
        b"no",
        b"{}",
        account(private_key="no"),
        account(type="authorized_user"),
        account(
            private_key=ec.generate_private_key(ec.SECP256R1())
            .private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
            .decode()
        ),
    ],
)
def test_another_file_is_refused_and_not_quoted(file: bytes) -> None:
    with pytest.raises(Refusal, match="Service accounts, Keys") as caught:
        LinkSigner(file)
    assert caught.value.code == "wallet_account"
    assert caught.value.__cause__ is None


def test_without_the_extra_the_sentence_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jwt", None)
    with pytest.raises(Refusal, match=r"pip install regulars\[wallet\]") as caught:
        LinkSigner(account())
    assert caught.value.code == "wallet_extra"


def test_the_key_is_in_no_repr() -> None:
    assert repr(LinkSigner(account())) == "LinkSigner()"

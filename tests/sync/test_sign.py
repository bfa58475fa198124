"""Signatures cover everything that a request says."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty.errors import Refusal
from sync import sign
from sync.sign import Claim, Signer

SIGNER = Signer(bytes(range(32)))
CLAIM = Claim(device="t1", epoch=1, nonce="ab" * 16, time_us=5)


def message(**changed: object) -> bytes:
    said = {"method": "POST", "path": "/v1/push", "query": "", "claim": CLAIM, "body": b"{}"}
    said |= changed
    return sign.request_message(**said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changed",
    [
        {"method": "GET"},
        {"path": "/v1/pull"},
        {"query": "a=1"},
        {"body": b"{} "},
        {"claim": replace(CLAIM, device="t2")},
        {"claim": replace(CLAIM, epoch=2)},
        {"claim": replace(CLAIM, nonce="ac" * 16)},
        {"claim": replace(CLAIM, time_us=6)},
    ],
    ids=str,
)
def test_no_part_of_a_request_can_be_changed(changed: dict[str, object]) -> None:
    signature = SIGNER.sign(message())
    assert sign.verify(SIGNER.public, message(), signature)
    assert not sign.verify(SIGNER.public, message(**changed), signature)


def test_a_claim_comes_back_from_its_header() -> None:
    claim = replace(CLAIM, signature=SIGNER.sign(message()))
    assert sign.parse(sign.authorization(claim)) == claim


@given(st.text(max_size=200))
def test_another_header_is_no_claim(header: str) -> None:
    with pytest.raises(Refusal):
        sign.parse(header)


def test_a_key_or_signature_of_another_length_is_wrong() -> None:
    assert not sign.verify(b"short", b"", bytes(64))
    assert not sign.verify(SIGNER.public, b"", b"short")


def test_an_answer_belongs_to_its_request_and_status() -> None:
    signature = SIGNER.sign(sign.answer_message(200, "n1", b"{}"))
    for status, nonce, body in ((201, "n1", b"{}"), (200, "n2", b"{}"), (200, "n1", b"[]")):
        assert not sign.verify(SIGNER.public, sign.answer_message(status, nonce, body), signature)

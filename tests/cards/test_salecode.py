"""A slip's code says what was signed, and nothing else is taken for one."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from cards.code import qr_version
from cards.salecode import PREFIX, Terms, is_sale_code, make, read, verify
from loyalty import number as numbers
from loyalty.errors import Refusal

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
ISSUER = "0417"
LARGEST_QR_VERSION = 10
AMOUNTS = st.integers(0, 2**53)

TERMS = st.builds(
    Terms,
    issuer=st.just(ISSUER),
    sale=st.uuids().map(str),
    account_hint=st.sampled_from(["", "00000000", "0a1b2c3d", "ffffffff"]),
    amount_minor=AMOUNTS,
    given=AMOUNTS,
    spent=AMOUNTS,
    programme=st.integers(0, 10**6),
    device=st.uuids().map(str),
    epoch=st.integers(1, 10**6),
    day=st.dates(date(2020, 1, 1), date(2199, 12, 31)).map(date.isoformat),
)


def example(**changes: object) -> Terms:
    fields: dict[str, object] = {
        "issuer": ISSUER,
        "sale": str(UUID(int=7)),
        "account_hint": "0a1b2c3d",
        "amount_minor": 1250,
        "given": 62,
        "spent": 500,
        "programme": 3,
        "device": "till-1",
        "epoch": 1,
        "day": "2026-11-22",
    }
    return Terms(**(fields | changes))  # type: ignore[arg-type]


def checker(key: Ed25519PublicKey) -> Callable[[bytes, bytes], bool]:
    def check(signature: bytes, message: bytes) -> bool:
        try:
            key.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    return check


@given(TERMS)
def test_what_was_signed_is_read_back(terms: Terms) -> None:
    signed = read(make(terms, KEY.sign), issuer=ISSUER)
    assert signed.terms == terms
    assert verify(signed, checker(KEY.public_key()))
    assert not verify(signed, checker(OTHER_KEY.public_key()))


@given(TERMS)
def test_the_code_fits_a_small_qr_and_is_no_member_number(terms: Terms) -> None:
    code = make(terms, KEY.sign)
    assert is_sale_code(code)
    assert qr_version(code, "M") <= LARGEST_QR_VERSION
    assert set(code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:")
    assert not numbers.is_shaped(code)
    with pytest.raises(Refusal, match="sixteen"):
        numbers.parse(code)


@given(TERMS, st.data())
def test_one_changed_character_is_caught(terms: Terms, data: st.DataObject) -> None:
    code = make(terms, KEY.sign)
    at = data.draw(st.integers(0, len(code) - 1))
    letter = data.draw(
        st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567:").filter(
            lambda letter: letter != code[at]
        )
    )
    changed = code[:at] + letter + code[at + 1 :]
    try:
        signed = read(changed, issuer=ISSUER)
    except Refusal as refusal:
        assert refusal.code in {"slip_broken", "slip_other_shop"}  # noqa: PT017
    else:
        assert not verify(signed, checker(KEY.public_key()))


@given(TERMS, st.integers(0, 200))
def test_a_piece_of_a_code_is_not_taken(terms: Terms, length: int) -> None:
    code = make(terms, KEY.sign)
    piece = code[: min(length, len(code) - 1)]
    try:
        signed = read(piece, issuer=ISSUER)
    except Refusal as refusal:
        assert refusal.code in {"slip_broken", "slip_other_shop"}  # noqa: PT017
    else:
        assert not verify(signed, checker(KEY.public_key()))


@given(st.text())
def test_any_other_text_is_refused(text: str) -> None:
    for broken in (text, PREFIX + text):
        with pytest.raises(Refusal) as caught:
            read(broken, issuer=ISSUER)
        assert caught.value.code == "slip_broken"


def test_better_terms_under_an_old_signature_are_caught() -> None:
    honest = KEY.sign
    seen: list[bytes] = []

    def keep(message: bytes) -> bytes:
        seen.append(honest(message))
        return seen[-1]

    make(example(), keep)
    forged = read(make(example(amount_minor=999_999), lambda _: seen[0]), issuer=ISSUER)
    assert forged.terms.amount_minor == 999_999
    assert not verify(forged, checker(KEY.public_key()))


def test_a_signature_of_bare_bytes_does_not_count() -> None:
    """What the key signs elsewhere (a push) can never be passed off as a slip."""
    signed = read(make(example(), KEY.sign), issuer=ISSUER)
    bare = type(signed)(terms=signed.terms, body=signed.body, signature=KEY.sign(signed.body))
    assert not verify(bare, checker(KEY.public_key()))


def test_another_shop_is_named_as_such() -> None:
    with pytest.raises(Refusal) as caught:
        read(make(example(issuer="0001"), KEY.sign), issuer=ISSUER)
    assert caught.value.code == "slip_other_shop"


def test_spaces_around_a_code_do_no_harm() -> None:
    assert read(f" {make(example(), KEY.sign)}\r\n", issuer=ISSUER).terms == example()

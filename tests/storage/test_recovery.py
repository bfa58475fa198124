"""The recovery sheet: words that survive typing, and a file that only they open."""

import random

import pytest

from loyalty.errors import Refusal
from storage import recovery

KEY = random.Random(7).randbytes(32)
NONCE = bytes(12)
SECRETS = {"database": b"\0" * 32, "pepper": b"p"}


def test_the_sheet_says_the_key_twice() -> None:
    sheet = recovery.sheet(KEY, "2026-11-22")
    assert (len(sheet.words), sheet.created_day) == (24, "2026-11-22")
    assert recovery.from_words(" ".join(sheet.words)) == KEY
    assert recovery.from_words(sheet.qr) == KEY


def test_a_known_answer() -> None:
    assert recovery.words(bytes(32)) == ("abandon",) * 23 + ("art",)


def test_typing_is_forgiven() -> None:
    words = recovery.words(KEY)
    assert recovery.from_words("\n ".join(word.upper() for word in words)) == KEY
    assert recovery.from_words(" ".join(word[:4] for word in words)) == KEY
    assert recovery.from_words(f" {recovery.sheet(KEY, '').qr.lower()} \n") == KEY


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda words: ["zzzz", *words[1:]], "word 1 is not on the list"),
        (lambda words: [*words[:5], "abandonn", *words[6:]], "word 6 is not on the list"),
        (lambda words: words[:-1], "these are 23"),
        (lambda words: [*words, "art"], "these are 25"),
        (lambda words: [words[1], words[0], *words[2:]], "do not fit together"),
        (lambda _: [], "these are 0"),
        (lambda _: ["REGULARS-RECOVERY-1:AB"], "not a whole recovery code"),
        (lambda _: ["REGULARS-RECOVERY-1:xyz"], "not a whole recovery code"),
    ],
)
def test_a_typo_is_named(change: "object", message: str) -> None:
    assert callable(change)
    with pytest.raises(Refusal, match=message) as caught:
        recovery.from_words(" ".join(change(list(recovery.words(KEY)))))
    assert caught.value.code == "recovery_words"


def test_the_file_opens_with_the_words_only() -> None:
    wrapped = recovery.wrap(SECRETS, KEY, NONCE)
    assert recovery.unwrap(wrapped, KEY) == SECRETS
    assert SECRETS["database"].hex().encode() not in wrapped
    for broken, key in (
        (wrapped, bytes(32)),
        (wrapped[:-1] + bytes([wrapped[-1] ^ 1]), KEY),
    ):
        with pytest.raises(Refusal) as caught:
            recovery.unwrap(broken, key)
        assert caught.value.code == "recovery_key"
    for other in (b"", b"PK\x03\x04", wrapped[:25]):
        with pytest.raises(Refusal) as caught:
            recovery.unwrap(other, KEY)
        assert caught.value.code == "recovery_file"

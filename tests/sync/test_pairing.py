"""What is typed to connect a till, and what only it can open."""

import pytest

from loyalty.errors import Refusal
from sync import pairing
from sync.http import HttpTransport, is_loopback, url_of
from sync.pairing import Pairing

KEY = bytes(range(32))
STRING = "127.0.0.1:8711/AB23CD45EF-ABCDEFGHIJKLMNOP"


def test_a_pairing_string_comes_back() -> None:
    typed = pairing.parse(STRING)
    assert typed == Pairing(
        host="127.0.0.1", port=8711, code="AB23CD45EF", fingerprint="ABCDEFGHIJKLMNOP"
    )
    assert str(typed) == STRING


def test_it_is_read_as_people_type_it() -> None:
    typed = pairing.parse(" shop.example.org:443 / oil3cd45ef - abcdefghijklmnop ")
    assert (typed.host, typed.code) == ("shop.example.org", "0113CD45EF")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "127.0.0.1:8711",
        "127.0.0.1/AB23CD45EF-ABCDEFGHIJKLMNOP",
        "127.0.0.1:0/AB23CD45EF-ABCDEFGHIJKLMNOP",
        "127.0.0.1:99999/AB23CD45EF-ABCDEFGHIJKLMNOP",
        "127.0.0.1:8711/AB23CD45E-ABCDEFGHIJKLMNOP",
        "127.0.0.1:8711/AB23CD45EF-ABC",
        "http://127.0.0.1:8711/AB23CD45EF-ABCDEFGHIJKLMNOP",
    ],
)
def test_something_else_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        pairing.parse(text)
    assert caught.value.code == "pairing_string"


def test_a_code_has_no_letters_that_look_like_others() -> None:
    code = pairing.code(bytes(range(200, 210)))
    assert len(code) == 10
    assert not set(code) & set("ILOU")


def test_a_proof_is_for_one_server_and_one_till() -> None:
    proof = pairing.proof("AB23CD45EF", KEY, b"d" * 32)
    assert proof != pairing.proof("AB23CD45EG", KEY, b"d" * 32)
    assert proof != pairing.proof("AB23CD45EF", b"x" * 32, b"d" * 32)
    assert proof != pairing.proof("AB23CD45EF", KEY, b"e" * 32)


def test_what_is_sealed_opens_for_one_key_and_one_purpose() -> None:
    mine, theirs = b"m" * 32, b"t" * 32
    sealed = pairing.seal(mine, pairing.sealing_public(theirs), bytes(12), b"secret", about="till")
    assert b"secret" not in sealed
    public = pairing.sealing_public(mine)
    assert pairing.unseal(theirs, public, sealed, "till") == b"secret"
    for key, body, about in (
        (b"o" * 32, sealed, "till"),
        (theirs, sealed[:-1] + b"x", "till"),
        (theirs, sealed, "other"),
        (theirs, b"", "till"),
    ):
        with pytest.raises(Refusal):
            pairing.unseal(key, public, body, about)


def test_plain_http_never_leaves_this_machine() -> None:
    assert url_of("127.0.0.1", 80) == "http://127.0.0.1:80"
    assert url_of("[::1]", 80) == "http://[::1]:80"
    assert url_of("10.0.0.5", 80) == "https://10.0.0.5:80"
    assert not is_loopback("127.0.0.1.example.org")
    for url in ("http://10.0.0.5:80", "http://example.org", "http://127.0.0.1.example.org"):
        with pytest.raises(Refusal) as caught:
            HttpTransport(url)
        assert caught.value.code == "needs_tls"

"""Shops are found by real mDNS on loopback, and only the fingerprint that was typed is gone to."""

import pytest

from loyalty.errors import Refusal
from sync.discovery import Found, announce, choose, find

LOOPBACK = ("127.0.0.1",)
ONE = Found(name="Koffie & Zo", host="127.0.0.1", port=8711, fingerprint="ABCDEFGHIJKLMNOP")
TWO = Found(name="Koffie & Zo", host="127.0.0.1", port=8712, fingerprint="PONMLKJIHGFEDCBA")
CODE = "AB23CD45EF"


@pytest.mark.slow
def test_two_shops_of_one_name_are_both_found_until_they_leave() -> None:
    leave_one, leave_two = announce(ONE, LOOPBACK), announce(TWO, LOOPBACK)
    try:
        assert find(900, LOOPBACK) == [ONE, TWO]
        leave_one()
        assert ONE not in find(400, LOOPBACK)
    finally:
        leave_two()


def test_the_code_of_the_server_says_which_shop() -> None:
    chosen = choose([ONE, TWO], f" {CODE.lower()}-{TWO.fingerprint} ")
    assert str(chosen) == f"127.0.0.1:8712/{CODE}-{TWO.fingerprint}"
    whole = choose([ONE], f"somewhere:1/{CODE}-{ONE.fingerprint}")
    assert (whole.host, whole.port) == ("127.0.0.1", 8711)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (CODE, "pairing_string"),
        (f"{CODE}-ABC", "pairing_string"),
        ("", "pairing_string"),
        (f"{CODE}-AAAAAAAAAAAAAAAA", "shop_not_found"),
    ],
)
def test_a_code_without_its_fingerprint_goes_nowhere(typed: str, code: str) -> None:
    with pytest.raises(Refusal) as caught:
        choose([ONE, TWO], typed)
    assert caught.value.code == code

"""A code lets one till in: for fifteen minutes, for five tries, and never travels."""

import msgspec
import pytest

from loyalty.errors import Refusal
from server.books import Books
from server.pairing import CODE_LIFE_US, TRIES
from sync import pairing
from sync.wire_secrets import PairSecrets, PepperRow
from tests.server.shop import NOW_US, Chance, Stranger, Till, secrets_of

WRONG = "0000000000"


def test_secrets_open_for_the_new_till_alone(books: Books, till: Till) -> None:
    card = books.card(NOW_US)
    sealed = bytes.fromhex(till.paired.sealed)
    server_key = bytes.fromhex(card.sealing_key)
    plain = pairing.unseal(till.stranger.sealing, server_key, sealed, till.device)
    secrets = secrets_of(Chance("server"))
    first = secrets.peppers.known()[1]
    assert msgspec.json.decode(plain, type=PairSecrets) == PairSecrets(
        tenant_key=secrets.tenant_key.hex(),
        pepper=first.hex(),
        peppers=[PepperRow(number=1, secret=first.hex())],
    )
    with pytest.raises(Refusal):
        pairing.unseal(bytes(range(32)), server_key, sealed, till.device)


def test_five_wrong_tries_end_a_code(books: Books) -> None:
    code = books.make_code(NOW_US)
    stranger = Stranger(books, "new")
    for _ in range(TRIES):
        with pytest.raises(Refusal) as caught:
            books.pair(stranger.hello(WRONG), NOW_US)
        assert caught.value.code == "pairing_code"
    with pytest.raises(Refusal):
        books.pair(stranger.hello(code), NOW_US)


def test_four_wrong_tries_do_not(books: Books) -> None:
    code = books.make_code(NOW_US)
    stranger = Stranger(books, "new")
    for _ in range(TRIES - 1):
        with pytest.raises(Refusal):
            books.pair(stranger.hello(WRONG), NOW_US)
    assert books.pair(stranger.hello(code), NOW_US).epoch == 1


def test_a_code_ends_after_fifteen_minutes(books: Books) -> None:
    code = books.make_code(NOW_US)
    stranger = Stranger(books, "new")
    with pytest.raises(Refusal):
        books.pair(stranger.hello(code), NOW_US + CODE_LIFE_US + 1)


def test_a_code_lets_one_till_in_and_it_may_ask_again(books: Books) -> None:
    code = books.make_code(NOW_US)
    one, two = Stranger(books, "one"), Stranger(books, "two")
    first = books.pair(one.hello(code), NOW_US)
    assert books.pair(one.hello(code), NOW_US).device == first.device
    assert books.count_tills() == 1
    with pytest.raises(Refusal) as caught:
        books.pair(two.hello(code), NOW_US)
    assert caught.value.code == "pairing_code"


def test_a_key_that_is_in_use_is_refused(books: Books, till: Till) -> None:
    with pytest.raises(Refusal) as caught:
        books.pair(till.stranger.hello(books.make_code(NOW_US)), NOW_US)
    assert caught.value.code == "device_known"


@pytest.mark.parametrize("field", ["public_key", "sealing_key"])
@pytest.mark.parametrize("value", ["", "zz", "00", "00" * 33])
def test_a_key_that_is_none_is_refused(books: Books, field: str, value: str) -> None:
    hello = Stranger(books, "new").hello(books.make_code(NOW_US))
    request = msgspec.structs.replace(hello, **{field: value})
    with pytest.raises(Refusal) as caught:
        books.pair(request, NOW_US)
    assert caught.value.code in {"body_broken", "pairing_code"}

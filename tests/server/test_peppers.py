"""The pepper of PINs changes when a till is lost: who gets the new one, and who does not."""

import msgspec
import pytest

from loyalty.errors import Refusal
from server.books import Books
from server.peppers import AHEAD_MAX_S
from storage import pin_hash
from sync import pairing
from sync.wire import PinRow
from sync.wire_secrets import (
    PEPPER_SETTING,
    PairSecrets,
    PepperRow,
    PepperSecrets,
    PeppersReply,
    PeppersRequest,
)
from tests.server.shop import NOW_US, Stranger, Till

SECOND_US = 1_000_000
LATEST = NOW_US // SECOND_US + AHEAD_MAX_S


def request(till: Till, *has: int, sealed: str = "") -> PeppersRequest:
    public = pairing.sealing_public(till.stranger.sealing).hex()
    return PeppersRequest(sealing_key=public, has=list(has), sealed=sealed)


def asked(books: Books, till: Till, *has: int) -> PeppersReply:
    return books.peppers(till.device, till.epoch, request(till, *has), NOW_US)


def opened(till: Till, reply: PeppersReply) -> dict[int, bytes]:
    """Open an answer as its till does."""
    if not reply.sealed:
        return {}
    plain = pairing.unseal(
        till.stranger.sealing,
        bytes.fromhex(reply.sealing_key),
        bytes.fromhex(reply.sealed),
        pairing.about_peppers(till.device, to_till=True),
    )
    told = msgspec.json.decode(plain, type=PepperSecrets)
    return {row.number: bytes.fromhex(row.secret) for row in told.peppers}


def brought(books: Books, till: Till, rows: list[PepperRow]) -> str:
    """Seal peppers for the server as a till does that has more than a restored server."""
    card = books.card(NOW_US)
    sealed = pairing.seal(
        till.stranger.sealing,
        bytes.fromhex(card.sealing_key),
        bytes(range(12)),
        msgspec.json.encode(PepperSecrets(peppers=rows)),
        pairing.about_peppers(till.device, to_till=False),
    )
    return sealed.hex()


def known(books: Books) -> dict[int, bytes]:
    return books._secrets.peppers.known()


def test_a_lost_till_gives_the_others_a_new_pepper(books: Books, till: Till) -> None:
    other = Till(books, "other")
    before = known(books)
    assert opened(other, asked(books, other, 1)) == {}, "there is one pepper, and it has it"
    other.pull()
    books.fleet().lose(till.device, NOW_US)
    after = known(books)
    assert len(after) == 2
    assert after.items() >= before.items(), "verifiers are still under the one before"
    newest, secret = max(after.items())
    assert other.pull().settings[PEPPER_SETTING] == str(newest)
    assert opened(other, asked(books, other, 1)) == {newest: secret}
    assert opened(other, asked(books, other, 1)) == {newest: secret}, "until it says it has it"
    assert opened(other, asked(books, other, 1, newest)) == {}


def test_the_lost_one_gets_nothing(books: Books, till: Till) -> None:
    Till(books, "other")
    books.fleet().lose(till.device, NOW_US)
    with pytest.raises(Refusal) as caught:
        asked(books, till, 1)
    assert caught.value.code == "device_lost"


def test_nor_with_the_code_that_let_it_in(books: Books) -> None:
    code = books.make_code(NOW_US)
    stranger = Stranger(books, "thief")
    paired = books.pair(stranger.hello(code), NOW_US)
    assert books.pair(stranger.hello(code), NOW_US).device == paired.device, "an answer was lost"
    books.fleet().lose(paired.device, NOW_US)
    with pytest.raises(Refusal) as caught:
        books.pair(stranger.hello(code), NOW_US)
    assert caught.value.code == "device_lost"


def test_declaring_it_twice_makes_one_pepper(books: Books, till: Till) -> None:
    for _ in range(2):
        books.fleet().lose(till.device, NOW_US)
    assert len(known(books)) == 2


def test_whoever_else_listens_cannot_open_it(books: Books, till: Till) -> None:
    other, third = Till(books, "other"), Till(books, "third")
    books.fleet().lose(till.device, NOW_US)
    reply = asked(books, other, 1)
    for listens in (till, third):
        with pytest.raises(Refusal):
            pairing.unseal(
                listens.stranger.sealing,
                bytes.fromhex(reply.sealing_key),
                bytes.fromhex(reply.sealed),
                pairing.about_peppers(other.device, to_till=True),
            )
    assert not any(secret.hex() in repr(reply) for secret in known(books).values())


def test_a_till_that_is_found_again_gets_it_like_the_others(books: Books, till: Till) -> None:
    books.fleet().lose(till.device, NOW_US)
    books.fleet().find(till.device, NOW_US)
    with pytest.raises(Refusal) as caught:
        asked(books, till, 1)
    assert caught.value.code == "rejoin", "not in the epoch that ended"


def test_a_new_till_is_let_in_with_all_of_them(books: Books, till: Till) -> None:
    books.fleet().lose(till.device, NOW_US)
    new = Till(books, "new")
    plain = pairing.unseal(
        new.stranger.sealing,
        bytes.fromhex(books.card(NOW_US).sealing_key),
        bytes.fromhex(new.paired.sealed),
        new.device,
    )
    told = msgspec.json.decode(plain, type=PairSecrets)
    assert {row.number: bytes.fromhex(row.secret) for row in told.peppers} == known(books)
    assert bytes.fromhex(told.pepper) == known(books)[1], "what a till of before knows"


def test_numbers_only_grow_and_two_lives_of_a_server_never_give_the_same(
    books: Books, till: Till
) -> None:
    other = Till(books, "other")
    books.fleet().lose(till.device, NOW_US)
    books.fleet().lose(other.device, NOW_US)
    numbers = sorted(known(books))
    assert numbers == [1, NOW_US // SECOND_US, NOW_US // SECOND_US + 1]


def test_a_restored_server_gets_back_what_only_its_tills_have(books: Books, till: Till) -> None:
    made = PepperRow(number=1_795_000_123, secret="5e" * 32)
    reply = asked(books, till, 1, made.number)
    assert reply.lacks == [made.number]
    bringing = request(till, 1, made.number, sealed=brought(books, till, [made]))
    again = books.peppers(till.device, till.epoch, bringing, NOW_US)
    assert again.lacks == []
    assert known(books)[made.number].hex() == made.secret
    other = Till(books, "other")
    assert opened(other, asked(books, other, 1)) == {made.number: b"\x5e" * 32}


def test_what_the_server_has_nobody_replaces(books: Books, till: Till) -> None:
    before = known(books)
    planted = PepperRow(number=1, secret="00" * 32)
    bringing = request(till, 1, sealed=brought(books, till, [planted]))
    books.peppers(till.device, till.epoch, bringing, NOW_US)
    assert known(books) == before


def test_a_planted_pepper_never_stays_the_newest(books: Books, till: Till) -> None:
    planted = PepperRow(number=LATEST, secret="00" * 32)
    bringing = request(till, 1, sealed=brought(books, till, [planted]))
    books.peppers(till.device, till.epoch, bringing, NOW_US)
    books.fleet().lose(till.device, NOW_US)
    newest, secret = max(known(books).items())
    assert newest == LATEST + 1
    assert secret.hex() != planted.secret


@pytest.mark.parametrize(
    "rows",
    [
        [PepperRow(number=LATEST + 1, secret="00" * 32)],
        [PepperRow(number=0, secret="00" * 32)],
        [PepperRow(number=-7, secret="00" * 32)],
        [PepperRow(number=2, secret="00" * 31)],
        [PepperRow(number=2, secret="no")],
    ],
)
def test_broken_ones_are_refused(books: Books, till: Till, rows: list[PepperRow]) -> None:
    before = known(books)
    bringing = request(till, 1, sealed=brought(books, till, rows))
    with pytest.raises(Refusal) as caught:
        books.peppers(till.device, till.epoch, bringing, NOW_US)
    assert caught.value.code == "body_broken"
    assert known(books) == before


@pytest.mark.parametrize(
    ("key", "sealed", "code"),
    [
        ("00" * 32, "", "sealing_key"),
        ("no", "", "sealing_key"),
        ("", "ab" * 40, "sealed_broken"),
        ("", "zz", "body_broken"),
    ],
)
def test_keys_and_seals_that_are_none(
    books: Books, till: Till, key: str, sealed: str, code: str
) -> None:
    good = request(till, 1)
    wrong = PeppersRequest(sealing_key=key or good.sealing_key, has=[1], sealed=sealed)
    with pytest.raises(Refusal) as caught:
        books.peppers(till.device, till.epoch, wrong, NOW_US)
    assert caught.value.code == code


def test_a_pin_under_an_unknown_number_is_kept_for_who_knows_it(books: Books, till: Till) -> None:
    verifier = pin_hash.make(pin_hash.keyed(b"\x5e" * 32, "anna", "4719"))
    row = PinRow(member_id="anna", version=1, verifier=verifier, pepper=1_795_000_123)
    till.push(msgspec.structs.replace(till.batch(), pins=[row]))
    assert till.pull().pins == [row]

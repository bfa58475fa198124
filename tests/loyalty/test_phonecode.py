"""The rotating code: its bytes, its letters, and why it is taken, weakened or refused."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty import number as numbers
from loyalty.errors import Refusal
from loyalty.phonecode import (
    KEPT_STEPS,
    LENGTH,
    STEP_S,
    PhoneCode,
    PhoneKey,
    base45,
    holder,
    is_phone_code,
    judge,
    read,
    remember,
    signed_message,
    step_at,
    write,
)
from sync.sign import Signer, verify

NOW_US = 1_795_000_005_000_000
NOW = step_at(NOW_US)
ANNA = numbers.make("0000", "123456789")
SHOP = Signer(b"s" * 32)
KEYS = {7: PhoneKey(key_id=7, public=SHOP.public)}


def code_of(step: int = NOW, *, number: str = ANNA, key_id: int = 7) -> PhoneCode:
    """Make a code as the server does."""
    signature = SHOP.sign(signed_message(key_id, number, step))
    return PhoneCode(key_id=key_id, number=number, step=step, signature=signature)


def judged(code: PhoneCode, *, at_us: int | None = NOW_US, used_step: int = 0) -> str:
    """Judge a code at a till that knows the shop's key."""
    return judge(code, KEYS, at_us=at_us, used_step=used_step, verify=verify)


def test_base45_is_that_of_the_rfc() -> None:
    assert base45(b"AB") == "BB8"
    assert base45(b"Hello!!") == "%69 VD92EX0"
    assert base45(b"base-45") == "UJCLQE7W581"


@given(
    st.binary(min_size=64, max_size=64),
    st.integers(1, 255),
    st.integers(0, 2**32 - 1),
    st.text(string.digits, min_size=9, max_size=9),
)
def test_what_is_written_is_read(signature: bytes, key_id: int, step: int, digits: str) -> None:
    code = PhoneCode(
        key_id=key_id, number=numbers.make("4711", digits), step=step, signature=signature
    )
    text = write(code)
    assert len(text) == LENGTH
    assert read(text) == code
    assert read(text.lstrip()) == code, "a scanner may trim"
    assert text == text.rstrip()
    assert holder(text) == code.number


@given(st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:", min_size=112, max_size=118))
def test_other_texts_of_its_letters_are_no_phone_codes(text: str) -> None:
    code = read(text)
    if code is not None:
        assert write(code) == text.rjust(LENGTH)
    assert holder(text) == (code.number if code else text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ANNA,
        write(code_of())[:-1],
        write(code_of()) + "0",
        write(code_of()).lower(),
        ":" * LENGTH,
        write(code_of(key_id=7))[:-1] + "9",
        base45(bytes(77)),
        base45(b"\7" + int(ANNA).to_bytes(8, "big")[::-1] + bytes(68)),
    ],
)
def test_what_is_not_whole_is_no_phone_code(text: str) -> None:
    assert not is_phone_code(text)


def test_a_wrong_check_digit_inside_is_no_phone_code() -> None:
    wrong = ANNA[:-1] + str((int(ANNA[-1]) + 1) % 10)
    assert read(write(code_of(number=wrong))) is None


def test_a_fresh_code_is_the_strongest_thing_to_show() -> None:
    for step in (NOW - 1, NOW, NOW + 1):
        assert judged(code_of(step)) == "qr_rotating"


@pytest.mark.parametrize("step", [0, NOW - 2, NOW + 2])
def test_a_code_of_another_time_has_run_out(step: int) -> None:
    with pytest.raises(Refusal, match="run out"):
        judged(code_of(step))


@pytest.mark.parametrize("used_step", [NOW, NOW + 1])
def test_a_code_counts_once_and_none_before_it_does(used_step: int) -> None:
    with pytest.raises(Refusal, match="used before"):
        judged(code_of(NOW), used_step=used_step)
    assert judged(code_of(used_step + 1), at_us=NOW_US + STEP_S * 10**6, used_step=used_step)


def test_without_a_believable_clock_it_is_the_static_code() -> None:
    assert judged(code_of(NOW - 99), at_us=None, used_step=NOW) == "card_static"


def test_a_key_that_has_not_been_heard_of_makes_it_the_static_code() -> None:
    assert judged(code_of(key_id=8)) == "card_static"


@pytest.mark.parametrize("at_us", [NOW_US, None])
def test_a_forged_code_is_refused_at_any_clock(at_us: int | None) -> None:
    other = Signer(b"x" * 32)
    forged = PhoneCode(
        key_id=7, number=ANNA, step=NOW, signature=other.sign(signed_message(7, ANNA, NOW))
    )
    with pytest.raises(Refusal, match="not made by this shop"):
        judged(forged, at_us=at_us)


def test_a_signature_covers_key_number_and_step() -> None:
    good = code_of()
    ben = numbers.make("0000", "987654321")
    for changed in (
        PhoneCode(key_id=7, number=ben, step=NOW, signature=good.signature),
        PhoneCode(key_id=7, number=ANNA, step=NOW + 1, signature=good.signature),
    ):
        with pytest.raises(Refusal, match="not made by this shop"):
            judged(changed)
    keys = {9: PhoneKey(key_id=9, public=SHOP.public)}
    moved = PhoneCode(key_id=9, number=ANNA, step=NOW, signature=good.signature)
    with pytest.raises(Refusal, match="not made by this shop"):
        judge(moved, keys, at_us=NOW_US, used_step=0, verify=verify)


def test_a_key_that_was_replaced_ends() -> None:
    def at_the_till(last_step: int) -> str:
        keys = {7: PhoneKey(key_id=7, public=SHOP.public, last_step=last_step)}
        return judge(code_of(), keys, at_us=NOW_US, used_step=0, verify=verify)

    assert at_the_till(NOW) == "qr_rotating"
    with pytest.raises(Refusal, match="run out"):
        at_the_till(NOW - 1)


def test_used_steps_are_kept_for_as_long_as_they_could_matter() -> None:
    used = remember({}, code_of(NOW), NOW_US)
    assert used == {ANNA: NOW}
    ben = numbers.make("0000", "987654321")
    later_us = NOW_US + KEPT_STEPS * STEP_S * 10**6
    later = step_at(later_us)
    assert remember(used, code_of(later, number=ben), later_us) == {ANNA: NOW, ben: later}
    much_later_us = later_us + STEP_S * 10**6
    assert remember(used, code_of(later, number=ben), much_later_us) == {ben: later}
    assert remember({ANNA: NOW + 1}, code_of(NOW), NOW_US) == {ANNA: NOW + 1}

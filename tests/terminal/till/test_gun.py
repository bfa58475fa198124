"""A gun is measured at the counter, kept with the till, and never stands in a guest's way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cards import salecode
from loyalty import number as numbers
from scanner.wedge_calibration import CODES, DIGITS_CODE, LONG_CODE
from scanner.wedge_profile import GunProfile
from terminal.till import gun, own_codes
from terminal.till.messages import GunHeard, Key, Message, Scan, Text
from terminal.till.screens import Calibrate, Idle
from terminal.till.screens_all import EveryScreen
from tests.stories.counter import ISSUER, Counter, Shopfront

OPEN = (Key(name="F10"), Key(name="Down"), Key(name="Enter"))
"""The last row of the menu."""
MEMBER = numbers.make(ISSUER, "123456789")


@pytest.fixture
def counter(data_dir: Path) -> Iterator[Counter]:
    """A till at rest."""
    shop = Shopfront(data_dir / "shop")
    made = Counter(shop)
    yield made
    made.close()
    shop.close()


def heard(text: str, gap_ms: int = 8) -> GunHeard:
    """What the window says of a gun that is being measured."""
    return GunHeard(text=text, gaps_ms=(gap_ms,) * (len(text) - 1), ending="Enter")


def after(counter: Counter, *messages: Message) -> EveryScreen:
    """The screen after all of these."""
    for message in messages:
        counter.do(message)
    assert counter.shown is not None
    return counter.shown.screen


def test_three_codes_and_enter_keep_a_profile(counter: Counter) -> None:
    screen = after(counter, *OPEN)
    assert isinstance(screen, Calibrate)
    assert screen.enter is not None
    assert not screen.enter.ready
    screen = after(counter, *(heard(f"~{code}") for code in CODES))
    assert isinstance(screen, Calibrate)
    assert all(code.is_read for code in screen.codes)
    assert screen.rows[0].figure == "8 ms a key, longest 8 ms"
    screen = after(counter, Key(name="Enter"))
    assert isinstance(screen, Idle)
    assert screen.frame.gun.prefix == "~"
    assert gun.profile(counter.ledger) == screen.frame.gun


def test_bars_alone_are_enough(counter: Counter) -> None:
    screen = after(counter, *OPEN, heard(DIGITS_CODE), heard(LONG_CODE))
    assert screen.enter is not None
    assert screen.enter.ready


def test_enter_before_the_codes_were_read_keeps_nothing(counter: Counter) -> None:
    screen = after(counter, *OPEN, heard(DIGITS_CODE), Key(name="Enter"))
    assert isinstance(screen, Calibrate)
    assert gun.profile(counter.ledger) == GunProfile()


def test_escape_leaves_the_gun_as_it_was(counter: Counter) -> None:
    after(counter, *OPEN, *(heard(f"~{code}") for code in CODES), Key(name="Enter"))
    screen = after(counter, *OPEN, heard(DIGITS_CODE), Key(name="Esc"))
    assert isinstance(screen, Idle)
    assert screen.frame.gun.prefix == "~"


def test_what_cannot_be_understood_is_said(counter: Counter) -> None:
    screen = after(counter, *OPEN, heard(DIGITS_CODE[:-1]))
    assert isinstance(screen, Calibrate)
    assert screen.is_warning
    assert "none of the three codes" in screen.advice
    screen = after(counter, Key(name="Backspace"), heard(DIGITS_CODE, 80))
    assert isinstance(screen, Calibrate)
    assert "as slowly as a person" in screen.advice


def test_a_code_of_the_page_opens_the_set_up(counter: Counter) -> None:
    assert isinstance(after(counter, Scan(text=DIGITS_CODE, source="wedge")), Calibrate)


def test_it_opens_at_rest_only(counter: Counter) -> None:
    screen = after(counter, Scan(text=MEMBER, source="wedge"), *OPEN)
    assert not isinstance(screen, Calibrate)


def test_a_member_s_card_is_served_during_the_set_up(counter: Counter) -> None:
    after(counter, Scan(text=MEMBER, source="wedge"), Key(name="Enter"), Key(name="Esc"))
    screen = after(counter, *OPEN, heard(f"]C0{MEMBER}"))
    assert not isinstance(screen, Calibrate)


def test_typing_during_the_set_up_goes_nowhere(counter: Counter) -> None:
    after(counter, *OPEN, Text(text="1250"))
    screen = after(counter, Key(name="Esc"))
    assert isinstance(screen, Idle)
    assert screen.typed.text == ""


def test_a_profile_of_a_later_version_is_measured_again(counter: Counter) -> None:
    counter.ledger.put(gun.PROFILE, '{"prefix": 7}')
    assert gun.profile(counter.ledger) == GunProfile()


def test_a_slip_is_known_only_when_it_is_whole() -> None:
    terms = salecode.Terms(
        issuer=ISSUER,
        sale="01890a5d-ac96-774b-bcce-b302099a8057",
        amount_minor=1250,
        given=50,
        spent=0,
        programme=1,
        device="d",
        epoch=1,
        day="2026-11-22",
    )
    whole = salecode.make(terms, lambda _: bytes(64))
    known = own_codes.knows(ISSUER)
    assert known(whole)
    assert own_codes.knows("4711")(whole)
    assert not any(known(whole[:end]) for end in range(len(whole)))


def test_only_codes_of_this_shop_are_known() -> None:
    known = own_codes.knows(ISSUER)
    assert known(MEMBER)
    assert not known(numbers.make("1234", "123456789"))
    assert own_codes.knows("")(numbers.make("1234", "123456789"))
    assert not known("1234567890123456")

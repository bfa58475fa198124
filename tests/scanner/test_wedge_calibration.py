"""Three printed codes tell how a gun types, whatever keyboard is between."""

from __future__ import annotations

import pytest

from loyalty import number as numbers
from scanner.wedge import Pressed, Wedge
from scanner.wedge_calibration import (
    CODES,
    DIGITS_CODE,
    LETTERS_CODE,
    LONG_CODE,
    Ear,
    Finding,
    Heard,
    finding,
    is_slow,
    longest_gap_ms,
    mean_gap_ms,
    profile_of,
)
from scanner.wedge_profile import NO_ENDING
from scanner.wedge_run import Code

US = "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./"
US_SHIFT = '~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:"ZXCVBNM<>?'
FRENCH = "²&é\"'(-è_çà)=azertyuiop^$*qsdfghjklmùwxcvbn,;:!"
FRENCH_SHIFT = "~1234567890°+AZERTYUIOP¨£µQSDFGHJKLM%WXCVBN?./§"
TO_FRENCH = str.maketrans(US + US_SHIFT, FRENCH + FRENCH_SHIFT)


def heard(text: str, gap_ms: int = 8, ending: str = "Enter") -> Heard:
    """What an ear hears of a text typed at a steady gap."""
    return Heard(text=text, gaps_ms=(gap_ms,) * (len(text) - 1), ending=ending)


def findings(*all_heard: Heard) -> list[Finding]:
    """What all of them say; each must be recognised."""
    found = [finding(one) for one in all_heard]
    assert None not in found
    return [one for one in found if one is not None]


def test_no_printed_code_can_be_a_member() -> None:
    for code in CODES:
        assert not numbers.is_valid(code)


def test_an_ear_hears_a_code_with_its_enter_and_both_its_endings() -> None:
    ear = Ear()
    for at, character in enumerate(DIGITS_CODE):
        assert ear.character(character, 1000 + at * 90) == []
    said = ear.named("Enter", 1000 + len(DIGITS_CODE) * 90)
    assert said == [Heard(text=DIGITS_CODE, gaps_ms=(90,) * 19, ending="Enter")]
    assert ear.named("Enter", 1000 + len(DIGITS_CODE) * 90 + 5) == []
    assert ear.named("Enter", 5000) == [Pressed(name="Enter")]


def test_an_ear_hears_a_code_that_ends_in_silence() -> None:
    ear = Ear()
    ear.character("1", 0)
    ear.character("2", 10)
    assert ear.rest() == [Heard(text="12", gaps_ms=(10,), ending=NO_ENDING)]
    assert ear.rest() == []


def test_a_usual_gun_needs_nothing_changed() -> None:
    profile = profile_of(findings(heard(DIGITS_CODE), heard(LONG_CODE), heard(LETTERS_CODE)))
    assert (profile.prefix, profile.suffix, profile.ending) == ("", "", "Enter")
    assert profile.letters == {}
    assert (profile.mean_gap_ms, profile.max_gap_ms) == (35, 100)


def test_prefix_and_suffix_are_found() -> None:
    profile = profile_of(findings(heard(f"~{DIGITS_CODE}#"), heard(f"~{LONG_CODE}#")))
    assert (profile.prefix, profile.suffix) == ("~", "#")


def test_aim_identifiers_are_no_prefix() -> None:
    found = findings(heard(f"]C0{DIGITS_CODE}"), heard(f"]Q1{LETTERS_CODE}"))
    assert all(one.names_codes for one in found)
    assert profile_of(found).prefix == ""


def test_a_french_keyboard_is_learned_with_its_identifiers() -> None:
    arrived = [
        f"{mark}{code}".translate(TO_FRENCH)
        for mark, code in zip(("]C0", "]C0", "]Q1"), CODES, strict=True)
    ]
    found = findings(*map(heard, arrived))
    profile = profile_of(found)
    wedge = Wedge(profile=profile)
    for text, symbology in (("]Q1" + LETTERS_CODE, "QRCode"), ("]C02412070024", "Code128")):
        for at, character in enumerate(text.translate(TO_FRENCH)):
            wedge.character(character, 1000 + at * 8)
        end_ms = 1000 + len(text) * 8
        assert wedge.named("Enter", end_ms) == [Code(text=text[3:], symbology=symbology)]


@pytest.mark.parametrize("gap_ms", [50, 80])
def test_a_slow_gun_is_measured_and_said_to_be_slow(gap_ms: int) -> None:
    found = findings(heard(DIGITS_CODE, gap_ms), heard(LONG_CODE, gap_ms))
    profile = profile_of(found)
    assert is_slow(found)
    assert mean_gap_ms(found) == longest_gap_ms(found) == gap_ms
    wedge = Wedge(profile=profile)
    said = []
    for at, character in enumerate("9000012345678906"):
        said += wedge.character(character, 1000 + at * gap_ms)
    assert said + wedge.named("Enter", 1000 + 16 * gap_ms) == [Code(text="9000012345678906")]


def test_one_busy_moment_does_not_make_every_key_wait() -> None:
    first = heard(DIGITS_CODE)
    stalled = Heard(text=first.text, gaps_ms=(*first.gaps_ms[:-1], 261), ending="Enter")
    found = findings(stalled, heard(LONG_CODE))
    assert longest_gap_ms(found) == 261
    assert profile_of(found).max_gap_ms == 100


def test_a_gun_without_an_ending_leaves_every_enter_to_the_person() -> None:
    found = findings(heard(DIGITS_CODE, ending=NO_ENDING), heard(LONG_CODE, ending=NO_ENDING))
    wedge = Wedge(profile=profile_of(found))
    for at, character in enumerate("9000012345678906"):
        wedge.character(character, 1000 + at * 8)
    assert wedge.rest() == [Code(text="9000012345678906")]
    assert wedge.named("Enter", 1000 + 16 * 8 + 120) == [Pressed(name="Enter")]


@pytest.mark.parametrize(
    "text", ["", "12", "9000012345678906", DIGITS_CODE[:-1], DIGITS_CODE[:-1] + "1", "x" * 20]
)
def test_other_texts_are_none_of_the_printed_codes(text: str) -> None:
    assert finding(heard(text)) is None

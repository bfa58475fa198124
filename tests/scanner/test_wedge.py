"""A scanner gun is told from a person by rhythm, marks and ending; nothing typed is lost."""

from __future__ import annotations

import pytest

from loyalty import number as numbers
from scanner.legacy_rules import LegacyCard
from scanner.wedge import END, LATE_END_MS, MOST_KEYS, QUIET_MS, START, Pressed, Said, Typed, Wedge
from scanner.wedge_profile import GunProfile
from scanner.wedge_run import Code
from terminal.till import own_codes

NUMBER = "9000012345678906"
MEMBER = numbers.make("0000", "123456789")
US = "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./"


def typed(wedge: Wedge, text: str, gap_ms: int, start_ms: int = 1000) -> tuple[list[Said], int]:
    """Types `text` at a steady gap; gives what was said and when the last key came."""
    said: list[Said] = []
    at_ms = start_ms
    for index, character in enumerate(text):
        at_ms = start_ms + index * gap_ms
        said += wedge.character(character, at_ms)
    return said, at_ms


def words(said: list[Said]) -> list[Said]:
    """What was said, with typing that came in parts put together and without marks."""
    joined: list[Said] = []
    for one in said:
        before = joined[-1] if joined else None
        if isinstance(one, Typed) and isinstance(before, Typed):
            joined[-1] = Typed(text=before.text + one.text)
        elif isinstance(one, Typed):
            joined.append(Typed(text=one.text))
        else:
            joined.append(Pressed(name=one.name) if isinstance(one, Pressed) else one)
    return joined


def member_wedge() -> Wedge:
    """A wedge that knows the check digits of members."""
    return Wedge(known=numbers.is_valid)


def test_fast_characters_and_enter_are_a_scan_without_an_enter() -> None:
    wedge = Wedge()
    said, at_ms = typed(wedge, NUMBER, 8)
    assert said == []
    assert wedge.named("Enter", at_ms + 8) == [Code(text=NUMBER)]
    assert not wedge.is_waiting


def test_tab_ends_a_scan_and_does_not_move() -> None:
    wedge = Wedge()
    _, at_ms = typed(wedge, NUMBER, 8)
    assert wedge.named("Tab", at_ms + 8) == [Code(text=NUMBER)]


def test_carriage_return_and_line_feed_press_nothing() -> None:
    wedge = Wedge()
    _, at_ms = typed(wedge, NUMBER, 8)
    assert wedge.named("Enter", at_ms + 8) == [Code(text=NUMBER)]
    assert wedge.named("Enter", at_ms + 16) == []
    assert wedge.named("Enter", at_ms + 700) == [Pressed(name="Enter")]


def test_a_stall_in_the_middle_is_still_one_scan() -> None:
    wedge = Wedge()
    _, at_ms = typed(wedge, NUMBER[:8], 10)
    typed(wedge, NUMBER[8:], 10, at_ms + 95)
    assert wedge.named("Enter", at_ms + 200) == [Code(text=NUMBER)]


def test_a_stall_after_the_first_character_is_known_by_the_check_digits() -> None:
    wedge = member_wedge()
    wedge.character(MEMBER[0], 0)
    said, at_ms = typed(wedge, MEMBER[1:], 10, 90)
    assert said + wedge.named("Enter", at_ms + 10) == [Code(text=MEMBER)]


def test_silence_ends_a_scan_and_its_late_enter_presses_nothing() -> None:
    wedge = Wedge()
    _, at_ms = typed(wedge, NUMBER, 8)
    assert wedge.rest() == [Code(text=NUMBER)]
    assert wedge.named("Enter", at_ms + QUIET_MS + LATE_END_MS) == []
    assert wedge.named("Enter", at_ms + 2000) == [Pressed(name="Enter")]


def test_a_whole_number_need_not_wait_as_long() -> None:
    wedge = member_wedge()
    typed(wedge, MEMBER[:-1], 8)
    assert wedge.quiet_ms == QUIET_MS
    wedge.character(MEMBER[-1], 1130)
    assert wedge.quiet_ms < QUIET_MS


def test_a_person_types_and_enters() -> None:
    wedge = Wedge()
    said, at_ms = typed(wedge, "1250", 180)
    said += wedge.named("Enter", at_ms + 300)
    assert words(said) == [Typed(text="1250"), Pressed(name="Enter")]


def test_too_few_characters_are_typing() -> None:
    wedge = Wedge()
    _, at_ms = typed(wedge, "12500", 20)
    assert words(wedge.named("Enter", at_ms + 20)) == [Typed(text="12500"), Pressed(name="Enter")]


def test_ten_digits_at_sixty_milliseconds_are_typing() -> None:
    wedge = Wedge()
    said, at_ms = typed(wedge, "0612345678", 60)
    said += wedge.rest()
    assert words(said) == [Typed(text="0612345678")]
    assert wedge.named("Enter", at_ms + 400) == [Pressed(name="Enter")]


def test_a_person_s_keys_are_committed_by_the_next_ones() -> None:
    wedge = Wedge()
    said, _ = typed(wedge, "123", 60)
    assert words(said) == [Typed(text="1")]
    assert wedge.pending == "23"


def test_a_key_in_the_middle_of_a_scan_waits_for_its_end() -> None:
    wedge = Wedge()
    said, at_ms = typed(wedge, NUMBER[:9], 10)
    said += wedge.named("F4", at_ms + 3)
    more, at_ms = typed(wedge, NUMBER[9:], 10, at_ms + 10)
    said += more + wedge.named("Enter", at_ms + 10)
    assert words(said) == [Code(text=NUMBER), Pressed(name="F4")]


def test_a_named_key_after_fast_typing_keeps_its_place() -> None:
    wedge = Wedge()
    said, at_ms = typed(wedge, "12", 20)
    said += wedge.named("F4", at_ms + 10)
    said += wedge.character("1", at_ms + 30)
    said += wedge.rest()
    assert words(said) == [Typed(text="12"), Pressed(name="F4"), Typed(text="1")]


def test_start_and_end_marks_frame_a_scan_of_any_length() -> None:
    wedge = Wedge()
    said = wedge.character(START, 0)
    more, at_ms = typed(wedge, "4711", 80)
    said += more + wedge.character(END, at_ms + 80)
    assert said == [Code(text="4711")]


def test_a_lonely_start_mark_is_forgotten() -> None:
    wedge = Wedge()
    assert wedge.character(START, 0) == []
    assert wedge.is_waiting
    assert wedge.rest() == []
    typed(wedge, "47", 80)
    assert words(wedge.rest()) == [Typed(text="47")]


def test_a_framed_scan_takes_its_enter_along() -> None:
    wedge = Wedge()
    wedge.character(START, 0)
    _, at_ms = typed(wedge, "4711", 8)
    assert wedge.named("Enter", at_ms + 8) == [Code(text="4711")]


@pytest.mark.parametrize(
    ("mark", "symbology"),
    [("]C0", "Code128"), ("]Q1", "QRCode"), ("]E0", "EAN13"), ("]E4", "EAN8"), ("]X9", "")],
)
def test_the_aim_identifier_names_the_symbology_and_goes(mark: str, symbology: str) -> None:
    wedge = Wedge()
    _, at_ms = typed(wedge, mark + NUMBER, 8)
    assert wedge.named("Enter", at_ms + 8) == [Code(text=NUMBER, symbology=symbology)]


def test_an_aim_identifier_makes_short_codes_scans() -> None:
    wedge = Wedge()
    _, at_ms = typed(wedge, "]A047", 8)
    assert wedge.named("Enter", at_ms + 8) == [Code(text="47", symbology="Code39")]


def test_a_typed_bracket_is_no_scan() -> None:
    wedge = Wedge()
    said, at_ms = typed(wedge, "]Q1abcd", 80)
    said += wedge.named("Enter", at_ms + 80)
    assert words(said) == [Typed(text="]Q1abcd"), Pressed(name="Enter")]


def test_group_separators_stay_in_a_scan_and_go_from_typing() -> None:
    wedge = Wedge()
    _, at_ms = typed(wedge, "]C10112345\x1d3712", 8)
    assert wedge.named("Enter", at_ms + 8) == [Code(text="0112345\x1d3712", symbology="Code128")]
    wedge.character("\x1d", 90_000)
    assert wedge.rest() == []


def test_prefix_and_suffix_go_and_make_short_codes_scans() -> None:
    wedge = Wedge(profile=GunProfile(prefix="~", suffix="#"))
    _, at_ms = typed(wedge, "~471#", 8)
    assert wedge.named("Enter", at_ms + 8) == [Code(text="471")]


def test_a_slow_gun_that_was_measured_is_heard() -> None:
    wedge = Wedge(profile=GunProfile(mean_gap_ms=70, max_gap_ms=160))
    said, at_ms = typed(wedge, NUMBER, 55)
    assert said + wedge.named("Enter", at_ms + 55) == [Code(text=NUMBER)]


@pytest.mark.parametrize(
    "keyboard",
    [
        "²&é\"'(-è_çà)=azertyuiop $*qsdfghjklmùwxcvbn,;:!",
        "²&é\"'(§è!çà)-azertyuiop $µqsdfghjklmùwxcvbn,;:=",
    ],
    ids=["french", "belgian"],
)
def test_a_gun_that_believes_in_a_us_keyboard_is_understood(keyboard: str) -> None:
    wedge = member_wedge()
    arrived = MEMBER.translate(str.maketrans(US, keyboard))
    assert arrived != MEMBER
    _, at_ms = typed(wedge, arrived, 8)
    assert wedge.named("Enter", at_ms + 8) == [Code(text=MEMBER)]


def test_a_held_shift_is_understood() -> None:
    wedge = member_wedge()
    _, at_ms = typed(wedge, MEMBER.translate(str.maketrans("1234567890", "!@#$%^&*()")), 8)
    assert wedge.named("Enter", at_ms + 8) == [Code(text=MEMBER)]


def test_taught_letters_translate_every_code() -> None:
    letters = dict(zip("àé(_", "0258", strict=True))
    wedge = Wedge(profile=GunProfile(letters=letters))
    _, at_ms = typed(wedge, "à(_éàé", 8)
    assert wedge.named("Enter", at_ms + 8) == [Code(text="058202")]


def test_taught_letters_do_not_shut_out_a_gun_that_needs_none() -> None:
    letters = {"4": "$", "à": "0"}
    wedge = Wedge(profile=GunProfile(letters=letters), known=numbers.is_valid)
    _, at_ms = typed(wedge, MEMBER, 8)
    assert "4" in MEMBER
    assert wedge.named("Enter", at_ms + 8) == [Code(text=MEMBER)]


def test_what_was_typed_before_a_scan_stays_typing() -> None:
    wedge = Wedge()
    said = wedge.character("7", 0)
    more, at_ms = typed(wedge, NUMBER, 8, 400)
    said += more + wedge.named("Enter", at_ms + 8)
    assert words(said) == [Typed(text="7"), Code(text=NUMBER)]


def test_digits_typed_milliseconds_beside_a_member_s_scan_are_not_part_of_it() -> None:
    wedge = member_wedge()
    said = wedge.character("4", 0) + wedge.character("2", 70)
    more, at_ms = typed(wedge, MEMBER, 8, 73)
    said += more + wedge.character("5", at_ms + 4)
    said += wedge.rest()
    assert words(said) == [Typed(text="42"), Code(text=MEMBER), Typed(text="5")]


def test_a_key_between_two_scans_in_a_hurry_belongs_to_neither() -> None:
    wedge = member_wedge()
    said, at_ms = typed(wedge, MEMBER, 8)
    said += wedge.character("5", at_ms + 60)
    more, at_ms = typed(wedge, MEMBER, 8, at_ms + 63)
    said += more + wedge.named("Enter", at_ms + 8)
    assert words(said) == [Code(text=MEMBER), Typed(text="5"), Code(text=MEMBER)]


def test_an_endless_stream_is_held_back_only_so_long() -> None:
    wedge = Wedge()
    said, _ = typed(wedge, "7" * 3000, 30)
    assert said
    assert len(wedge.pending) <= MOST_KEYS


def test_a_clock_that_starts_again_is_no_fast_key() -> None:
    wedge = Wedge()
    said = wedge.character("7", 4_294_967_290) + wedge.character("8", 60)
    said += wedge.rest()
    assert words(said) == [Typed(text="78")]


CARTON = "02912345678906"


def older_wedge() -> Wedge:
    """A wedge of a shop that gave out EAN-13 beginning with 29, Code 39 and short ITF before."""
    cards = (
        LegacyCard(symbology="EAN13", prefix="29"),
        LegacyCard(symbology="Code39", prefix="KLUB"),
        LegacyCard(symbology="ITF", length=4),
    )
    return Wedge(known=numbers.is_valid, cards=own_codes.knows_cards(cards))


@pytest.mark.parametrize(
    ("arrived", "wanted"),
    [
        ("2912345678906", Code(text="2912345678906")),
        ("]E02912345678906", Code(text="2912345678906", symbology="EAN13")),
        ("]A0KLUB42", Code(text="KLUB42", symbology="Code39")),
        ("KLUB42", Code(text="KLUB42")),
        ("4711", Code(text="4711")),
        (CARTON, Code(text=CARTON)),
        (f"]I1{CARTON}", Code(text=CARTON, symbology="ITF")),
    ],
)
def test_a_card_of_before_is_a_scan_and_never_a_part_of_one(arrived: str, wanted: Code) -> None:
    wedge = older_wedge()
    _, at_ms = typed(wedge, arrived, 8)
    assert wedge.named("Enter", at_ms + 8) == [wanted]


def test_without_such_cards_four_quick_digits_are_typing() -> None:
    wedge = member_wedge()
    said, at_ms = typed(wedge, "4711", 8)
    assert words(said + wedge.named("Enter", at_ms + 8)) == [
        Typed(text="4711"),
        Pressed(name="Enter"),
    ]


def test_a_person_who_types_the_number_of_a_card_is_a_person() -> None:
    wedge = older_wedge()
    said, at_ms = typed(wedge, "4711", 90)
    assert words(said + wedge.named("Enter", at_ms + 90)) == [
        Typed(text="4711"),
        Pressed(name="Enter"),
    ]


def test_a_gun_with_its_own_marks_names_the_symbology_too() -> None:
    wedge = older_wedge()
    wedge.character(START, 0)
    typed(wedge, "]E02912345678906", 8, 8)
    assert wedge.character(END, 300) == [Code(text="2912345678906", symbology="EAN13")]

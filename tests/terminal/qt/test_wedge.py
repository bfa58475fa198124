"""A scanner gun is told from a person by rhythm, marks and ending; nothing typed is lost."""

from __future__ import annotations

from terminal.qt.wedge import END, LATE_END_MS, START, Said, Wedge
from terminal.till.messages import Key, Scan, Text

NUMBER = "9000012345678906"


def typed(wedge: Wedge, text: str, gap_ms: int, start_ms: int = 1000) -> tuple[list[Said], int]:
    """Types `text` at a steady gap; gives what was said and when the last key came."""
    said: list[Said] = []
    at_ms = start_ms
    for index, character in enumerate(text):
        at_ms = start_ms + index * gap_ms
        said += wedge.character(character, at_ms)
    return said, at_ms


def scanned(text: str, symbology: str = "") -> Scan:
    return Scan(text=text, symbology=symbology, source="wedge")


def test_fast_characters_and_enter_are_a_scan_without_an_enter() -> None:
    wedge = Wedge()
    said, at_ms = typed(wedge, NUMBER, 8)
    assert said == []
    assert wedge.named("Enter", at_ms + 8) == [scanned(NUMBER)]
    assert wedge.pending == ""


def test_tab_ends_a_scan_as_well() -> None:
    wedge = Wedge()
    _, at_ms = typed(wedge, NUMBER, 8)
    assert wedge.named("Tab", at_ms + 8) == [scanned(NUMBER)]


def test_a_stall_in_the_middle_is_still_a_scan() -> None:
    wedge = Wedge()
    _, at_ms = typed(wedge, NUMBER[:8], 10)
    typed(wedge, NUMBER[8:], 10, at_ms + 95)
    assert wedge.named("Enter", at_ms + 200) == [scanned(NUMBER)]


def test_silence_ends_a_scan_and_its_late_enter_confirms_nothing() -> None:
    wedge = Wedge()
    _, at_ms = typed(wedge, NUMBER, 8)
    assert wedge.settle() == [scanned(NUMBER)]
    assert wedge.named("Enter", at_ms + LATE_END_MS) == []
    assert wedge.named("Enter", at_ms + 2000) == [Key(name="Enter")]


def test_a_person_types_an_amount_and_enter() -> None:
    wedge = Wedge()
    said, at_ms = typed(wedge, "1250", 180)
    said += wedge.named("Enter", at_ms + 300)
    assert [m for m in said if isinstance(m, Key)] == [Key(name="Enter")]
    assert "".join(m.text for m in said if isinstance(m, Text)) == "1250"


def test_five_fast_digits_are_typing() -> None:
    wedge = Wedge()
    _, at_ms = typed(wedge, "12500", 20)
    assert wedge.named("Enter", at_ms + 20) == [Text(text="12500"), Key(name="Enter")]


def test_a_fast_hand_on_a_long_number_is_typing() -> None:
    wedge = Wedge()
    _, at_ms = typed(wedge, "0612345678", 70)
    assert wedge.settle() == [Text(text="0612345678")]
    assert wedge.named("Enter", at_ms + 400) == [Key(name="Enter")]


def test_a_function_key_commits_what_stands_before_it() -> None:
    wedge = Wedge()
    _, at_ms = typed(wedge, "12", 20)
    assert wedge.named("F4", at_ms + 10) == [Text(text="12"), Key(name="F4")]


def test_marks_of_the_scanner_beat_the_rhythm() -> None:
    wedge = Wedge()
    said = wedge.character(START, 0)
    more, at_ms = typed(wedge, "4711", 300)
    said += more + wedge.character(END, at_ms + 300)
    assert said == [scanned("4711")]


def test_an_aim_identifier_names_the_symbology_and_goes() -> None:
    wedge = Wedge()
    _, at_ms = typed(wedge, "]C0" + NUMBER, 8)
    assert wedge.named("Enter", at_ms + 8) == [scanned(NUMBER, "Code128")]


def test_a_scan_after_a_typed_digit_keeps_both() -> None:
    wedge = Wedge()
    said = wedge.character("7", 0)
    more, at_ms = typed(wedge, NUMBER, 8, 400)
    said += more + wedge.named("Enter", at_ms + 8)
    assert said == [Text(text="7"), scanned(NUMBER)]


def test_a_held_key_never_grows_without_end() -> None:
    wedge = Wedge()
    said, _ = typed(wedge, "7" * 2000, 30)
    assert said
    assert len(wedge.pending) <= 512

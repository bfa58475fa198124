"""Bytes of a serial gun become codes, whatever marks their end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.serial_frames import MOST_BYTES, QUIET_MS, Frames

CODE = "9000012345678961"


def frames() -> Frames:
    """Nothing came yet."""
    return Frames(bytearray())


@pytest.mark.parametrize("ending", ["\r", "\n", "\r\n", "\x03", "\x00"])
def test_a_mark_ends_a_code(ending: str) -> None:
    assert frames().feed(f"{CODE}{ending}".encode(), 0) == [CODE]


def test_start_and_end_marks_go() -> None:
    assert frames().feed(f"\x02{CODE}\x03".encode(), 0) == [CODE]


def test_silence_ends_a_code() -> None:
    got = frames()
    assert got.feed(CODE[:8].encode(), 1_000) == []
    assert got.rest(1_000 + QUIET_MS - 1) == []
    assert got.feed(CODE[8:].encode(), 1_040) == []
    assert got.rest(1_040 + QUIET_MS) == [CODE]
    assert got.rest(9_000) == []


def test_what_came_before_a_silence_is_a_code_of_its_own() -> None:
    got = frames()
    got.feed(b"first", 1_000)
    assert got.feed(b"second\r", 2_000) == ["first", "second"]


def test_several_codes_in_one_read() -> None:
    assert frames().feed(b"one\r\ntwo\r\nthree", 0) == ["one", "two"]


def test_group_separators_and_letters_stay() -> None:
    assert frames().feed("]C101\x1d37é\r".encode(), 0) == ["]C101\x1d37é"]
    assert frames().feed(b"caf\xe9\r", 0) == ["caf\u00e9"]


def test_noise_without_an_end_is_not_kept_for_ever() -> None:
    got = frames()
    for at in range(100):
        got.feed(b"\xf0" * 100, at)
    assert len(got.bytes_in) <= MOST_BYTES
    assert got.feed(b"\r", 100) == []
    assert got.feed(f"{CODE}\r".encode(), 200) == [CODE]


@given(st.lists(st.text("0123456789ABC]:", min_size=1), min_size=1), st.data())
def test_codes_are_the_same_however_the_bytes_were_cut(
    codes: list[str], data: st.DataObject
) -> None:
    raw = "".join(f"{code}\r\n" for code in codes).encode()
    cuts = sorted(data.draw(st.lists(st.integers(0, len(raw)))))
    got, heard = frames(), []
    for at_ms, (start, end) in enumerate(zip([0, *cuts], [*cuts, len(raw)], strict=True)):
        heard += got.feed(raw[start:end], at_ms)
    assert heard == codes

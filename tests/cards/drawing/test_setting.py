"""Texts on their lines: shrunk to a floor, then wrapped, never cut, in any direction."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cards.drawing.directions import ordered
from cards.drawing.fonts import Fonts
from cards.drawing.setting import Setting, fit, glyphs_of
from cards.drawing.shapes import Text
from loyalty.errors import Refusal

FONTS = Fonts()
NAME = "Maria Alexandrovna Konstantinopolskaya"


def set_in(width_mm: float, *, lines: int = 1, text: str = NAME, floor_mm: float = 2.8) -> Setting:
    """Set a name of four millimetres."""
    return fit(text, width_mm, 4.0, floor_mm, lines, fonts=FONTS)


def test_what_fits_keeps_its_size() -> None:
    """A text with room is not touched."""
    assert set_in(200).size_mm == 4.0
    assert set_in(0).size_mm == 4.0


def test_it_shrinks_before_it_wraps() -> None:
    """A name first loses size, down to the floor, and only then breaks into lines."""
    wide = set_in(0).lines[0].width_mm
    shrunk = set_in(wide * 0.8, lines=2)
    assert len(shrunk.lines) == 1
    assert shrunk.size_mm == pytest.approx(3.2)
    wrapped = set_in(wide * 0.6, lines=2)
    assert len(wrapped.lines) == 2
    assert wrapped.size_mm > 2.8


def test_it_is_never_cut() -> None:
    """What does not fit at the floor is refused, and the refusal does not tell the name."""
    with pytest.raises(Refusal) as refused:
        set_in(15, lines=2)
    assert refused.value.code == "text_does_not_fit"
    assert "Maria" not in f"{refused.value} {refused.value.as_json()}"


def test_running_text_wraps_at_its_full_size() -> None:
    """A paragraph does not shrink while lines are left."""
    text = "Found me? Any desk of ours takes me back, with thanks."
    setting = fit(text, 30.0, 3.0, 2.0, 4, fonts=FONTS, running=True)
    assert setting.size_mm == 3.0
    assert 1 < len(setting.lines) <= 4


def test_a_word_longer_than_a_line_is_broken_in_itself() -> None:
    """All of its letters are still there."""
    word = "Donaudampfschifffahrtsgesellschaft"
    setting = set_in(20, lines=3, text=word)
    glyphs = sum(len(piece.run.glyphs) for line in setting.lines for piece in line.pieces)
    assert glyphs == len(word)


@given(some.text("abcde fghij-klmno", min_size=1, max_size=60), some.floats(10, 80))
def test_lines_fit_and_nothing_is_lost(text: str, width_mm: float) -> None:
    """Whatever the text and the width: it fits, or it is refused."""
    try:
        setting = fit(text, width_mm, 4.0, 2.5, 3, fonts=FONTS)
    except Refusal:
        with pytest.raises(Refusal, match="do not fit"):
            fit(text, width_mm, 2.5, 2.5, 3, fonts=FONTS)
        return
    assert all(line.width_mm <= width_mm + 0.01 for line in setting.lines)
    whole = fit(text, 0, 4.0, 4.0, 1, fonts=FONTS)
    drawn = [sum(len(piece.run.glyphs) for piece in line.pieces) for line in setting.lines]
    assert sum(drawn) + text.count(" ") >= sum(len(p.run.glyphs) for p in whole.lines[0].pieces)
    assert 2.5 - 0.01 <= setting.size_mm <= 4.0


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("abc", [("abc", False)]),
        ("שלום abc", [("abc", False), ("שלום ", True)]),
        ("abc שלום", [("abc ", False), ("שלום", True)]),
        ("שלום 12", [("12", False), ("שלום ", True)]),
        ("שלום\u200c", [("שלום\u200c", True)]),
        ("", []),
    ],
)
def test_directions(text: str, seen: list[tuple[str, bool]]) -> None:
    """Parts stand in the order seen; a joiner stays where it joins."""
    assert ordered(text) == seen


def test_right_to_left_ends_at_the_right() -> None:
    """The first letter of an Arabic name is its rightmost glyph."""
    name = Text(x_mm=0, baseline_mm=10, text="مرحبا", size_mm=4)
    shaped = list(glyphs_of(name, FONTS))
    alone = list(glyphs_of(Text(x_mm=0, baseline_mm=10, text="م", size_mm=4), FONTS))
    assert len(shaped) == 5
    assert [glyph.x_mm for glyph in shaped] == sorted(glyph.x_mm for glyph in shaped)
    # The letters join: the first one has its initial form, not the form that it has alone.
    assert shaped[-1].number != alone[0].number


def test_alignment_and_upward_lines() -> None:
    """Right-aligned words end at their place; upward lines end on their baseline."""
    right = Text(x_mm=50, baseline_mm=10, text="Noord", size_mm=4, align="right")
    left = Text(x_mm=50, baseline_mm=10, text="Noord", size_mm=4)
    width = fit("Noord", 0, 4, 4, fonts=FONTS).lines[0].width_mm
    first = next(glyphs_of(right, FONTS)).x_mm
    assert first == pytest.approx(next(glyphs_of(left, FONTS)).x_mm - width)
    words = {"x_mm": 0, "text": "one two three", "size_mm": 4, "width_mm": 14, "lines": 2}
    upward = Text(baseline_mm=40, upward=True, **words)  # type: ignore[arg-type]
    assert max(glyph.y_mm for glyph in glyphs_of(upward, FONTS)) == pytest.approx(40)
    downward = Text(baseline_mm=40, **words)  # type: ignore[arg-type]
    assert min(glyph.y_mm for glyph in glyphs_of(downward, FONTS)) == pytest.approx(40)


def test_digits_of_a_number_are_as_wide_as_one_another() -> None:
    """Numbers in fours stand under one another."""
    ones = fit("1111", 0, 4, 4, fonts=FONTS).lines[0].width_mm
    style = {"fonts": FONTS}
    from cards.drawing.setting import Style

    tabular = Style(tabular=True)
    wide = [fit(text, 0, 4, 4, 1, style=tabular, **style) for text in ("1111", "0000")]  # type: ignore[arg-type]
    assert wide[0].lines[0].width_mm == pytest.approx(wide[1].lines[0].width_mm)
    assert ones <= wide[0].lines[0].width_mm


def test_a_repr_does_not_tell_the_name() -> None:
    """Shapes go into logs and failures; names do not."""
    assert "Maria" not in repr(Text(x_mm=0, baseline_mm=0, text=NAME, size_mm=4))

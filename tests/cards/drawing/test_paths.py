"""Path data of SVG: every letter, relative and absolute, and what is refused."""

import math

import pytest

from cards.drawing.paths import bounds, circle, moved, parse, rounded


def test_lines() -> None:
    """Moves, lines and their short forms; pairs after a move are lines."""
    same = (("M", (1, 2)), ("L", (3, 2)), ("L", (3, 5)), ("L", (1, 5)))
    assert parse("M1 2 3 2 V5 H1Z") == same
    assert parse("m1,2 l2 0 v3 h-2 z") == same
    assert parse("M1 2L3 2L3,5 1 5") == same


def test_a_contour_after_a_closed_one_begins_at_its_start() -> None:
    """After Z the pen is where the contour began, as SVG says."""
    path = list(parse("M1 1 L2 1 L2 2 Z l5 5"))
    assert path[-2:] == [("M", (1.0, 1.0)), ("L", (6.0, 6.0))]


def test_curves() -> None:
    """Short curves mirror the handle before them; quadratic ones become cubic."""
    path = parse("M0 0 C0 1 1 2 2 2 S4 3 4 4")
    assert path[2][1] == pytest.approx((3, 2, 4, 3, 4, 4))
    quadratic = parse("M0 0 Q3 3 6 0 T12 0")
    assert quadratic[1][1] == pytest.approx((2, 2, 4, 2, 6, 0))
    assert quadratic[2][1] == pytest.approx((8, -2, 10, -2, 12, 0))


def test_arcs_are_round() -> None:
    """Two half circles give a circle: every point is a radius away from the middle."""
    path = parse("M10 15 a5 5 0 1 0 10 0 a5 5 0 1 0 -10 0 z")
    ends = [points[-2:] for _, points in path]
    assert all(math.dist(end, (15, 15)) == pytest.approx(5) for end in ends)
    assert bounds(circle(15, 15, 5)) == (10, 10, 20, 20)
    quarter = parse("M0 0 A5 5 0 0 1 5 5")
    assert len(quarter) == 2
    assert quarter[1][1][-2:] == pytest.approx((5, 5))
    # An arc too small for its ends grows until it reaches; one without a radius is a line.
    assert parse("M0 0 A1 1 0 0 1 10 0")[-1][1][-2:] == pytest.approx((10, 0))
    assert parse("M0 0 A0 1 0 0 1 10 0")[-1] == ("L", (10, 0))


@pytest.mark.parametrize("text", ["", "L1 1", "M1", "M1 1 L2", "M1 1 X", "1 1", "M1 1 Z 3", "Mx"])
def test_what_is_no_path_is_refused(text: str) -> None:
    """A path is all understood or refused."""
    with pytest.raises(ValueError, match="path"):
        parse(text)


def test_corners() -> None:
    """Corners are as round as there is room for, and a moved path moves all of its points."""
    assert len(rounded(0, 0, 4, 2)) == 4
    assert rounded(0, 0, 4, 2, 9) == rounded(0, 0, 4, 2, 1)
    assert moved((("M", (1, 2)),), lambda x, y: (x + 1, y * 2)) == (("M", (2, 4)),)

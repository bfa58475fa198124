"""The tokens keep the contrast they promise and name only what exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from terminal.qt.icons import Icons
from terminal.qt.tokens import Tokens

VIEWS = Path(__file__).resolve().parents[3] / "terminal" / "qt" / "views"
FIXED = re.compile(
    r"\b(set(Fixed|Minimum|Maximum)(Width|Height|Size)|setSpacing|setContentsMargins"
    r"|addSpacing|column|row)\([^)\n]*\b[1-9]\d*\b"
)
SCALED = re.compile(r"(space|size|px|stroke|radius)\([^()]*\)")


def luminance(hex_colour: str) -> float:
    """The relative luminance of #RRGGBB (WCAG 2.x)."""
    channels = [int(hex_colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_ratio_knows_black_on_white() -> None:
    assert ratio("#000000", "#FFFFFF") == pytest.approx(21)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_ink_keeps_its_contrast(tokens: Tokens, theme: str) -> None:
    colours = tokens.colours[theme]
    poor = [
        (ink, ground, round(ratio(colours[ink], colours[ground]), 2))
        for ink, (least, grounds) in tokens.contrast.items()
        for ground in grounds
        if ratio(colours[ink], colours[ground]) < least
    ]
    assert not poor


def test_both_themes_name_the_same_colours(tokens: Tokens) -> None:
    assert set(tokens.colours["light"]) == set(tokens.colours["dark"])


def test_every_state_has_an_icon_and_colours(tokens: Tokens, icons: Icons) -> None:
    for name, state in tokens.state.items():
        assert icons.has(state.icon), name
        assert {state.ink, state.ground} <= set(tokens.colours["light"]), name


def test_touch_floors_belong_to_sizes(tokens: Tokens) -> None:
    assert set(tokens.touch) <= set(tokens.size)
    assert min(tokens.touch.values()) >= 48
    assert tokens.touch["key_height"] >= 56


@pytest.mark.parametrize("path", sorted(VIEWS.glob("*.py")), ids=lambda path: path.name)
def test_views_have_no_sizes_of_their_own(path: Path) -> None:
    text = SCALED.sub("token", path.read_text("utf-8"))
    assert not FIXED.findall(text)


@pytest.mark.parametrize("path", sorted(VIEWS.parent.rglob("*.py")), ids=lambda path: path.name)
def test_every_icon_that_is_named_can_be_drawn(path: Path, icons: Icons) -> None:
    named = re.findall(
        r'(?:Icon\(\w[\w.]*, |icon=|Chip\([^"\n]*, )"([a-z-]+)"', path.read_text("utf-8")
    )
    assert [name for name in named if not icons.has(name)] == []

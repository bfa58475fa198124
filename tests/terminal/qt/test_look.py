"""A look fits its window, keeps what a finger meets large enough, and sets figures in columns."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF, QPalette

from terminal.qt.icons import Icons
from terminal.qt.look import Look, make_look, palette
from terminal.qt.tokens import Tokens

SIZES = [(1024, 600), (1024, 768), (1280, 720), (1366, 768), (1600, 900), (1920, 1080)]


@pytest.mark.parametrize(
    ("width", "height", "layout"),
    [
        (1024, 600, "compact"),
        (1366, 768, "normal"),
        (1920, 1080, "wide"),
        (2560, 1440, "wide"),
        (1920, 640, "compact"),
    ],
)
def test_the_window_chooses_the_layout(
    tokens: Tokens, icons: Icons, width: int, height: int, layout: str
) -> None:
    assert make_look(tokens, icons, width, height).layout == layout


@pytest.mark.parametrize(("width", "height"), [*SIZES, (2560, 1440)])
def test_what_a_finger_meets_never_gets_small(
    tokens: Tokens, icons: Icons, width: int, height: int
) -> None:
    made = make_look(tokens, icons, width, height)
    for name, least in tokens.touch.items():
        assert made.size(name) >= least, name


def test_a_dense_screen_gets_more_pixels(tokens: Tokens, icons: Icons) -> None:
    plain = make_look(tokens, icons, 2560, 1440)
    dense = make_look(tokens, icons, 2560, 1440, dpi=192)
    assert dense.layout == "normal"
    assert dense.size("key_height") > plain.size("key_height")


def test_no_type_falls_below_the_floor(tokens: Tokens, icons: Icons) -> None:
    small = make_look(tokens, icons, 800, 480)
    assert min(small.font(role).pixelSize() for role in tokens.type) >= tokens.font_floor_px


@pytest.mark.parametrize("role", ["body", "body_strong", "number", "caption_strong", "share"])
def test_figures_are_all_equally_wide(look: Look, role: str) -> None:
    if look.text_family != "Inter":
        pytest.skip("Inter is not installed, and another font's figures are its own")
    metrics = QFontMetricsF(look.font(role))
    assert metrics.horizontalAdvance("11111") == pytest.approx(metrics.horizontalAdvance("00000"))


def test_a_machine_without_inter_gets_a_font_that_exists(look: Look) -> None:
    assert QFontInfo(QFont(look.text_family)).family() == look.text_family


@pytest.mark.parametrize("dark", [False, True])
def test_the_palette_is_the_theme(tokens: Tokens, icons: Icons, *, dark: bool) -> None:
    made = make_look(tokens, icons, 1366, 768, dark=dark)
    roles = palette(made)
    assert roles.color(QPalette.ColorRole.Window) == made.colour("canvas")
    assert roles.color(QPalette.ColorRole.Highlight) == made.colour("accent")
    lighter = roles.color(QPalette.ColorRole.Window).lightness()
    assert (lighter < 128) is dark

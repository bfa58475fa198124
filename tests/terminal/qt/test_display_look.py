"""Every scene of the member's side is whole, large and legible, whatever the screen."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from terminal.qt.display_buttons import Face, Tile, Wide
from terminal.qt.inspection import inspect, is_clipped, is_small, is_unnamed, said
from terminal.qt.pad_places import MM_PER_INCH
from terminal.qt.pad_text import PadText
from terminal.qt.pad_window import PadWindow
from terminal.till.screens_display import AnyDisplay
from tests.terminal.qt import display_samples
from tests.terminal.qt.conftest import MakePad

TOUCH_LEAST_MM = 12
# The two screens of the drawings, small and large ones, lying and standing.
SCREENS = [
    (1280, 800, 149),
    (800, 1280, 149),
    (1024, 600, 120),
    (600, 1024, 120),
    (1920, 1080, 92),
    (1080, 1920, 141),
    (1366, 768, 100),
]


def drawn(window: PadWindow, scene: AnyDisplay, turn: str = "") -> PadWindow:
    """Draws a scene as it stands when nothing moves any more."""
    window.draw(scene, turn)
    assert window.display is not None
    window.display.motion.setCurrentTime(window.display.motion.duration())
    QApplication.processEvents()
    return window


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("language", display_samples.LANGUAGES)
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (800, 1280)])
def test_every_scene_passes_the_inspection(
    make_pad: MakePad, width: int, height: int, language: str, *, dark: bool
) -> None:
    window = make_pad(width, height, dark=dark)
    for name, scene in display_samples.every(language).items():
        found = inspect(drawn(window, scene))
        faults = (*found.clipped, *found.small_targets, *found.low_contrast, *found.unnamed)
        assert faults == (), name
        assert found.texts >= 2, name


@pytest.mark.parametrize(("width", "height", "dpi"), SCREENS)
def test_no_word_is_cut_on_any_screen_in_any_language(
    make_pad: MakePad, width: int, height: int, dpi: int
) -> None:
    window = make_pad(width, height, dpi=dpi)
    for language in display_samples.LANGUAGES:
        for name, scene in display_samples.every(language).items():
            drawn(window, scene)
            assert window.display is not None
            shown = [w for w in window.display.findChildren(QWidget) if w.isVisible()]
            faults = [
                said(widget)
                for widget in shown
                if is_clipped(widget, window) or is_small(widget, 1.0) or is_unnamed(widget)
            ]
            assert faults == [], (language, name)


@pytest.mark.parametrize(("width", "height", "dpi"), SCREENS)
def test_what_is_touched_is_as_large_as_a_finger_and_stands_alone(
    make_pad: MakePad, width: int, height: int, dpi: int
) -> None:
    window = make_pad(width, height, dpi=dpi)
    touched = 0
    for name, scene in display_samples.every("de").items():
        drawn(window, scene)
        assert window.display is not None
        found = window.display.findChildren(QAbstractButton)
        buttons = [one for one in found if one.isVisible() and isinstance(one, Tile | Face | Wide)]
        touched += len(buttons)
        for button in buttons:
            least_mm = min(button.width(), button.height()) / dpi * MM_PER_INCH
            assert least_mm >= TOUCH_LEAST_MM, (name, said(button))
            others = [one.geometry() for one in buttons if one is not button]
            assert not any(button.geometry().intersects(other) for other in others), name
    assert touched >= 20


def test_no_word_lies_on_another(make_pad: MakePad) -> None:
    window = make_pad()
    for width, height in ((1280, 800), (800, 1280)):
        window.resize(width, height)
        for name, scene in display_samples.every("sv").items():
            drawn(window, scene)
            assert window.display is not None
            texts = [one for one in window.display.findChildren(PadText) if one.isVisible()]
            places = [(one, one.mapTo(window, one.rect().topLeft()), one.size()) for one in texts]
            for at, (one, corner, size) in enumerate(places):
                for other, other_corner, other_size in places[at + 1 :]:
                    above = corner.y() + size.height() <= other_corner.y()
                    below = other_corner.y() + other_size.height() <= corner.y()
                    left = corner.x() + size.width() <= other_corner.x()
                    right = other_corner.x() + other_size.width() <= corner.x()
                    assert above or below or left or right, (name, one.text(), other.text())

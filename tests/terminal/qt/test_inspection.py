"""The inspection finds each fault that is planted, and nothing where there is nothing."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from terminal.qt.inspection import FINDS, PLANTS, contrast, inspect, plant
from terminal.qt.look import Look
from tests.terminal.qt import camera_samples, samples
from tests.terminal.qt.conftest import MakeWindow

SCREENS = samples.every() | camera_samples.every()


@pytest.mark.parametrize(
    ("width", "height", "dark"),
    [(1024, 600, False), (1366, 768, False), (1366, 768, True), (1920, 1080, False)],
)
def test_every_screen_passes(
    make_window: MakeWindow, width: int, height: int, *, dark: bool
) -> None:
    window = make_window(width, height, dark=dark)
    for name, screen in SCREENS.items():
        window.draw(screen)
        for _ in range(3):
            # A list pushes what it is about into view once it has been laid out.
            QApplication.processEvents()
        found = inspect(window)
        faults = (*found.clipped, *found.small_targets, *found.low_contrast, *found.unnamed)
        assert faults == (), name
        assert found.texts > 10


@pytest.mark.parametrize("fault", PLANTS)
def test_a_planted_fault_is_found(make_window: MakeWindow, look: Look, fault: str) -> None:
    window = make_window()
    window.draw(SCREENS["member"])
    QApplication.processEvents()
    plant(fault, window, look)
    found = getattr(inspect(window), FINDS.get(fault, fault))
    assert len(found) == 1


def test_contrast_is_the_standard_one() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("white")) == pytest.approx(4.48, abs=0.01)

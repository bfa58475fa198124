"""The gallery draws every component in both themes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from terminal.qt.gallery import main


def test_the_gallery_is_drawn_in_both_themes(qapp: QApplication, tmp_path: Path) -> None:
    main(tmp_path)
    light = QImage(str(tmp_path / "gallery-light.png"))
    dark = QImage(str(tmp_path / "gallery-dark.png"))
    assert light.width() >= 1600
    assert light.size() == dark.size()
    assert light.pixelColor(5, 5).lightness() > 200
    assert dark.pixelColor(5, 5).lightness() < 60

"""Draws what was taken, at one size in one theme, keeps it as PNG and looks at it as a critic."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from terminal.qt.icons import load_icons
from terminal.qt.inspection import Findings, inspect
from terminal.qt.look import DRAWN_DPI
from terminal.qt.pad_window import PadWindow
from terminal.qt.reader import ReaderView
from terminal.qt.tokens import read_tokens
from terminal.qt.window import Window
from terminal.till.pad_screen import Pad
from terminal.till.screens_display import Scene
from terminal.till.wording import Wording
from tests.screens.taking import Shot

SETTLES = 4
PNG_QUALITY = 80
"""Less compressed: thousands of pictures are written, and few are kept."""


class Sheet(NamedTuple):
    """One size and theme; `dpi` is the screen's, `for_pads` that only the member's side has it."""

    width: int
    height: int
    dark: bool = False
    dpi: int = DRAWN_DPI
    for_pads: bool = False

    @property
    def name(self) -> str:
        """The name of the folder that takes its pictures."""
        return f"{self.width}x{self.height}-{'dark' if self.dark else 'light'}"


COUNTERS = ((1024, 600), (1366, 768), (1920, 1080))
UPRIGHT = (800, 1280, 149)
THEMES = (False, True)


def sheets() -> Iterator[Sheet]:
    """Gives every size and theme that is drawn."""
    for dark in THEMES:
        for width, height in COUNTERS:
            yield Sheet(width, height, dark)
        yield Sheet(UPRIGHT[0], UPRIGHT[1], dark, UPRIGHT[2], for_pads=True)


class Drawn(NamedTuple):
    """One picture: where it came from, and what was found."""

    where: str
    found: Findings


class Easel:
    """The two windows of one size and theme, without a screen."""

    def __init__(self, sheet: Sheet, language: str) -> None:
        self.application = QApplication.instance() or QApplication(sys.argv[:1])
        self.sheet = sheet
        tokens, icons = read_tokens(), load_icons()
        words = Wording(language, currency="EUR", scale=2, time_zone="Europe/Amsterdam")
        plate = words.say("TRAINING")
        self.counter = Window(
            tokens,
            icons,
            lambda _message: None,
            lambda: None,
            lambda: "14:07",
            lambda: plate,
            dark=sheet.dark,
            dpi=sheet.dpi,
        )
        self.pad = PadWindow(
            tokens, icons, lambda _message: None, lambda: None, dark=sheet.dark, dpi=sheet.dpi
        )
        for window in (self.counter, self.pad):
            window.resize(QSize(sheet.width, sheet.height))

    def show(self, shot: Shot) -> QWidget:
        """Draws a screen or a pad and lets Qt lay it out; gives the window."""
        if isinstance(shot.value, Pad | Scene):
            self.pad.show()
            self.pad.draw(shot.value)
            self.settle()
            return self.pad
        self.counter.show()
        self.counter.draw(shot.value)
        self.settle()
        for reader in self.counter.findChildren(ReaderView):
            reader.take()
        return self.counter

    def settle(self) -> None:
        """Lets Qt lay out, and lists push what they are about into view after it."""
        for _ in range(SETTLES):
            self.application.processEvents()

    def picture(self, shot: Shot) -> tuple[QWidget, QImage]:
        """Draws it and gives the window with its picture."""
        window = self.show(shot)
        return window, window.grab().toImage()

    def close(self) -> None:
        """Ends both windows."""
        self.counter.close()
        self.counter.deleteLater()
        self.pad.end()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def draw(
    shots: Iterable[Shot], sheet: Sheet, language: str, folder: Path | None = None
) -> Iterator[Drawn]:
    """Draws and looks at each shot that this sheet is for; `folder` takes the pictures.

    Raises OSError when a picture cannot be written.
    """
    easel = Easel(sheet, language)
    try:
        for shot in shots:
            if sheet.for_pads and not isinstance(shot.value, Pad | Scene):
                continue
            window, picture = easel.picture(shot)
            if folder is not None:
                keep(picture, folder / language / sheet.name / f"{shot.name}.png")
            found = inspect(window, scale=sheet.dpi / DRAWN_DPI, picture=picture)
            yield Drawn(f"{language} {sheet.name} {shot.name}", found)
    finally:
        easel.close()


def keep(picture: QImage, path: Path) -> None:
    """Writes a picture. Raises OSError when it cannot."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not picture.save(str(path), quality=PNG_QUALITY):
        raise OSError(f"{path} could not be written")

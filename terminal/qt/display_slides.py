"""The owner's slides on the welcome: a text or a picture of their folder, one after the other."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QImage, QImageReader, QPainter

from terminal.till.screens_display import Slide

KEPT_MOST = 4


class Slides(QObject):
    """Which slide stands now; the first turn is the welcome itself."""

    def __init__(self, parent: QObject, turned: Callable[[], None]) -> None:
        super().__init__(parent)
        self.folder, self.at = "", -1
        self.slides: tuple[Slide, ...] = ()
        self.turned = turned
        self.kept: dict[tuple[str, int, int], QImage] = {}
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.turn)

    def show(self, slides: tuple[Slide, ...], seconds: int) -> None:
        """Begins with these; the same ones go on where they are."""
        if slides != self.slides:
            self.slides, self.at = slides, -1
        if slides and not self.timer.isActive():
            self.timer.start(max(seconds, 1) * 1000)
        elif not slides:
            self.stop()

    def stop(self) -> None:
        """Somebody is there: the next time it begins with the welcome."""
        self.timer.stop()
        self.at = -1

    def turn(self) -> None:
        """The next slide, and behind the last one the welcome."""
        self.at += 1
        if self.at >= len(self.slides):
            self.at = -1
        self.turned()

    def now(self) -> Slide | None:
        """The slide that stands now; None is the welcome."""
        return self.slides[self.at] if 0 <= self.at < len(self.slides) else None

    def picture(self, name: str, size: QSize) -> QImage:
        """A picture of the folder, no larger than `size`; an empty one when it cannot be read.

        A name that leads out of the folder is none of it.
        """
        key = (name, size.width(), size.height())
        if key not in self.kept:
            if len(self.kept) >= KEPT_MOST:
                self.kept.pop(next(iter(self.kept)))
            self.kept[key] = self.read(name, size)
        return self.kept[key]

    def read(self, name: str, size: QSize) -> QImage:
        """Reads a picture at the size it is drawn in, turned as its camera says."""
        if not self.folder or Path(name).name != name:
            return QImage()
        reader = QImageReader(str(Path(self.folder) / name))
        reader.setAutoTransform(True)
        there = reader.size()
        if there.isValid():
            reader.setScaledSize(there.scaled(size, Qt.AspectRatioMode.KeepAspectRatio))
        return reader.read()


def draw_picture(painter: QPainter, image: QImage, rect: QRectF) -> None:
    """Draws a picture whole, in the middle of `rect`."""
    size = image.size().scaled(rect.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRectF(0, 0, size.width(), size.height())
    place.moveCenter(rect.center())
    painter.drawImage(place, image)

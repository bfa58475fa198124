"""Takes the pictures of README and docs again: `python -m tests.screens.shop_window docs/pictures`.

A scene of this folder is played on a real till, and what a recorded camera sees of a card stands
where the camera's picture is: no frame of a till's own camera is ever written.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PySide6.QtGui import QImage

from terminal.demo.glance import glance
from terminal.qt.reader import ReaderView
from terminal.till.pad_screen import Pad
from terminal.till.screens_display import Scene
from tests.screens.drawing import Easel, Sheet
from tests.screens.run import without_screen
from tests.screens.taking import Shot, taken_of
from tests.stories.words import card

SCENE = Path(__file__).parent / "window" / "shop.scene"
SHEET = Sheet(1366, 768)
SIZE = (1093, 615)
COLOURS = 200
DARK = "counter-dark"


def main(folder: Path) -> None:
    """Write a picture for each shot of the scene. Raises OSError if it cannot."""
    without_screen()
    with tempfile.TemporaryDirectory() as place:
        shots = list(taken_of(SCENE, "en", Path(place)))
    for shot in shots:
        name = shot.name.partition("-")[2]
        easel = Easel(SHEET._replace(dark=name == DARK), "en")
        try:
            save(drawn(easel, shot), folder / f"{name}.png")
        finally:
            easel.close()


def drawn(easel: Easel, shot: Shot) -> QImage:
    """Draw a shot with a card in the reader, or nothing in it where nobody stands there."""
    has_card = type(shot.value).__name__ in {"Member", "Redeem"}
    seen = glance(card("A") if has_card else "")
    strip = None if isinstance(shot.value, Pad | Scene) else shot.value.frame.strip
    if strip is not None and strip.time:
        easel.counter.clock = lambda: strip.time
    shown = easel.show(shot)
    for reader in shown.findChildren(ReaderView):
        reader.preview = lambda: seen
        reader.take()
    easel.settle()
    return shown.grab().toImage()


def save(picture: QImage, path: Path) -> None:
    """Write a picture with few colours: a page has several of them. Raises OSError."""
    from PIL import Image

    plain = picture.convertToFormat(QImage.Format.Format_RGBA8888)
    size = (plain.width(), plain.height())
    whole = Image.frombytes("RGBA", size, bytes(plain.constBits())).convert("RGB")
    small = whole.resize(SIZE, Image.Resampling.LANCZOS)
    few = small.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    few.save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/pictures"))

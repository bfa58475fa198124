"""Whether printed codes are read: from the PDF's own pixels, and held before the webcam."""

from __future__ import annotations

import importlib
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from stdnum.iso7064 import mod_97_10

from cards import design
from cards.drawing import pdf, png
from cards.drawing.fonts import Fonts
from cards.layout import Card, pages_of
from scanner.decode import decode
from scanner.drawing import Card as Held
from scanner.image import as_image, grey_of
from scanner.rendering import Optics, Pose, Presentation, Renderer, moved

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SEED = 20_261_122
DPI = 300
# The camera of the frame renderer: so many pixels at one millimetre's distance a millimetre.
FOCAL_PX = 914.0
_SEQUENCES, _FRAMES = 8, 8
_PERCENT = 100


def number_of(at: int) -> str:
    """Give a member number that passes its check."""
    digits = f"9041{(at * 2_654_435_761 + 17) % 10**10:010d}"
    return digits + mod_97_10.calc_check_digits(digits)


def read_back(count: int, fonts: Fonts) -> dict[str, float]:
    """Print cards of every design with codes, render the PDF, read each code with two readers."""
    readers = _readers()
    hits, codes = dict.fromkeys(readers, 0), 0
    names = [name for name in design.names() if design.load(name).kind != "stamps"]
    for place, name in enumerate(names):
        both = design.load(name)
        numbers = [number_of(place * count + at) for at in range(max(1, count // len(names)))]
        buffer, sides = io.BytesIO(), list[str]()
        shown = []
        for number in numbers:
            for page in pages_of(both, Card(shop="Koffiebar Noord", number=number)):
                if page is not None:
                    shown.append(page)
                    sides.append(number)
        pdf.write(shown, buffer, fonts=fonts)
        for number, grey in zip(
            sides, png.greys(buffer.getvalue(), range(len(sides)), DPI), strict=True
        ):
            codes += 1
            for reader, read in readers.items():
                hits[reader] += number in read(grey)
    return {reader: round(_PERCENT * found / codes, 1) for reader, found in hits.items()}


def at_distance(code: str, distance_mm: float, fonts: Fonts) -> tuple[float, float]:
    """Hold the side with a code before the webcam of 720 lines, half a second at a time.

    Gives the share of presentations that a till would accept (a QR in one frame, bars in two) and
    of frames that were read.
    """
    import cv2
    import numpy as np

    both = design.load("classic")
    random = np.random.default_rng(SEED)
    renderer = Renderer(random)
    read = accepted = 0
    for at in range(_SEQUENCES):
        hits = 0
        number = number_of(9_000 + at)
        front, back = pages_of(both, Card(shop="Koffiebar Noord", number=number))
        page = front if code == "qr" else back
        assert page is not None
        held = Held(text=number)
        face = png.colours(page, DPI, fonts=fonts)
        # The renderer draws its own cards; here it is handed the pixels of a printed one.
        renderer._faces[held] = {0: as_image(cv2.cvtColor(face, cv2.COLOR_RGB2BGR))}
        width_px = FOCAL_PX * page.width_mm / distance_mm
        moment = Presentation(
            pose=Pose(
                width_px=width_px,
                roll_deg=random.normal(0, 4),
                tilt_deg=random.normal(0, 4),
                pan_deg=random.normal(0, 4),
            ),
            optics=Optics(
                defocus_px=0.5,
                motion_px=random.uniform(0, 1.0),
                motion_deg=random.uniform(0, 180),
                light=0.9,
            ),
        )
        for _ in range(_FRAMES):
            frame = grey_of(renderer.frame(held, moment))
            hits += number in {found.text for found in decode(frame)}
            moment = moved(moment, random)
        read += hits
        accepted += hits >= (1 if code == "qr" else 2)
    return (
        round(_PERCENT * accepted / _SEQUENCES, 1),
        round(_PERCENT * read / (_SEQUENCES * _FRAMES), 1),
    )


def _readers() -> dict[str, Callable[[NDArray[np.uint8]], set[str]]]:
    import zxingcpp

    pyzbar = importlib.import_module("pyzbar.pyzbar")
    wanted = [pyzbar.ZBarSymbol.QRCODE, pyzbar.ZBarSymbol.CODE128]
    formats: Any = zxingcpp.BarcodeFormat.QRCode | zxingcpp.BarcodeFormat.Code128

    def zbar(grey: NDArray[np.uint8]) -> set[str]:
        return {found.data.decode("ascii") for found in pyzbar.decode(grey, symbols=wanted)}

    def zxing(grey: NDArray[np.uint8]) -> set[str]:
        return {found.text for found in zxingcpp.read_barcodes(grey, formats=formats)}

    return {"pyzbar": zbar, "zxing-cpp": zxing}

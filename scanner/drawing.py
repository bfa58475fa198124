"""Draws member cards and phone screens flat on, for the recorded camera and the benchmarks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from scanner.image import as_image

if TYPE_CHECKING:
    from scanner.image import Image

PX_PER_MM = 12
CARD_MM = (85.6, 54.0)
PHONE_MM = (68.0, 140.0)
QUIET_QR_MODULES = 4
QUIET_BARS_MODULES = 10

_PAPER = (246, 248, 250)
_INK = (34, 30, 28)
_BAND = (96, 72, 24)
_GLASS = (26, 24, 22)
_SHOWN = (236, 236, 236)
_Color = tuple[int, int, int]


class Layout(Enum):
    """What is printed or shown, named as the benchmark's rows are."""

    CLASSIC = "classic"
    QR_20_MM = "QR-card-20mm"
    QR_15_MM = "QR-card-15mm"
    BARS_60_MM = "C128-card-60mm"
    BARS_70_MM = "C128-card-70mm"
    PHONE_NUMBER = "QR-phone-number"
    PHONE_TOKEN = "QR-phone-token"  # noqa: S105 - the name of a layout, nothing secret

    @property
    def is_phone(self) -> bool:
        """Whether it is a phone's screen and not a card."""
        return self in {Layout.PHONE_NUMBER, Layout.PHONE_TOKEN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One thing held before the camera: the text of its code and what it looks like."""

    text: str
    layout: Layout = Layout.CLASSIC
    title: str = "REGULARS"


def draw(card: Card) -> Image:
    """Draw a card or phone as a BGR picture, PX_PER_MM pixels a millimetre."""
    if card.layout.is_phone:
        return _phone(card)
    canvas = _blank(CARD_MM, _PAPER)
    _fill(canvas, (0, 0, CARD_MM[0], 11 if card.layout is Layout.CLASSIC else 15), _BAND)
    _write(canvas, card.title, (5, 8 if card.layout is Layout.CLASSIC else 10), 1.6, _PAPER)
    if card.layout is Layout.CLASSIC:
        _paste(canvas, qr_picture(card.text, quiet=1, level="Q"), (59.5, 12.5), 22.0)
        _write(canvas, _grouped(card.text), (5, 26), 1.15, _INK)
        _paste(canvas, bars_picture(card.text), (10.3, 36.5), 65.0, height_mm=14.5)
    elif card.layout in {Layout.QR_20_MM, Layout.QR_15_MM}:
        side = 20.0 if card.layout is Layout.QR_20_MM else 15.0
        _paste(canvas, qr_picture(card.text, quiet=2), (58, 24), side * 25 / 21)
        _write(canvas, _grouped(card.text), (5, 36), 1.1, _INK)
    else:
        width = 60.0 if card.layout is Layout.BARS_60_MM else 70.0
        _paste(canvas, bars_picture(card.text), (7, 22), width, height_mm=17.0)
        _write(canvas, _grouped(card.text), (18, 47), 1.1, _INK)
    return canvas


def qr_picture(text: str, *, quiet: int = QUIET_QR_MODULES, level: str = "M") -> Image:
    """Draw a QR code, one pixel a module, black on white, with its quiet zone.

    It is the writer of the library that reads: `cards` draws the real ones with another, and is
    not to be known here.
    """
    import numpy as np
    import zxingcpp

    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    modules = np.asarray(code.to_image(scale=1, add_quiet_zones=False), dtype=np.uint8)
    return as_image(np.pad(modules, quiet, constant_values=255))


def bars_picture(text: str) -> Image:
    """Draw a Code 128, one pixel a module and one row high, with its quiet zones."""
    import numpy as np
    import zxingcpp

    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128)
    modules = np.asarray(code.to_image(scale=1, add_quiet_zones=False), dtype=np.uint8)
    sides = (QUIET_BARS_MODULES, QUIET_BARS_MODULES)
    return as_image(np.pad(modules[:1], ((0, 0), sides), constant_values=255))


def _phone(card: Card) -> Image:
    canvas = _blank(PHONE_MM, _GLASS)
    width, height = PHONE_MM
    _fill(canvas, (3, 8, width - 3, height - 8), _SHOWN)
    _fill(canvas, (3, 8, width - 3, 24), _BAND)
    _write(canvas, card.title, (8, 19), 1.4, _SHOWN)
    token = card.layout is Layout.PHONE_TOKEN
    _paste(canvas, qr_picture(card.text, quiet=2), (9, 40), 50.0, light=_SHOWN)
    if not token:
        _write(canvas, _grouped(card.text), (8, 104), 1.0, _INK)
    return canvas


def _grouped(text: str) -> str:
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def _blank(size_mm: tuple[float, float], color: _Color) -> Image:
    import numpy as np

    width, height = (round(side * PX_PER_MM) for side in size_mm)
    return as_image(np.full((height, width, 3), color, dtype=np.uint8))


def _fill(canvas: Image, box_mm: tuple[float, float, float, float], color: _Color) -> None:
    left, top, right, bottom = (round(edge * PX_PER_MM) for edge in box_mm)
    canvas[top:bottom, left:right] = color


def _write(
    canvas: Image, text: str, at_mm: tuple[float, float], scale: float, color: _Color
) -> None:
    import cv2

    origin = (round(at_mm[0] * PX_PER_MM), round(at_mm[1] * PX_PER_MM))
    cv2.putText(canvas, text, origin, cv2.FONT_HERSHEY_SIMPLEX, scale, color, 3, cv2.LINE_AA)


def _paste(
    canvas: Image,
    code: Image,
    at_mm: tuple[float, float],
    width_mm: float,
    *,
    height_mm: float | None = None,
    light: _Color = (255, 255, 255),
) -> None:
    import cv2
    import numpy as np

    width = round(width_mm * PX_PER_MM)
    height = round((height_mm or width_mm) * PX_PER_MM)
    grown = cv2.resize(code, (width, height), interpolation=cv2.INTER_NEAREST)
    left, top = round(at_mm[0] * PX_PER_MM), round(at_mm[1] * PX_PER_MM)
    colored = np.where(grown[:, :, None] > 0, np.array(light), np.array(_INK))
    canvas[top : top + height, left : left + width] = colored

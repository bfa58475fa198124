"""Reads codes from one grey picture, in stages from cheap to costly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING

from loyalty import number
from scanner import phone_fitting, qr_fitting, symbology
from scanner.bars import WIDE_SHARE, banded, flat_width_px, flatten, locate
from scanner.fitting import fitted
from scanner.image import as_image
from scanner.sightings import Corners, Found

if TYPE_CHECKING:
    from scanner.image import Floats, Image

CLEAN_SCALE = 2.0
SHARP_SCALE = 1.5


class Stage(Enum):
    """One way of looking at a picture."""

    PLAIN = "plain"
    BARS = "bars"
    CLEANED = "cleaned"
    SHARPENED = "sharpened"
    FITTED = "fitted"
    PHONE = "phone"
    RETAIL = "retail"


# The order in which one picture is tried until something is found.
CASCADE = (
    Stage.PLAIN,
    Stage.BARS,
    Stage.CLEANED,
    Stage.SHARPENED,
    Stage.FITTED,
    Stage.PHONE,
)


def decode(grey: Image, stages: Iterable[Stage] = CASCADE) -> list[Found]:
    """Give what the first successful stage finds in a grey picture; empty when none does.

    Corners run clockwise from the one nearest to the picture's top left, in pixels.
    """
    for stage in stages:
        found = look(grey, stage)
        if found:
            return found
    return []


def look(grey: Image, stage: Stage) -> list[Found]:
    """Run one stage on a grey picture."""
    match stage:
        case Stage.PLAIN:
            return read(grey, symbology.MEMBER)
        case Stage.BARS:
            return _read_bars(grey)
        case Stage.CLEANED:
            return _scaled(read(_cleaned(grey), symbology.MEMBER_QR), 1 / CLEAN_SCALE)
        case Stage.SHARPENED:
            return _scaled(read(_sharpened(grey), symbology.MEMBER_QR), 1 / SHARP_SCALE)
        case Stage.FITTED:
            return _fitted(grey)
        case Stage.PHONE:
            return _phone(grey)
        case Stage.RETAIL:
            return read(grey, symbology.RETAIL)


def read(grey: Image, formats: tuple[str, ...], *, straight: bool = False) -> list[Found]:
    """Give every code of the asked formats that zxing-cpp finds.

    `straight` is for pictures that hold nothing but upright bars: it saves the search for turned,
    shrunk and inverted ones.
    """
    import zxingcpp

    codes = zxingcpp.read_barcodes(
        grey,
        formats=symbology.formats_of(formats),
        try_rotate=not straight,
        try_downscale=not straight,
        try_invert=not straight,
        text_mode=zxingcpp.TextMode.Plain,
    )
    found = []
    for code in codes:
        known = symbology.named(code)
        if known is None or not known[1]:
            continue
        place = code.position
        corners = [place.top_left, place.top_right, place.bottom_right, place.bottom_left]
        found.append(
            Found(
                symbology=known[0],
                text=known[1],
                corners=from_top_left([(float(point.x), float(point.y)) for point in corners]),
            )
        )
    return found


def from_top_left(corners: list[tuple[float, float]]) -> Corners:
    """Order four corners clockwise as seen, beginning nearest to the picture's top left."""
    import math

    middle_x = sum(x for x, _ in corners) / len(corners)
    middle_y = sum(y for _, y in corners) / len(corners)
    # Pictures count downwards, so a growing angle goes clockwise.
    ring = sorted(corners, key=lambda at: math.atan2(at[1] - middle_y, at[0] - middle_x))
    first = min(range(len(ring)), key=lambda at: ring[at][0] + ring[at][1])
    return tuple(ring[first:] + ring[:first])


def _read_bars(grey: Image) -> list[Found]:
    """Read Code 128 from stripes laid flat; one reading each, both ways up are tried."""
    found: list[Found] = []
    quads = locate(grey)
    for quad in quads:
        codes = read(banded(flatten(grey, quad)), symbology.MEMBER_BARS, straight=True)
        found += [_bars(text, quad) for text in sorted({code.text for code in codes})]
    if any(number.is_valid(one.text) for one in found):
        return found
    for quad in quads:
        text = fitted(flatten(grey, quad, WIDE_SHARE), flat_width_px(quad))
        if text is not None:
            # Sharpening can move an edge: what failed its checks gives way to what passes them.
            return [_bars(text, quad)]
    return found


def _bars(text: str, quad: Floats) -> Found:
    return Found(text=text, symbology=symbology.CODE_128, corners=_corners(quad))


def _cleaned(grey: Image) -> Image:
    """Take the noise out, sharpen, and double: for small and grainy QR codes."""
    import cv2

    calm = as_image(cv2.GaussianBlur(cv2.medianBlur(grey, 3), (0, 0), 0.8))
    return _grown(_unsharp(calm, amount=1.5, width=2.0), CLEAN_SCALE)


def _sharpened(grey: Image) -> Image:
    """Sharpen strongly: for QR codes out of focus or in motion."""
    import cv2

    calm = as_image(cv2.GaussianBlur(grey, (0, 0), 0.8))
    return _grown(_unsharp(calm, amount=3.0, width=2.5), SHARP_SCALE)


def _fitted(grey: Image) -> list[Found]:
    """Read the one number that a bad picture of a QR code is most like."""
    reading = qr_fitting.fitted(grey)
    if reading is None:
        return []
    corners = from_top_left(list(reading.corners))
    return [Found(text=reading.text, symbology=symbology.QR_CODE, corners=corners, sure=False)]


def _phone(grey: Image) -> list[Found]:
    """Read the long code of a phone, drawn anew as it most likely is.

    A wrong module more or less is mended by the code's own checks, as in any reading.
    """
    for clear in phone_fitting.clears(grey):
        codes = read(clear.picture, symbology.MEMBER_QR, straight=True)
        corners = from_top_left(list(clear.corners))
        if codes:
            return [replace(one, corners=corners) for one in codes]
    return []


def _unsharp(grey: Image, *, amount: float, width: float) -> Image:
    import cv2

    soft = cv2.GaussianBlur(grey, (0, 0), width)
    return as_image(cv2.addWeighted(grey, 1 + amount, soft, -amount, 0))


def _grown(grey: Image, scale: float) -> Image:
    import cv2

    return as_image(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR))


def _scaled(found: list[Found], factor: float) -> list[Found]:
    """Bring corners of a grown picture back to the pixels of the one it was made from."""
    return [
        replace(one, corners=tuple((x * factor, y * factor) for x, y in one.corners))
        for one in found
    ]


def _corners(quad: Floats) -> Corners:
    return from_top_left([(float(x), float(y)) for x, y in quad])

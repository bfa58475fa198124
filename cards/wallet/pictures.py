"""Draws the pictures of an Apple pass from the shop's logo and colours, in three sizes.

An icon is 29 points square, a logo at most 160 by 50 points:
https://developer.apple.com/library/archive/documentation/UserExperience/Conceptual/PassKit_PG/Creating.html
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from cards.wallet.settings import Look, rgb
from loyalty.errors import Refusal

if TYPE_CHECKING:
    from PIL.Image import Image

ICON_POINTS = 29
LOGO_POINTS = (160, 50)
TIMES = ((1, ""), (2, "@2x"), (3, "@3x"))
LOGO_BYTES_MAX = 5_000_000
LOGO_SIDE_MAX = 6_000


def drawn(look: Look, logo: bytes = b"") -> dict[str, bytes]:
    """Give the pictures by their names. Raises Refusal `wallet_logo` for a logo that is none."""
    picture = _opened(logo) if logo else None
    made: dict[str, bytes] = {}
    for times, mark in TIMES:
        made[f"icon{mark}.png"] = _png(_icon(look, picture, ICON_POINTS * times))
        if picture is not None:
            wide, high = (points * times for points in LOGO_POINTS)
            made[f"logo{mark}.png"] = _png(_fitted(picture, wide, high))
    return made


def _opened(logo: bytes) -> Image:
    from PIL import Image, UnidentifiedImageError

    if len(logo) > LOGO_BYTES_MAX:
        raise _wrong(f"it has more than {LOGO_BYTES_MAX // 1_000_000} MB")
    try:
        picture = Image.open(io.BytesIO(logo), formats=("PNG", "JPEG", "WEBP"))
        # The size stands in the head of the file: a picture that is too large is never unpacked.
        if max(picture.size) > LOGO_SIDE_MAX:
            raise _wrong(f"its sides have more than {LOGO_SIDE_MAX} pixels")
        return picture.convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise _wrong("it is no PNG, JPEG or WebP") from error
    except Image.DecompressionBombError as error:
        raise _wrong("it is far too large") from error


def _icon(look: Look, picture: Image | None, side: int) -> Image:
    from PIL import Image, ImageDraw

    ground = Image.new("RGBA", (side, side), (*rgb(look.background), 255))
    if picture is None:
        # A ring: it needs no letter, and so no font that may be missing.
        large = Image.new("RGBA", (side * 4, side * 4), (*rgb(look.background), 255))
        edge, width = side * 4 // 4, side * 4 // 9
        box = (edge, edge, side * 4 - edge, side * 4 - edge)
        ImageDraw.Draw(large).ellipse(box, outline=rgb(look.foreground), width=width)
        return large.resize((side, side), Image.Resampling.LANCZOS)
    inner = side * 4 // 5
    sign = _fitted(picture, inner, inner)
    at = ((side - sign.width) // 2, (side - sign.height) // 2)
    ground.alpha_composite(sign, at)
    return ground


def _fitted(picture: Image, wide: int, high: int) -> Image:
    """Give the picture as large as fits, its sides in proportion."""
    from PIL import Image

    share = min(wide / picture.width, high / picture.height)
    size = (max(round(picture.width * share), 1), max(round(picture.height * share), 1))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _png(picture: Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _wrong(why: str) -> Refusal:
    return Refusal("wallet_logo", f"the logo cannot be used: {why}. Give a PNG of your logo.")

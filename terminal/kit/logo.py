"""A picture becomes the shop's logo: looked at, and made ready for whatever is printed."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from loyalty.errors import Refusal

if TYPE_CHECKING:
    from PIL.Image import Image

BYTES_MAX: Final = 16 * 1024 * 1024
KEPT_BYTES_MAX: Final = 4 * 1024 * 1024
PIXELS_MAX: Final = 60_000_000
SIDE_MAX: Final = 1600
"""Dots of the longer side that are kept: 68 mm at 600 dpi, a hand's width on a poster."""
SIDE_MIN: Final = 300
_PNG, _JPEG = "logo.png", "logo.jpg"
_SVG_MARK: Final = b"<svg"
_SVG_LOOK: Final = 4096
_SMALLER: Final = 0.75
Rasterise = Callable[[bytes, int], bytes]
"""Draws an SVG as PNG, its longer side so many dots; empty for one that cannot be drawn."""


class Ready(msgspec.Struct, frozen=True, kw_only=True):
    """A logo as it is kept: the name of its file, the file, and its size in dots."""

    name: str
    data: bytes
    wide_px: int
    high_px: int


def read(path: Path, rasterise: Rasterise) -> Ready:
    """Read a PNG, JPEG or SVG and make it ready.

    Raises Refusal `logo_gone`, `logo_kind`, `logo_large`, `logo_small`, `logo_empty`.
    """
    try:
        with path.expanduser().open("rb") as file:
            data = file.read(BYTES_MAX + 1)
    except (OSError, ValueError, RuntimeError) as error:
        raise Refusal("logo_gone", f"{path} cannot be read", path=str(path)) from error
    if len(data) > BYTES_MAX:
        raise Refusal("logo_large", f"a logo has at most {BYTES_MAX} bytes")
    return ready(data, rasterise)


def ready(data: bytes, rasterise: Rasterise) -> Ready:
    """Make a picture ready: upright, no finer than print shows, of a size that every use takes."""
    is_drawing = _SVG_MARK in data[:_SVG_LOOK].lower()
    if is_drawing:
        data = rasterise(data, SIDE_MAX)
    picture, is_photo = _opened(data)
    if not is_drawing and max(picture.size) < SIDE_MIN:
        raise Refusal("logo_small", f"a logo is at least {SIDE_MIN} dots wide or high")
    _look_for_something(picture)
    picture.thumbnail((SIDE_MAX, SIDE_MAX))
    kept = _written(picture, is_photo=is_photo)
    while len(kept) > KEPT_BYTES_MAX:
        picture.thumbnail((picture.width * _SMALLER, picture.height * _SMALLER))
        kept = _written(picture, is_photo=is_photo)
    return Ready(
        name=_JPEG if is_photo else _PNG,
        data=kept,
        wide_px=picture.width,
        high_px=picture.height,
    )


def _opened(data: bytes) -> tuple[Image, bool]:
    """Decode a picture, and say whether it is a JPEG. Raises Refusal `logo_kind`, `logo_large`."""
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as file:
            if file.width * file.height > PIXELS_MAX:
                raise Refusal("logo_large", f"a logo has at most {PIXELS_MAX} dots")
            is_photo = file.format == "JPEG"
            upright = ImageOps.exif_transpose(file)
            return upright.convert("RGB" if is_photo else "RGBA"), is_photo
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refusal("logo_kind", "this is no PNG, JPEG or SVG that can be drawn") from error


def _look_for_something(picture: Image) -> None:
    """Raise Refusal `logo_empty` for a picture of one colour, or one that cannot be seen through.

    On the white of a slip and a poster white alone is nothing, whatever lies behind it.
    """
    from PIL import Image

    shown = picture.convert("RGBA")
    ground = Image.new("RGBA", shown.size, "white")
    seen = Image.alpha_composite(ground, shown).convert("RGB")
    if len(seen.getcolors(1) or ()) == 1:
        raise Refusal("logo_empty", "this picture is of one colour")


def _written(picture: Image, *, is_photo: bool) -> bytes:
    buffer = io.BytesIO()
    if is_photo:
        picture.save(buffer, "JPEG", quality=92, subsampling=0)
    else:
        picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()

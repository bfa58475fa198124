"""Picture files made ready for pages: decoded within bounds, as fine as a printer shows them."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from cards.drawing.shapes import MM_PER_INCH, Photo
from loyalty.errors import Refusal

if TYPE_CHECKING:
    from PIL.Image import Image

BYTES_MAX = 32 * 1024 * 1024
PIXELS_MAX = 60_000_000
_DOTS_PER_INCH = 600
_JPEG_QUALITY = 92


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """A picture as it is drawn: its place in millimetres and its pixels.

    `data` is rows of RGB, or a JPEG file where the picture was one; `alpha` is rows of opacity.
    """

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    width_px: int
    height_px: int
    data: bytes
    is_jpeg: bool = False
    alpha: bytes | None = None

    def as_file(self) -> bytes:
        """Give the picture as a file that everything opens: PNG, or the JPEG that it is."""
        from PIL import Image

        if self.is_jpeg:
            return self.data
        size = (self.width_px, self.height_px)
        picture = Image.frombytes("RGB", size, self.data)
        if self.alpha is not None:
            picture.putalpha(Image.frombytes("L", size, self.alpha))
        buffer = io.BytesIO()
        picture.save(buffer, "PNG", optimize=False)
        return buffer.getvalue()


@lru_cache(16)
def picture_of(photo: Photo) -> Picture:
    """Decode a placed picture.

    It is cropped to cover its box, or stands whole in its middle. Raises Refusal
    `picture_unreadable` and `picture_too_large`, the latter before anything large is decoded.
    """
    from PIL import Image, ImageOps

    if len(photo.data) > BYTES_MAX:
        raise Refusal("picture_too_large", f"a picture has at most {BYTES_MAX} bytes")
    try:
        with Image.open(io.BytesIO(photo.data), formats=("PNG", "JPEG")) as file:
            if file.width * file.height > PIXELS_MAX:
                raise Refusal("picture_too_large", f"a picture has at most {PIXELS_MAX} pixels")
            is_jpeg = file.format == "JPEG"
            whole = ImageOps.exif_transpose(file)
            seen = whole.convert("RGB" if is_jpeg else "RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise Refusal("picture_unreadable", "the picture is no PNG or JPEG that opens") from error
    box = (photo.width_mm, photo.height_mm)
    most = tuple(max(1, round(side * _DOTS_PER_INCH / MM_PER_INCH)) for side in box)
    if photo.cover:
        seen = _covering(seen, box, (most[0], most[1]))
        width_mm, height_mm = box
    else:
        seen.thumbnail((most[0], most[1]), Image.Resampling.LANCZOS)
        scale = min(box[0] / seen.width, box[1] / seen.height)
        width_mm, height_mm = seen.width * scale, seen.height * scale
    return Picture(
        x_mm=photo.x_mm + (photo.width_mm - width_mm) / 2,
        y_mm=photo.y_mm + (photo.height_mm - height_mm) / 2,
        width_mm=width_mm,
        height_mm=height_mm,
        width_px=seen.width,
        height_px=seen.height,
        data=_jpeg(seen) if is_jpeg else seen.convert("RGB").tobytes(),
        is_jpeg=is_jpeg,
        alpha=None if is_jpeg else _alpha(seen),
    )


def _covering(seen: Image, box: tuple[float, float], most: tuple[int, int]) -> Image:
    """Crop the middle of a picture to the shape of a box, and no finer than is shown."""
    from PIL import Image as Pillow

    wide = min(seen.width, seen.height * box[0] / box[1])
    high = min(seen.height, seen.width * box[1] / box[0])
    left, top = (seen.width - wide) / 2, (seen.height - high) / 2
    part = seen.crop((round(left), round(top), round(left + wide), round(top + high)))
    if part.width > most[0]:
        part = part.resize(most, Pillow.Resampling.LANCZOS)
    return part


def _jpeg(seen: Image) -> bytes:
    buffer = io.BytesIO()
    seen.save(buffer, "JPEG", quality=_JPEG_QUALITY, subsampling=0)
    return buffer.getvalue()


def _alpha(seen: Image) -> bytes | None:
    """Give the opacity of a picture; None where all of it is opaque."""
    alpha = seen.getchannel("A")
    return None if alpha.getextrema() == (255, 255) else alpha.tobytes()

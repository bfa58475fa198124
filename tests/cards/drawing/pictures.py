"""Small pictures for tests: a drawing with clear parts, and a photograph."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from cards.drawing.shapes import Photo

if TYPE_CHECKING:
    from PIL.Image import Image


def png_file(width_px: int = 40, height_px: int = 20) -> bytes:
    """Give a PNG whose left half is black and whose right half is clear."""
    from PIL import Image

    picture = Image.new("RGBA", (width_px, height_px), (0, 0, 0, 0))
    picture.paste((0, 0, 0, 255), (0, 0, width_px // 2, height_px))
    return _saved(picture, "PNG")


def jpeg(width_px: int = 40, height_px: int = 20) -> bytes:
    """Give a JPEG of one green."""
    from PIL import Image

    return _saved(Image.new("RGB", (width_px, height_px), (0, 160, 80)), "JPEG")


def photo(
    data: bytes | None = None, *, width_mm: float, height_mm: float, cover: bool = False
) -> Photo:
    """Give a picture in the corner of a page."""
    return Photo(
        x_mm=0,
        y_mm=0,
        width_mm=width_mm,
        height_mm=height_mm,
        data=data or png_file(),
        cover=cover,
    )


def _saved(picture: Image, kind: str) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind)
    return buffer.getvalue()

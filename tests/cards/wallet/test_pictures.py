"""Icons and logos of an Apple pass: their sizes, their colours, and logos that are none."""

from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

import pytest

from cards.wallet import pictures
from cards.wallet.settings import Look
from loyalty.errors import Refusal

if TYPE_CHECKING:
    from PIL.Image import Image

LOOK = Look(background="#5a2d0c")


def png(width: int, height: int, colour: tuple[int, ...] = (200, 0, 0, 255)) -> bytes:
    """Draw a logo."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGBA", (width, height), colour).save(buffer, "PNG")
    return buffer.getvalue()


def read(data: bytes) -> Image:
    """Open a picture that was made."""
    from PIL import Image

    return Image.open(io.BytesIO(data))


def test_without_a_logo_there_is_an_icon_of_the_shops_colours() -> None:
    made = pictures.drawn(LOOK)
    assert {name: read(data).size for name, data in made.items()} == {
        "icon.png": (29, 29),
        "icon@2x.png": (58, 58),
        "icon@3x.png": (87, 87),
    }
    large = read(made["icon@3x.png"]).convert("RGB")
    assert large.getpixel((0, 0)) == (90, 45, 12)
    colours = {colour for _, colour in large.getcolors(100_000) or []}
    assert (255, 255, 255) in colours, "the ring"


@pytest.mark.parametrize(("size", "wanted"), [((640, 200), (160, 50)), ((100, 400), (12, 50))])
def test_a_logo_keeps_its_shape_within_what_apple_shows(
    size: tuple[int, int], wanted: tuple[int, int]
) -> None:
    made = pictures.drawn(LOOK, png(*size))
    for times, mark in pictures.TIMES:
        width, height = read(made[f"logo{mark}.png"]).size
        assert (width <= 160 * times, height <= 50 * times) == (True, True)
        assert abs(width - wanted[0] * times) <= times
        assert height == wanted[1] * times
    icon = read(made["icon@3x.png"]).convert("RGB")
    assert icon.getpixel((43, 43)) == (200, 0, 0)


def test_what_is_clear_in_a_logo_stays_clear() -> None:
    made = pictures.drawn(LOOK, png(320, 100, (0, 0, 0, 0)))
    assert read(made["logo.png"]).convert("RGBA").getpixel((5, 5)) == (0, 0, 0, 0)


def huge(side: int) -> bytes:
    """Write the head of a picture that would fill the memory, and nothing else of it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    "logo",
    [
        b"no picture",
        png(10, 10)[:40],
        huge(7_000),
        huge(200_000),
        bytes(pictures.LOGO_BYTES_MAX + 1),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
)
def test_a_logo_that_is_none_is_refused(logo: bytes) -> None:
    with pytest.raises(Refusal, match="Give a PNG") as caught:
        pictures.drawn(LOOK, logo)
    assert caught.value.code == "wallet_logo"

"""Picture files: their place in a box, and bounds on what is decoded."""

import io
import struct
import zlib

import pytest

from cards.drawing.pictures import picture_of
from loyalty.errors import Refusal
from tests.cards.drawing.pictures import jpeg, photo, png_file


def test_a_picture_stands_whole_in_the_middle() -> None:
    """A wide picture in a square box leaves room above and below."""
    picture = picture_of(photo(png_file(40, 20), width_mm=20, height_mm=20))
    assert (picture.width_mm, picture.height_mm) == (20, 10)
    assert (picture.x_mm, picture.y_mm) == (0, 5)
    assert picture.alpha is not None


def test_a_picture_covers_its_box() -> None:
    """A covering picture loses its sides."""
    picture = picture_of(photo(jpeg(40, 20), width_mm=20, height_mm=20, cover=True))
    assert (picture.width_px, picture.height_px) == (20, 20)
    assert (picture.width_mm, picture.height_mm) == (20, 20)


def test_no_finer_than_a_printer_shows() -> None:
    """Six hundred dots to the inch are kept of a large picture."""
    picture = picture_of(photo(jpeg(3000, 3000), width_mm=25.4, height_mm=25.4, cover=True))
    assert (picture.width_px, picture.height_px) == (600, 600)


def test_a_huge_picture_is_refused_before_it_is_decoded() -> None:
    """A small file that claims a hundred thousand pixels a side costs nothing."""
    head = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    with pytest.raises(Refusal) as refused:
        picture_of(photo(b"\x89PNG\r\n\x1a\n" + chunk, width_mm=20, height_mm=20))
    assert refused.value.code in {"picture_too_large", "picture_unreadable"}


@pytest.mark.parametrize("data", [b"x", png_file()[:40], b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    """A broken file is named as one."""
    with pytest.raises(Refusal) as refused:
        picture_of(photo(data, width_mm=20, height_mm=20))
    assert refused.value.code == "picture_unreadable"


def test_a_picture_as_a_file() -> None:
    """Screens and SVG get the same pixels as a file."""
    from PIL import Image

    picture = picture_of(photo(png_file(40, 20), width_mm=20, height_mm=20))
    with Image.open(io.BytesIO(picture.as_file())) as file:
        assert file.size == (40, 20)
        assert file.getpixel((1, 1)) == (0, 0, 0, 255)
        assert file.getpixel((39, 1)) == (0, 0, 0, 0)

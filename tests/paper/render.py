"""Puts what a receipt printer printed on paper: a picture of its dots, for eyes and scanners."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import segno

from tests.paper.decoder import Cut, Feed, Printed, Qr, Raster, Words

if TYPE_CHECKING:
    from PIL.Image import Image

LETTER, LINE, SIZE = 12, 30, 20
MARGIN = 24
FONT = Path("/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf")


def paper(printed: list[Printed], width_dots: int, *, margin: int = MARGIN) -> Image:
    """Draw a slip, a pixel a dot, with the white that the paper has at its sides."""
    from PIL import Image

    rows = [_row(each, width_dots) for each in printed]
    height = sum(row.height for row in rows)
    sheet = Image.new("L", (width_dots + 2 * margin, height + 2 * margin), 255)
    top = margin
    for row in rows:
        sheet.paste(row, (margin, top))
        top += row.height
    return sheet


def _row(each: Printed, wide: int) -> Image:
    from PIL import Image

    match each:
        case Words():
            return _words(each, wide)
        case Raster():
            picture = Image.frombytes("1", (each.width_bytes * 8, each.rows), each.bits)
            # In the printer's bits a one is black.
            return _placed(picture.convert("L").point(lambda bit: 255 - bit), wide, each.align)
        case Qr():
            return _placed(_code(each), wide, each.align)
        case Feed():
            return Image.new("L", (wide, LINE * each.lines), 255)
        case Cut():
            return Image.new("L", (wide, 1), 255)


def _words(each: Words, wide: int) -> Image:
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.truetype(str(FONT), SIZE) if FONT.exists() else ImageFont.load_default(SIZE)
    room = wide // (1 + each.style.is_wide)
    columns = room // LETTER
    lines = [each.text[at : at + columns] for at in range(0, len(each.text), columns)] or [""]
    picture = Image.new("L", (room, LINE * len(lines)), 255)
    pen = ImageDraw.Draw(picture)
    for at, line in enumerate(lines):
        for column, letter in enumerate(line):
            for by in range(1 + each.style.is_bold):
                place = (column * LETTER + by, at * LINE + 22)
                pen.text(place, letter, fill=0, font=font, anchor="ls")
    crisp = picture.point(lambda grey: 255 if grey > 128 else 0)
    if each.style.is_tall:
        crisp = crisp.resize((wide, 2 * crisp.height), Image.Resampling.NEAREST)
    return crisp


def _code(each: Qr) -> Image:
    from PIL import Image

    made = segno.make(each.text, error=each.level.lower(), micro=False, boost_error=False)
    rows = made.matrix
    # A printer leaves no quiet zone: the white around it has to be the paper's.
    picture = Image.new("L", (len(rows), len(rows)), 255)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            picture.putpixel((x, y), 0 if dark else 255)
    side = len(rows) * each.dots
    return picture.resize((side, side), Image.Resampling.NEAREST)


def _placed(picture: Image, wide: int, align: int) -> Image:
    from PIL import Image

    assert picture.width <= wide, f"{picture.width} dots on paper of {wide}"
    row = Image.new("L", (wide, picture.height), 255)
    row.paste(picture, (((wide - picture.width) // 2) if align else 0, 0))
    return row

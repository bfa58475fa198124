"""Draws lines and QR codes as pictures of a printer's own dots: black or white, nothing between."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cards.code import QR_QUIET_MODULES, qr_modules
from cards.receipt.fonts import Fonts
from cards.receipt.papers import Paper
from cards.slip_lines import Line, columns

if TYPE_CHECKING:
    from PIL.Image import Image

MODULE_DOTS_MAX: Final = 8
CODE_DOTS_MAX: Final = 320
"""A code is as large as it may be up to this, 40 mm: what is larger reads no better."""
_SIZE: Final = 20
_LARGE: Final = 34
_FLOOR: Final = 14
_PAPER, _INK = 255, 0
_BYTE: Final = 8


def line_picture(line: Line, paper: Paper, fonts: Fonts) -> Image:
    """Draw a line without a code; `fonts.missing` says afterwards whether letters were left out.

    Words that are too long are drawn smaller to a floor, and below it on several lines.
    """
    from PIL import Image

    if line.rule:
        return _rule(paper)
    rows = list(_rows(line, paper, fonts))
    height = sum(row.height for row in rows)
    picture = Image.new("L", (paper.width_dots, height), _PAPER)
    top = 0
    for row in rows:
        picture.paste(row, (0, top))
        top += row.height
    return _narrowed(picture)


def code_picture(text: str, paper: Paper) -> Image:
    """Draw a QR with its quiet zone, each module the same whole number of dots."""
    from PIL import Image

    rows = qr_modules(text)
    dots = module_dots(len(rows), paper)
    quiet = QR_QUIET_MODULES
    side = len(rows) + 2 * quiet
    picture = Image.new("L", (side, side), _PAPER)
    for y, row in enumerate(rows):
        for x, is_dark in enumerate(row):
            if is_dark:
                picture.putpixel((x + quiet, y + quiet), _INK)
    return picture.resize((side * dots, side * dots), Image.Resampling.NEAREST)


def module_dots(modules: int, paper: Paper) -> int:
    """Say how many dots a module of a code so many modules wide is; 1 at the least."""
    side = modules + 2 * QR_QUIET_MODULES
    return max(1, min(MODULE_DOTS_MAX, min(CODE_DOTS_MAX, paper.width_dots) // side))


def logo_picture(data: bytes, paper: Paper) -> Image:
    """Make a logo black on white and as wide as half the paper. Raises ValueError when it is none.

    Its greys become dots; a huge picture is refused before it fills the memory.
    """
    import io

    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as opened:
            if opened.width * opened.height > _LOGO_PIXELS_MAX:
                raise ValueError("the logo is too large")
            whole = opened.convert("RGBA")
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise ValueError("the logo is no picture") from error
    ground = Image.new("RGBA", whole.size, "white")
    flat = Image.alpha_composite(ground, whole).convert("L")
    flat.thumbnail((paper.width_dots // 2, _LOGO_HEIGHT_MAX))
    return flat.convert("1").convert("L")


_LOGO_PIXELS_MAX: Final = 40_000_000
_LOGO_HEIGHT_MAX: Final = 200


def _rows(line: Line, paper: Paper, fonts: Fonts) -> list[Image]:
    size = _LARGE if line.large else _SIZE
    text = line.centre or line.left
    indent = line.indent * paper.letter_dots
    # The printer's own letters end where its last whole column does.
    edge = paper.columns * paper.letter_dots
    room = edge - indent
    if line.right:
        # A figure keeps the columns that it was given; its label has what is left.
        figure = columns(line.right) * paper.letter_dots
        room -= figure + paper.letter_dots if line.left else 0
        right, right_wide = _fitted(line.right, figure, size, line, fonts)
    pieces = _pieces(text, room, size, line, fonts) if text else []
    rows: list[Image] = []
    for piece, wide in pieces:
        rows.append(_blank(paper, size))
        _put(rows[-1], piece, (edge - wide) // 2 if line.centre else indent)
    if line.right:
        rows = rows or [_blank(paper, size)]
        _put(rows[0], right, edge - right_wide)
    return rows or [_blank(paper, size)]


def _pieces(text: str, room: int, size: int, line: Line, fonts: Fonts) -> list[tuple[Image, int]]:
    piece, wide = _fitted(text, room, size, line, fonts)
    if wide <= room or len(text) == 1:
        return [(piece, wide)]
    half = len(text) // 2
    return [
        *_pieces(text[:half], room, size, line, fonts),
        *_pieces(text[half:], room, size, line, fonts),
    ]


def _fitted(text: str, room: int, size: int, line: Line, fonts: Fonts) -> tuple[Image, int]:
    """Draw a text in the largest size down to the floor that fits the room."""
    while True:
        drawn = fonts.draw(text, size, strong=line.strong)
        if drawn.width <= room or size <= _FLOOR:
            return drawn, drawn.width
        size -= 1


def _rule(paper: Paper) -> Image:
    picture = _blank(paper, _SIZE)
    middle = picture.height // 2
    picture.paste(_INK, (0, middle, paper.columns * paper.letter_dots, middle + 2))
    return picture


def _blank(paper: Paper, size: int) -> Image:
    from PIL import Image

    return Image.new("L", (paper.width_dots, paper.line_dots * size // _SIZE), _PAPER)


def _put(row: Image, piece: Image, left: int) -> None:
    from PIL import ImageChops

    # What is drawn stands in the middle of its line, and never rubs out what stands there.
    top = (row.height - piece.height) // 2
    box = (left, top, left + piece.width, top + piece.height)
    row.paste(ImageChops.darker(row.crop(box), piece), box)


def _narrowed(picture: Any) -> Image:
    """Leave out what is white at the right: a slow cable need not carry it."""
    from PIL import ImageOps

    box = ImageOps.invert(picture).getbbox()
    right = box[2] if box else 1
    narrow: Image = picture.crop((0, 0, -(-right // _BYTE) * _BYTE, picture.height))
    return narrow

"""Where everything on the member's pad stands: sums only, upright and across, small and large."""

from collections.abc import Callable
from dataclasses import dataclass
from math import floor

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QFontDatabase, QScreen

from terminal.qt.icons import Icons
from terminal.qt.look import DRAWN_DPI, FACTOR_STEPS, Look, first_installed
from terminal.qt.tokens import Tokens

MM_PER_INCH = 25.4
KEY_LEAST_MM = 18
KEY_MOST_MM = 40
GAP_MM = 3
COLUMNS, ROWS = 3, 4
ACROSS, UPRIGHT = (1280, 800), (800, 1280)
"""The two sizes that the pad was drawn for, in px at 149 dpi."""
KEYS_SHARE, KEYS_SHARE_MOST = 0.47, 0.62
UPRIGHT_SHARE, UPRIGHT_SHARE_MOST = 0.56, 0.68
KEY_SHAPE, KEY_SHAPE_WIDE = 1.16, 1.6
"""How much wider than high a key may be."""
PICTURE_MIDDLE = 0.64
DPI_LEAST, DPI_MOST = 60, 500
"""What a screen says of itself outside these is taken for a lie."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Rectangles in the window's px; `keys` go 1 to 9, then lower left, 0, lower right."""

    upright: bool
    hint: QRect
    head: QRect
    words: QRect
    note: QRect
    picture: QRect
    keys: tuple[QRect, ...]
    last_key: QRect
    bar: QRect


@dataclass(frozen=True, slots=True, kw_only=True)
class Wants:
    """What has to find room: the keys, one more under them, a picture, a hint on top.

    `note_px` gives the height of the note for a width.
    """

    keys: bool = False
    last_key: bool = False
    picture: bool = False
    hint: bool = False
    note_px: Callable[[int], int] = lambda _width: 0


def true_dpi(screen: QScreen | None) -> float:
    """The dots per inch that a screen has, as far as it can be believed."""
    said = screen.physicalDotsPerInch() if screen is not None else 0.0
    return said if DPI_LEAST <= said <= DPI_MOST else DRAWN_DPI


def is_upright(size: QSize) -> bool:
    """Whether the pad stands rather than lies."""
    return size.height() > size.width()


def make_pad_look(tokens: Tokens, icons: Icons, size: QSize, dpi: float, *, dark: bool) -> Look:
    """The look of a pad of this size: drawn large, because its reader stands back."""
    drawn_width, drawn_height = UPRIGHT if is_upright(size) else ACROSS
    fit = min(size.width() / drawn_width, size.height() / drawn_height)
    installed = frozenset(QFontDatabase.families())
    return Look(
        tokens=tokens,
        icons=icons,
        dark=dark,
        layout="normal",
        factor=max(floor(fit * FACTOR_STEPS), 1) / FACTOR_STEPS,
        touch_factor=dpi / DRAWN_DPI,
        text_family=first_installed(tokens.families["text"], installed),
        display_family=first_installed(tokens.families["display"], installed),
    )


def arrange(look: Look, size: QSize, dpi: float, wants: Wants) -> Places:
    """Gives everything its place in a window of `size` px on a screen of `dpi`."""
    hint_px = look.size("pad_hint") if wants.hint else 0
    bar_px, part_px = look.size("pad_bar"), look.size("pad_part_gap") // 2
    x, y = look.size("pad_margin_x"), look.size("pad_margin_y")
    inner = QRect(
        x, hint_px + y, size.width() - 2 * x, size.height() - hint_px - bar_px - y - y // 2
    )
    upright = is_upright(size)
    block = block_size(look, inner.size(), dpi, wants, upright=upright)
    column = inner.width()
    if block.width() and not upright:
        column -= block.width() + look.size("pad_gap")
    note_px = min(wants.note_px(column), inner.height() // 2)
    note = QRect(inner.left(), inner.bottom() + 1 - note_px, column, note_px)
    end = note.top() - (part_px if note_px else 0)
    if upright and block.height():
        left = inner.left() + (inner.width() - block.width()) // 2
        top = end - block.height()
        if not wants.keys:
            top = min(
                top, inner.top() + round(inner.height() * PICTURE_MIDDLE) - block.height() // 2
            )
        placed = QRect(left, top, block.width(), block.height())
        end = placed.top() - part_px
    else:
        top = inner.top() + (inner.height() - block.height()) // 2
        placed = QRect(inner.right() + 1 - block.width(), top, block.width(), block.height())
    below = inner.top() + look.size("pad_head") + part_px
    keys, last_key = cells(look, placed, dpi, wants)
    return Places(
        upright=upright,
        hint=QRect(0, 0, size.width(), hint_px),
        head=QRect(inner.left(), inner.top(), column, look.size("pad_head")),
        words=QRect(inner.left(), below, column, end - below),
        note=note,
        picture=placed if wants.picture and not wants.keys else QRect(),
        keys=keys,
        last_key=last_key,
        bar=QRect(0, size.height() - bar_px, size.width(), bar_px),
    )


def block_size(look: Look, inner: QSize, dpi: float, wants: Wants, *, upright: bool) -> QSize:
    """How large the keys, or the picture in their place, are together."""
    if wants.keys:
        rows, gap_px = ROWS + wants.last_key, gap(look, dpi)
        room = key_room(look, inner, dpi, rows, upright=upright)
        key = key_size(
            room, rows, gap_px, dpi, KEY_SHAPE_WIDE if upright or wants.last_key else KEY_SHAPE
        )
        return QSize(
            COLUMNS * key.width() + (COLUMNS - 1) * gap_px,
            rows * key.height() + (rows - 1) * gap_px,
        )
    if not wants.picture:
        return QSize(0, 0)
    share = round(inner.height() * KEYS_SHARE) if upright else inner.height()
    most = inner.width() if upright else round(inner.width() * KEYS_SHARE)
    width = min(look.size("pad_aim_width"), most)
    return QSize(width, min(look.size("pad_aim_height"), share))


def gap(look: Look, dpi: float) -> int:
    """Between two keys, in px: what was drawn, and three millimetres where there is room."""
    return max(look.size("pad_row_gap"), min(round(GAP_MM * dpi / MM_PER_INCH), look.px(24)))


def key_room(look: Look, inner: QSize, dpi: float, rows: int, *, upright: bool) -> QSize:
    """The room for the keys: their share, or more where fingers need it."""
    least_px, gap_px = round(KEY_LEAST_MM * dpi / MM_PER_INCH) + 1, gap(look, dpi)
    if upright:
        needed = rows * least_px + (rows - 1) * gap_px
        share = max(round(inner.height() * UPRIGHT_SHARE), needed)
        return QSize(inner.width(), min(share, round(inner.height() * UPRIGHT_SHARE_MOST)))
    needed = COLUMNS * least_px + (COLUMNS - 1) * gap_px
    share = max(round(inner.width() * KEYS_SHARE), needed)
    return QSize(min(share, round(inner.width() * KEYS_SHARE_MOST)), inner.height())


def key_size(room: QSize, rows: int, gap_px: int, dpi: float, shape: float) -> QSize:
    """One key: as large as the room allows, and no larger than a hand likes."""
    most_px = round(KEY_MOST_MM * dpi / MM_PER_INCH)
    height = min((room.height() - (rows - 1) * gap_px) // rows, most_px)
    width = min((room.width() - (COLUMNS - 1) * gap_px) // COLUMNS, round(height * shape))
    return QSize(width, min(height, round(width * KEY_SHAPE)))


def cells(look: Look, block: QRect, dpi: float, wants: Wants) -> tuple[tuple[QRect, ...], QRect]:
    """The twelve keys in their fixed places, and the wide one under them."""
    if not wants.keys:
        return (), QRect()
    rows, gap_px = ROWS + wants.last_key, gap(look, dpi)
    width = (block.width() - (COLUMNS - 1) * gap_px) // COLUMNS
    height = (block.height() - (rows - 1) * gap_px) // rows
    keys = tuple(
        QRect(
            block.left() + column * (width + gap_px),
            block.top() + row * (height + gap_px),
            width,
            height,
        )
        for row in range(ROWS)
        for column in range(COLUMNS)
    )
    if not wants.last_key:
        return keys, QRect()
    top = block.top() + ROWS * (height + gap_px)
    return keys, QRect(block.left(), top, block.width(), height)

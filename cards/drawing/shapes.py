"""What stands on a page, and where: millimetres from its top left corner, y downwards.

Colours are `#rrggbb`. A path is contours of steps; each contour is closed where it is filled.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Colour = str
Weight = Literal["regular", "medium", "semibold", "bold"]
Align = Literal["left", "centre", "right"]
# ("M", (x, y)), ("L", (x, y)), ("C", (x1, y1, x2, y2, x, y)); a move begins a contour.
Step = tuple[str, tuple[float, ...]]
Path = tuple[Step, ...]
# Rows of a QR code, True where it is dark.
Rows = tuple[tuple[bool, ...], ...]

BLACK: Colour = "#000000"
WHITE: Colour = "#ffffff"
DOTS_PER_INCH = 300
MM_PER_INCH = 25.4
# Codes are measured in dots of 300 to the inch; at 600 each of them is two by two.
DOT_MM = MM_PER_INCH / DOTS_PER_INCH
# A text may shrink to this part of its size where it names no floor of its own.
FLOOR = 0.7


class Rect(msgspec.Struct, frozen=True, kw_only=True, tag="rect"):
    """A filled rectangle, with round corners if asked."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    fill: Colour
    radius_mm: float = 0.0


class Outline(msgspec.Struct, frozen=True, kw_only=True, tag="outline"):
    """A filled path (nonzero winding): a logo, an ornament."""

    path: Path
    fill: Colour


class Stroke(msgspec.Struct, frozen=True, kw_only=True, tag="stroke"):
    """A line along a path; round at its ends and joints, or cut off."""

    path: Path
    colour: Colour
    width_mm: float
    round: bool = True
    closed: bool = False
    dash_mm: float = 0.0


class Gradient(msgspec.Struct, frozen=True, kw_only=True, tag="gradient"):
    """A rectangle whose colour runs along a line, from its first colour to its last."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    colours: tuple[Colour, ...]
    # Clockwise from "to the right": 0 runs right, 90 down, 45 to the lower right corner.
    angle: float = 90.0
    radius_mm: float = 0.0


class Photo(msgspec.Struct, frozen=True, kw_only=True, tag="photo"):
    """A picture file (PNG or JPEG), whole inside its box or cropped to cover it."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    data: bytes
    cover: bool = False

    def __repr__(self) -> str:
        return f"Photo({self.width_mm} x {self.height_mm} mm, {len(self.data)} bytes)"


class Text(msgspec.Struct, frozen=True, kw_only=True, tag="text"):
    """Words on a baseline. `size_mm` is the em, as everywhere in typography.

    With a `width_mm` the text shrinks to `floor_mm` (0: seven tenths of its size) and is then
    set in up to `lines` lines; running text (`running`) is wrapped before it is shrunk. Lines go
    down from the baseline, or up to it where `upward` says so.
    """

    x_mm: float
    baseline_mm: float
    text: str
    size_mm: float
    weight: Weight = "regular"
    colour: Colour = BLACK
    align: Align = "left"
    width_mm: float = 0.0
    lines: int = 1
    floor_mm: float = 0.0
    leading: float = 1.3
    tracking_em: float = 0.0
    tabular: bool = False
    running: bool = False
    upward: bool = False

    def __repr__(self) -> str:
        # What stands on a card is a person's name: it reaches no log by a repr.
        return f"Text({len(self.text)} letters of {self.size_mm} mm)"


class Modules(msgspec.Struct, frozen=True, kw_only=True, tag="modules"):
    """The dark modules of a QR code, black; each a whole number of dots of 300 to the inch."""

    x_mm: float
    y_mm: float
    module_dots: int
    rows: Rows

    @property
    def side_mm(self) -> float:
        """How wide and high the code is, without its quiet zone."""
        return len(self.rows) * self.module_dots * DOT_MM

    def __repr__(self) -> str:
        return f"Modules({len(self.rows)} of {self.module_dots} dots)"


class Bars(msgspec.Struct, frozen=True, kw_only=True, tag="bars"):
    """The bars of a Code 128, black: a character a module, 1 where it is dark."""

    x_mm: float
    y_mm: float
    height_mm: float
    module_dots: int
    modules: str

    @property
    def width_mm(self) -> float:
        """How wide the bars are, without their quiet zones."""
        return len(self.modules) * self.module_dots * DOT_MM

    def __repr__(self) -> str:
        return f"Bars({len(self.modules)} of {self.module_dots} dots)"


class Clip(msgspec.Struct, frozen=True, kw_only=True):
    """The rectangle outside of which nothing of a group is drawn."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    radius_mm: float = 0.0


class Group(msgspec.Struct, frozen=True, kw_only=True, tag="group"):
    """Shapes that are placed together: turned clockwise by quarters, then moved.

    `kept` promises that the very same tuple of shapes stands on many pages: a PDF then has it
    once. The clip is in the group's own millimetres, as its shapes are.
    """

    shapes: tuple[Shape, ...]
    x_mm: float = 0.0
    y_mm: float = 0.0
    quarters: Literal[0, 1, 2, 3] = 0
    clip: Clip | None = None
    kept: bool = False


Shape = Rect | Outline | Stroke | Gradient | Photo | Text | Modules | Bars | Group


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """One side of paper or card."""

    width_mm: float
    height_mm: float
    shapes: tuple[Shape, ...]
    # How far shapes reach beyond the page, for what is cut a little off.
    bleed_mm: float = 0.0
    # Where a print shop cuts; None: at the page's own edges.
    trim: Clip | None = None


def dots(length_mm: float) -> int:
    """Give the nearest whole number of dots of 300 to the inch."""
    return round(length_mm / DOT_MM)


def snapped(length_mm: float) -> float:
    """Give the nearest length that is a whole number of dots of 300 to the inch."""
    return dots(length_mm) * DOT_MM

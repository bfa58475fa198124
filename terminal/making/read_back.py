"""Reads printed codes back: the page as a printer gets it, through the scanner's own eyes and gate.

Every code of a small batch is looked at, and of a large one so many that stand all over it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cards.drawing import png
from cards.drawing.shapes import DOTS_PER_INCH, MM_PER_INCH
from loyalty.errors import Refusal
from scanner.acceptance import member_of
from scanner.decode import Stage, decode
from scanner.gate import Gate
from scanner.sightings import Found
from scanner.sightings import Scan as Accepted
from scanner.symbology import CODE_128, QR_CODE

if TYPE_CHECKING:
    from scanner.image import Image

EVERY_MAX: Final = 200
"""A batch up to this size is read whole."""
PAGES_LOOKED_AT: Final = 100
AT_FIRST_SIGHT: Final = (Stage.PLAIN,)
"""What the scanner does for scratched and blurred cards is not for a card that was just drawn."""
_FRAMES = 3
_FRAME_MS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A rectangle of a page, in millimetres from its top left."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code that stands somewhere with its quiet zone: QRCode or Code128."""

    symbology: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One side of a card on a page: what it has to say, and where its codes stand."""

    number: str
    codes: tuple[Code, ...]

    @property
    def place(self) -> Place:
        """The part of the page in which all of its codes stand."""
        places = [code.place for code in self.codes]
        left, top = min(each.x_mm for each in places), min(each.y_mm for each in places)
        right = max(each.x_mm + each.width_mm for each in places)
        bottom = max(each.y_mm + each.height_mm for each in places)
        return Place(x_mm=left, y_mm=top, width_mm=right - left, height_mm=bottom - top)


Step = Callable[[int, int], None]


def sample(cells_by_page: Sequence[Sequence[Cell]]) -> tuple[int, ...]:
    """Choose the pages that are looked at: all of a small batch, else some from all over it."""
    with_codes = [at for at, cells in enumerate(cells_by_page) if any(cell.codes for cell in cells)]
    many = sum(len(cells_by_page[at]) for at in with_codes)
    if many <= EVERY_MAX or len(with_codes) <= PAGES_LOOKED_AT:
        return tuple(with_codes)
    last = len(with_codes) - 1
    chosen = {round(n * last / (PAGES_LOOKED_AT - 1)) for n in range(PAGES_LOOKED_AT)}
    return tuple(with_codes[at] for at in sorted(chosen))


def check(file: Path, cells_by_page: Sequence[Sequence[Cell]], issuer: str, step: Step) -> int:
    """Read cards of a file back and give how many; `step` hears how many pages of how many.

    Raises Refusal `card_unreadable` or `card_wrong` with the `number` of the first bad card, and
    what `png.greys` raises for a file that is no PDF.
    """
    chosen = sample(cells_by_page)
    looked = 0
    for done, (at, grey) in enumerate(
        zip(chosen, png.greys(file, chosen, DOTS_PER_INCH), strict=True), 1
    ):
        for cell in cells_by_page[at]:
            if cell.codes:
                _check_cell(grey, cell, issuer)
                looked += 1
        step(done, len(chosen))
    return looked


def _check_cell(page: Image, cell: Cell, issuer: str) -> None:
    """Raise Refusal unless a camera would take this card for its number, by each of its codes."""
    said = decode(_cut(page, cell.place), AT_FIRST_SIGHT)
    by_kind = {one.symbology: one.text for one in said}
    for code in cell.codes:
        text = by_kind.get(code.symbology)
        if text is None:
            # One code hides the other from the first look; each is there to be read alone.
            alone = {
                one.text for one in decode(_cut(page, code.place), AT_FIRST_SIGHT) if _is(one, code)
            }
            text = next(iter(alone)) if len(alone) == 1 else None
        if text is None:
            raise _unreadable(cell.number, code.symbology)
        if text != cell.number:
            raise _wrong(cell.number)
    accepted = _accepted(said, issuer)
    if accepted is None:
        raise _unreadable(cell.number, cell.codes[0].symbology)
    if accepted != cell.number:
        raise _wrong(cell.number)


def _accepted(said: Sequence[Found], issuer: str) -> str | None:
    """Give the number that the gate lets through after a few frames of what was seen."""
    gate = Gate(member_of(issuer), source="print")
    events = (one for at in range(_FRAMES) for one in gate.look(said, at * _FRAME_MS))
    scans: Iterator[str] = (one.text for one in events if isinstance(one, Accepted))
    return next(scans, None)


def _is(found: Found, code: Code) -> bool:
    return found.symbology == code.symbology


def _cut(page: Image, place: Place) -> Image:
    from scanner.image import as_image

    per_mm = DOTS_PER_INCH / MM_PER_INCH
    left, top = (max(0, round(side * per_mm)) for side in (place.x_mm, place.y_mm))
    right = round((place.x_mm + place.width_mm) * per_mm)
    bottom = round((place.y_mm + place.height_mm) * per_mm)
    return as_image(page[top:bottom, left:right])


def _unreadable(number: str, symbology: str) -> Refusal:
    name = {QR_CODE: "QR code", CODE_128: "bar code"}[symbology]
    return Refusal("card_unreadable", f"the {name} of {number} cannot be read back", got=number)


def _wrong(number: str) -> Refusal:
    return Refusal("card_wrong", f"the card of {number} says something else", got=number)

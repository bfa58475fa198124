"""Takes the pictures of docs/cards.md again: `python -m tests.screens.card_pictures docs/pictures`.

Every design front and back as it comes off a card printer, a sheet and its back, and the page that
calibrates a printer.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cards import design_check, sheet, stock
from cards.calibration import pages as calibration_pages
from cards.drawing import png
from cards.drawing.fonts import Fonts
from cards.drawing.shapes import MM_PER_INCH, Page
from cards.layout import Card, pages_of
from terminal.till.calibration_sheet import calibration_words
from terminal.till.wording import Wording

if TYPE_CHECKING:
    from PIL.Image import Image

NUMBER = "9041772530314821"
DPI = 300
COLOURS = 160
GROUND = "#e7e9e5"
SHADOW = "#cfd3cc"
GAP_PX = 22
WIDE_PX, TALL_PX = 520, 330
SHOPS = {
    "classic": Card(
        shop="Koffiebar Noord", line="Koffie en gebak", language="nl", member="Marieke de Wit"
    ),
    "leaf": Card(shop="Bloomfield", line="Plants and pots", member="Priya Anand"),
    "tide": Card(shop="Bageri Solsidan", line="Malmö", language="sv", member="Åsa Lindqvist"),
    "mosaic": Card(shop="Café Azulejo", line="São Paulo", language="pt_BR", member="Inês Moura"),
    "fob": Card(shop="Fietsen Oost", language="nl"),
    "slip": Card(shop="Buchladen am Markt", language="de", member="Jörg Weiß"),
    "stamps": Card(shop="Hollis & Daughter", reward="the tenth loaf is on us"),
}


def main(folder: Path) -> None:
    """Write all pictures. Raises OSError if it cannot."""
    fonts = Fonts()
    for name, card in SHOPS.items():
        save(both_sides(name, card, fonts), folder / f"card-{name}.png")
    save(sheets(fonts), folder / "card-sheet.png")
    wording = Wording("en", currency="EUR", scale=2, time_zone="Europe/Amsterdam")
    page = calibration_pages(calibration_words(wording), NUMBER)[0]
    save(seen(page, fonts, 660), folder / "card-calibration.png")


def both_sides(name: str, card: Card, fonts: Fonts) -> Image:
    """Give a design's sides beside one another, with the corners of a card."""
    import msgspec
    from PIL import Image as Pillow

    design = design_check.load(name, fonts)
    shown = msgspec.structs.replace(
        card, number=NUMBER, valid_until="12/2029", tier="Gold" if card.member else "", tier_rank=3
    )
    tall = design.size.height_mm > design.size.width_mm
    width_px = TALL_PX if tall else WIDE_PX
    sides = [
        rounded(seen(page, fonts, width_px), design.size.corner_mm * width_px / page.width_mm)
        for page in pages_of(design, shown)
        if page is not None
    ]
    whole = (
        sum(one.width for one in sides) + GAP_PX * (len(sides) + 1),
        max(one.height for one in sides) + 2 * GAP_PX,
    )
    ground = Pillow.new("RGB", whole, GROUND)
    left = GAP_PX
    for one in sides:
        ground.paste(SHADOW, (left + 1, GAP_PX + 4), one.getchannel("A"))
        ground.paste(one, (left, GAP_PX), one)
        left += one.width + GAP_PX
    return ground


def sheets(fonts: Fonts) -> Image:
    """Give a sheet for any printer, begun at its third place, and its back."""
    from PIL import Image as Pillow

    design = design_check.load("leaf", fonts)
    cards = (
        pages_of(
            design,
            Card(shop="Bloomfield", line="Plants and pots", number=f"{int(NUMBER) + 97 * at}"),
        )
        for at in range(8)
    )
    laid = [seen(page, fonts, 460) for page in sheet.lay(cards, stock.find("starter"), 3)]
    ground = Pillow.new("RGB", (2 * 460 + 3 * GAP_PX, laid[0].height + 2 * GAP_PX), GROUND)
    for at, one in enumerate(laid):
        ground.paste(one, (GAP_PX + at * (460 + GAP_PX), GAP_PX))
    return ground


def seen(page: Page, fonts: Fonts, width_px: int) -> Image:
    """Render a page finely and make it smaller, as a screen shows print."""
    from PIL import Image as Pillow

    dpi = max(DPI, round(2 * width_px / (page.width_mm / MM_PER_INCH)))
    whole = Pillow.fromarray(png.colours(page, min(dpi, 2 * DPI), fonts=fonts))
    size = (width_px, round(width_px * page.height_mm / page.width_mm))
    return whole.resize(size, Pillow.Resampling.LANCZOS)


def rounded(side: Image, radius_px: float) -> Image:
    """Cut a side to the corners of a card."""
    from PIL import Image as Pillow
    from PIL import ImageDraw

    mask = Pillow.new("L", (side.width * 4, side.height * 4), 0)
    box = (0, 0, mask.width - 1, mask.height - 1)
    ImageDraw.Draw(mask).rounded_rectangle(box, radius_px * 4, fill=255)
    side.putalpha(mask.resize(side.size, Pillow.Resampling.LANCZOS))
    return side


def save(picture: Image, path: Path) -> None:
    """Write a picture with few colours: a page has several of them. Raises OSError."""
    from PIL import Image as Pillow

    few = picture.quantize(COLOURS, Pillow.Quantize.MEDIANCUT, dither=Pillow.Dither.NONE)
    few.save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/pictures"))

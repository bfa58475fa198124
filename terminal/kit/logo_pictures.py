"""How a logo looks in print: on a card, at the head of a slip and on the poster, as one picture."""

from __future__ import annotations

import io
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from loyalty.errors import Refusal
from terminal.kit.asked import Asked, reader_of, words_of
from terminal.kit.message import message_of
from terminal.till.kit_values import MakeKit

if TYPE_CHECKING:
    from PIL.Image import Image

    from cards.drawing.fonts import Fonts
    from cards.drawing.shapes import Page

_WIDE, _HIGH, _LEFT, _GAP = 900, 640, 440, 16
_TABLE: Final = "#e7e5e1"
_CARD_DPI, _POSTER_DPI = 150, 60


def pictures(data: bytes, kit: MakeKit, number: str, design: str) -> tuple[bytes, ...]:
    """Give how a logo looks on a card, a slip and a poster, as one PNG.

    A programme of which there is nothing to tell has no poster. Raises Refusal as drawing does.
    """
    from PIL import Image, ImageOps

    from cards.drawing.fonts import Fonts

    fonts = Fonts()
    sheet = Image.new("RGB", (_WIDE, _HIGH), _TABLE)
    half = (_LEFT, _HIGH // 2 - 2 * _GAP)
    card = ImageOps.contain(_card(data, kit, number, design, fonts), half)
    slip = ImageOps.contain(_slip(data, kit.shop), half)
    sheet.paste(card, (_GAP + (_LEFT - card.width) // 2, _GAP))
    sheet.paste(slip, (_GAP + (_LEFT - slip.width) // 2, _HIGH // 2 + _GAP))
    with suppress(Refusal):
        poster = _poster(data, kit, design, fonts)
        poster = ImageOps.contain(poster, (_WIDE - _LEFT - 3 * _GAP, _HIGH - 2 * _GAP))
        sheet.paste(poster, (_LEFT + 2 * _GAP, (_HIGH - poster.height) // 2))
    buffer = io.BytesIO()
    sheet.save(buffer, "PNG")
    return (buffer.getvalue(),)


def _card(data: bytes, kit: MakeKit, number: str, design: str, fonts: Fonts) -> Image:
    from cards import design as designs
    from cards import layout
    from cards.layout import Card

    card = Card(shop=kit.shop, number=number, language=kit.language, logo=data)
    front, _ = layout.pages_of(designs.load(design), card)
    return _rendered(front, _CARD_DPI, fonts)


def _poster(data: bytes, kit: MakeKit, design: str, fonts: Fonts) -> Image:
    from cards import design as designs
    from cards.kit.colours import look_of
    from cards.kit.poster import poster

    asked = Asked(
        programme=kit.programme,
        language=kit.language,
        day=kit.day,
        shop=kit.shop,
        region=kit.region,
    )
    words = words_of(asked)
    message = message_of(asked, reader_of(asked, words), words)
    look = look_of((colour for _, colour in designs.load(design).colours), data)
    return _rendered(poster(message, look, fonts), _POSTER_DPI, fonts)


def _slip(data: bytes, shop: str) -> Image:
    """Draw the head of a slip as a receipt printer does: black or white, nothing between."""
    from PIL import Image

    from cards.receipt.drawn import line_picture, logo_picture
    from cards.receipt.fonts import Fonts as SlipFonts
    from cards.receipt.papers import ReceiptLook
    from cards.slip_lines import Line

    paper, fonts = ReceiptLook().sheet(), SlipFonts()
    try:
        logo = logo_picture(data, paper)
    except ValueError as error:
        raise Refusal("logo_kind", "the picture cannot be drawn on a slip") from error
    name = line_picture(Line(centre=shop, large=True, strong=True), paper, fonts)
    parts = (logo, name, line_picture(Line(rule=True), paper, fonts))
    high = sum(part.height for part in parts) + 4 * _GAP
    slip = Image.new("L", (paper.width_dots, high), 255)
    top = _GAP
    for part in parts:
        # A line is as wide as its paper, white at its end left out; a logo stands in the middle.
        left = (paper.width_dots - part.width) // 2 if part is logo else 0
        slip.paste(part, (left, top))
        top += part.height + _GAP
    return slip.convert("RGB")


def _rendered(page: Page, dpi: int, fonts: Fonts) -> Image:
    from PIL import Image

    from cards.drawing import png

    return Image.open(io.BytesIO(png.render(page, dpi, fonts=fonts))).convert("RGB")

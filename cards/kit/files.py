"""The files of a kit: what each is called and holds, drawn one after the other."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from cards.drawing import pdf, png
from cards.drawing.fonts import Fonts
from cards.drawing.shapes import Page
from cards.kit import pieces, social
from cards.kit.forms import joining_forms
from cards.kit.poster import poster
from cards.kit.staff_page import staff_page
from cards.kit.values import Kit, Look
from cards.kit.website import website

POSTER_A4 = "poster-a4.pdf"
POSTER_A3 = "poster-a3.pdf"
TABLE_CARD = "table-card.pdf"
STICKERS = "window-stickers.pdf"
FORMS = "joining-forms.pdf"
STAFF = "staff-sheet.pdf"
CAMERA = "camera-stickers.pdf"
SQUARE = "picture-square.png"
STORY = "picture-story.png"
WIDE = "picture-wide.png"
TEXTS = "texts.txt"
WEBSITE = "website.html"
NAMES = (
    POSTER_A4,
    POSTER_A3,
    TABLE_CARD,
    STICKERS,
    FORMS,
    STAFF,
    CAMERA,
    SQUARE,
    STORY,
    WIDE,
    TEXTS,
    WEBSITE,
)


def files(kit: Kit, look: Look, fonts: Fonts) -> Iterator[tuple[str, bytes]]:
    """Give the files of a kit, each with its name.

    Raises Refusal `text_does_not_fit`, `letters_without_font`, `picture_unreadable`,
    `picture_too_large`.
    """
    message = kit.message
    yield POSTER_A4, _pdf([poster(message, look, fonts)], kit, fonts)
    yield POSTER_A3, _pdf([poster(message, look, fonts, large=True)], kit, fonts)
    yield TABLE_CARD, _pdf([pieces.table_card(message, look, fonts)], kit, fonts)
    yield STICKERS, _pdf([pieces.window_stickers(message, look, fonts)], kit, fonts)
    yield FORMS, _pdf(joining_forms(kit.form, kit.numbers, look, fonts), kit, fonts)
    yield STAFF, _pdf([staff_page(kit.staff, look, fonts)], kit, fonts)
    yield CAMERA, _pdf([pieces.camera_stickers(kit.sticker, fonts)], kit, fonts)
    for name, draw in (
        (SQUARE, social.square),
        (STORY, social.story),
        (WIDE, social.wide),
    ):
        yield name, png.render(draw(message, look, fonts), social.DPI, fonts=fonts)
    yield TEXTS, _texts(kit).encode()
    yield WEBSITE, website(message, look, kit.language).encode()


def _pdf(pages: Iterable[Page], kit: Kit, fonts: Fonts) -> bytes:
    buffer = io.BytesIO()
    pdf.write(pages, buffer, fonts=fonts, title=kit.message.shop)
    return buffer.getvalue()


def _texts(kit: Kit) -> str:
    return "\n\n".join(f"{each.title}\n\n{each.text}" for each in kit.posts) + "\n"

"""No word of any page is cut, in any language, for every ready programme; codes are read back."""

from __future__ import annotations

import io
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec.structs import replace

from cards import design
from cards.drawing import png
from cards.drawing.fonts import Fonts
from cards.drawing.shapes import Page, Photo
from cards.kit import files, pieces, social
from cards.kit.colours import contrast, look_of
from cards.kit.forms import joining_forms
from cards.kit.poster import poster
from cards.kit.staff_page import staff_page
from cards.kit.values import Kit, Look
from cards.kit.website import website
from loyalty import number
from loyalty.errors import Refusal
from terminal.till.wording import LANGUAGES
from tests.cards.kit.drawn import beyond, codes, said, shapes, texts
from tests.terminal.kit.ready import NAMES, made
from tests.terminal.kit.test_what_it_says import BONUS

LOOK = Look()
NUMBERS = tuple(number.make("0000", f"{at:09d}") for at in (17, 27, 37))
LINK = "https://card.example.org/m/"
EDGE_MM = 6.0


@lru_cache(1)
def fonts() -> Fonts:
    """The fonts of this machine, opened once."""
    return Fonts()


def read(page: Page) -> list[str]:
    """Read every code of a page as it is printed at 200 dots to the inch."""
    import zxingcpp

    return sorted(found.text for found in zxingcpp.read_barcodes(png.grey(page, 200)))


def pages(kit: Kit) -> dict[str, Page]:
    """Draw every page of a kit."""
    drawn = {
        "poster": poster(kit.message, LOOK, fonts()),
        "large": poster(kit.message, LOOK, fonts(), large=True),
        "table": pieces.table_card(kit.message, LOOK, fonts()),
        "window": pieces.window_stickers(kit.message, LOOK, fonts()),
        "camera": pieces.camera_stickers(kit.sticker, fonts()),
        "staff": staff_page(kit.staff, LOOK, fonts()),
        "square": social.square(kit.message, LOOK, fonts()),
        "story": social.story(kit.message, LOOK, fonts()),
        "wide": social.wide(kit.message, LOOK, fonts()),
    }
    forms = joining_forms(kit.form, kit.numbers, LOOK, fonts())
    return drawn | {f"form-{at}": page for at, page in enumerate(forms)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_no_word_is_cut_or_leaves_its_page(name: str, language: str) -> None:
    for kit in (made(name, language), made(name, language, link=LINK, numbers=NUMBERS)):
        for which, page in pages(kit).items():
            assert beyond(page, fonts(), EDGE_MM if page.width_mm > 150 else 3.0) == [], which
            for one in texts(page):
                assert one.size_mm >= 1.7, (which, one.text)
        staff = said(pages(kit)["staff"])
        for question, answer in kit.staff.questions:
            assert question in staff
            assert answer in staff
        for rule in kit.staff.rules:
            assert rule in staff
        assert kit.message.head in said(pages(kit)["poster"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bonus_day_fits_as_well(language: str) -> None:
    for name in ("coffee-bar", "supermarket", "builders-merchant"):
        drawn = pages(made(name, language, boost=BONUS, link=LINK))
        assert all(beyond(page, fonts(), 3.0) == [] for page in drawn.values())


def test_a_very_long_name_becomes_smaller_and_one_without_end_is_refused() -> None:
    kit = made("coffee-bar")
    long = replace(kit.message, head="Donaudampfschifffahrtsgesellschaftskaffee " * 2)
    assert beyond(poster(long, LOOK, fonts()), fonts(), EDGE_MM) == []
    endless = replace(kit.message, head="Kaffeehaus" * 60)
    with pytest.raises(Refusal) as refused:
        poster(endless, LOOK, fonts())
    assert refused.value.code == "text_does_not_fit"


def test_codes_of_poster_and_forms_are_read_back() -> None:
    kit = made("coffee-bar", link=LINK, numbers=NUMBERS)
    drawn = pages(kit)
    assert read(drawn["poster"]) == [LINK]
    forms = [drawn["form-0"], drawn["form-1"]]
    assert [len(codes(page)) for page in forms] == [4, 2]
    # Each form has its code twice: one is torn off with the card.
    assert [read(page) for page in forms] == [sorted(NUMBERS[:2] * 2), [NUMBERS[2]] * 2]


class Strict(HTMLParser):
    """Reads HTML as XML would be read: every element closed, in order."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def parsed(html: str) -> Strict:
    from xml.etree import ElementTree as ET

    ET.fromstring(html)  # noqa: S314 - our own text, and well-formed is what is asked
    reader = Strict()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_block_for_a_site_is_whole_and_asks_nobody(language: str) -> None:
    html = website(made("coffee-bar", language, link=LINK).message, LOOK, language)
    read = parsed(html)
    tags = [tag for tag, _ in read.seen]
    assert set(tags) <= {
        "section",
        "header",
        "p",
        "h2",
        "ul",
        "li",
        "strong",
        "small",
        "footer",
        "a",
    }
    assert not any("src" in attributes or "onclick" in attributes for _, attributes in read.seen)
    assert html.count("http") == 1
    first = read.seen[0][1]
    assert first["lang"] == language.replace("_", "-")
    assert first["aria-labelledby"] in [attributes.get("id") for _, attributes in read.seen]


def test_markup_in_a_name_is_only_text() -> None:
    message = replace(
        made("coffee-bar").message,
        shop='<script>alert("1")</script>',
        head='A & B <b onclick="x">"free"',
    )
    html = website(message, LOOK, "en")
    read = parsed(html)
    assert "script" not in [tag for tag, _ in read.seen]
    assert '<script>alert("1")</script>' in read.text
    assert 'A & B <b onclick="x">"free"' in read.text


@pytest.mark.parametrize("name", design.names())
def test_every_design_gives_colours_that_can_be_read(name: str) -> None:
    look = look_of([colour for _, colour in design.load(name).colours])
    assert contrast(look.ground, look.on_ground) >= 4.5
    assert contrast(look.ground, look.accent) >= 3
    assert contrast(look.accent, look.on_accent) >= 3


def test_every_file_of_the_kit_is_made(tmp_path: Path) -> None:
    from PIL import Image

    kit = made("coffee-bar", "nl", numbers=NUMBERS)
    found = dict(files.files(kit, LOOK, fonts()))
    assert tuple(found) == files.NAMES
    assert all(data.startswith(b"%PDF-") for name, data in found.items() if name.endswith("pdf"))
    sizes = [
        Image.open(io.BytesIO(found[name])).size for name in (files.SQUARE, files.STORY, files.WIDE)
    ]
    assert sizes == [(1080, 1080), (1080, 1920), (1200, 630)]
    assert png.count(found[files.FORMS]) == 2
    assert "Gratis koffie" in found[files.TEXTS].decode()


def test_a_logo_stands_on_a_plate_of_its_own_shape_and_a_broken_one_is_refused() -> None:
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (600, 200), "#b4472f").save(buffer, "PNG")
    kit = made("coffee-bar")
    drawn = poster(kit.message, replace(LOOK, logo=buffer.getvalue()), fonts())
    photo = next(each for each in shapes(drawn.shapes) if isinstance(each, Photo))
    assert photo.width_mm / photo.height_mm == pytest.approx(3)
    assert kit.message.shop not in said(drawn)
    assert png.render(drawn, 40, fonts=fonts()).startswith(b"\x89PNG")
    broken = poster(kit.message, replace(LOOK, logo=b"\x89PNG\r\n\x1a\n"), fonts())
    with pytest.raises(Refusal) as refused:
        png.render(broken, 40, fonts=fonts())
    assert refused.value.code == "picture_unreadable"

"""Cards from values: what stands on them, what is left out, and what a file has only once."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as some

from cards import design, layout
from cards.code import qr_modules
from cards.drawing import pdf
from cards.drawing.fonts import Fonts
from cards.drawing.shapes import Bars, Group, Modules, Page, Rect, Shape, Text
from cards.layout import Card, pages_of
from cards.number_rows import NumberPen
from tests.cards.drawing.pictures import png_file

NUMBER = "9041772530314821"
FULL = Card(
    shop="Koffiebar Noord",
    number=NUMBER,
    member="Marieke van den Berg",
    language="nl",
    line="Koffie en gebak",
    tier="Goud",
    tier_rank=3,
    valid_until="31-12-2029",
    reward="de tiende koffie is gratis",
)


def flat(page: Page | None) -> list[Shape]:
    """Give all shapes of a page, also those of groups."""

    def inside(shapes: tuple[Shape, ...]) -> list[Shape]:
        found = list[Shape]()
        for shape in shapes:
            found += inside(shape.shapes) if isinstance(shape, Group) else [shape]
        return found

    return inside(page.shapes) if page else []


def texts(card: Card, name: str = "classic") -> set[str]:
    """Give the texts of both sides of a card."""
    sides = pages_of(design.load(name), card)
    return {shape.text for side in sides for shape in flat(side) if isinstance(shape, Text)}


def test_a_card_says_what_it_was_given() -> None:
    """Names, the number in fours and the design's words in the member's language."""
    said = texts(FULL)
    assert {"Koffiebar Noord", "Marieke van den Berg", "9041 7725 3031 4821", "Goud"} <= said
    assert "Geldig tot 31-12-2029" in said
    assert "Gevonden? Geef deze kaart af bij Koffiebar Noord." in said


def test_what_a_card_lacks_is_left_out() -> None:
    """Without a name and a last day there is no empty label either."""
    said = texts(Card(shop="Noord", number=NUMBER))
    assert said == {
        "Noord",
        "9041 7725 3031 4821",
        "Good to see you again.",
        "Found this card? Any counter of Noord takes it back.",
    }


def test_an_unknown_language_speaks_english() -> None:
    """A region falls back to its language, a language to English."""
    assert "Good to see you again." in texts(Card(shop="Noord", language="fi"))
    assert "Fijn dat je er weer bent." in texts(Card(shop="Noord", language="nl_BE"))


@pytest.mark.parametrize("name", design.names())
def test_codes_hold_the_number(name: str) -> None:
    """Every design with codes has the number in them, and a stamp card has none."""
    both = design.load(name)
    codes = [
        shape
        for side in pages_of(both, FULL)
        for shape in flat(side)
        if isinstance(shape, Modules | Bars)
    ]
    assert len(codes) == (0 if both.kind == "stamps" else 2)


def test_the_level_changes_the_look() -> None:
    """Gold is golden; a level beyond the last looks like the last."""
    both = design.load("classic")
    plain = layout.colours_of(both, 0)["glow"]
    gold = layout.colours_of(both, 3)["glow"]
    assert plain != gold == layout.colours_of(both, 9)["glow"]


def test_a_logo_takes_the_place_of_the_ornament() -> None:
    """A shop with a logo shows it; one without shows nothing broken in its place."""
    both = design.load("classic")
    with_logo = flat(pages_of(both, Card(shop="Noord", logo=png_file()))[0])
    without = flat(pages_of(both, Card(shop="Noord"))[0])
    assert [shape for shape in with_logo if type(shape).__name__ == "Photo"]
    assert not [shape for shape in without if type(shape).__name__ == "Photo"]


def test_what_is_alike_is_the_very_same(tmp_path: object) -> None:
    """A thousand cards cost their numbers and names; the ornaments are in the file once."""
    both, fonts = design.load("leaf"), Fonts()

    def size(count: int) -> int:
        buffer = io.BytesIO()
        cards = (Card(shop="Noord", number=f"{10**15 * 9 + at}") for at in range(count))
        pages = (page for card in cards for page in pages_of(both, card) if page)
        pdf.write(pages, buffer, fonts=fonts)
        return len(buffer.getvalue())

    few, many = size(2), size(102)
    assert (many - few) / 100 < 1600, "bytes a card, two sides"


def test_a_turned_code_stands_where_it_says() -> None:
    """A code that runs down the card has its box at the place that the design gives."""
    both = design.load("mosaic")
    sides = pages_of(both, FULL)
    assert sides[1] is not None
    turned = next(shape for shape in sides[1].shapes if isinstance(shape, Group) and shape.quarters)
    bars = turned.shapes[0]
    assert isinstance(bars, Bars)
    assert turned.x_mm - bars.height_mm == pytest.approx(29.99, abs=0.1)


def test_shapes_reach_into_the_bleed() -> None:
    """The ground of a card is larger than the card."""
    front = pages_of(design.load("classic"), FULL)[0]
    ground = flat(front)[0]
    assert isinstance(ground, Rect)
    assert (ground.x_mm, front.bleed_mm) == (-2.0, 2.0)


def test_a_card_does_not_tell_in_a_repr() -> None:
    """Names and numbers reach no log."""
    assert "Marieke" not in repr(FULL)
    assert NUMBER not in repr(FULL)


PEN = NumberPen()


@given(some.integers(0, 10**16 - 1))
def test_the_pen_draws_what_segno_draws(number: int) -> None:
    """Module by module, at the strongest level and one mask."""
    import segno

    digits = f"{number:016d}"
    symbol = segno.make(digits, error="H", version=1, mask=2, micro=False, boost_error=False)
    assert PEN.rows(digits) == tuple(tuple(map(bool, row)) for row in symbol.matrix)


@pytest.mark.parametrize("text", ["", "123", "9" * 17, "x" * 16, "٣" * 16])
def test_the_pen_draws_numbers_only(text: str) -> None:
    """Anything else is the caller's mistake."""
    with pytest.raises(ValueError, match="sixteen"):
        PEN.rows(text)


def test_the_strongest_level_is_no_larger() -> None:
    """Sixteen digits are 21 modules at M and at H."""
    assert len(qr_modules(NUMBER, "M")) == len(PEN.rows(NUMBER))

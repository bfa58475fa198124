"""Names of every kind on real cards, and cards that are printed, photographed and read."""

import io

import numpy as np
import pytest

from cards import design
from cards.drawing import pdf, png
from cards.drawing.fonts import Fonts
from cards.drawing.shapes import Page
from cards.layout import Card, pages_of
from loyalty import number
from loyalty.errors import Refusal
from scanner.acceptance import member_of
from scanner.decode import decode
from scanner.drawing import Card as Held
from scanner.gate import Gate
from scanner.image import as_image, grey_of
from scanner.rendering import Optics, Pose, Presentation, Renderer
from scanner.sightings import Scan
from tests.bench.cards_reading import number_of

FONTS = Fonts()
CARDS = [name for name in design.names() if design.load(name).kind == "card"]
FOCAL_PX = 914.0


def sides(name: str, **values: str) -> list[Page]:
    """Lay out both sides of a card."""
    card = Card(**{"shop": "Noord", "number": number_of(1), **values})  # type: ignore[arg-type]
    return [page for page in pages_of(design.load(name), card) if page]


def written(pages: list[Page]) -> bytes:
    """Write pages as PDF into memory."""
    buffer = io.BytesIO()
    pdf.write(pages, buffer, fonts=FONTS)
    return buffer.getvalue()


@pytest.mark.parametrize("name", CARDS)
def test_a_long_name_is_on_the_card(name: str) -> None:
    """A name of forty letters is set, in one line or two."""
    assert written(sides(name, member="Maximiliane Freifrau von Oosterhuis"))


@pytest.mark.parametrize("name", CARDS)
def test_a_name_too_long_stops_the_card(name: str) -> None:
    """Nothing is cut: the card is refused, and the refusal keeps the name to itself."""
    with pytest.raises(Refusal) as refused:
        written(sides(name, member="Wolfeschlegelsteinhausenbergerdorff " * 6))
    assert refused.value.code == "text_does_not_fit"
    assert "Wolfe" not in str(refused.value.as_json())


@pytest.mark.parametrize("member", ["محمد بن عبد الله", "נועה לוי", "Ελένη", "Жанна", "中村"])
def test_names_of_other_scripts_are_drawn_or_said(member: str) -> None:
    """A font of this machine draws the name, or its letters are named; never empty boxes."""
    try:
        with_name = written(sides("classic", member=member))
    except Refusal as refused:
        missing = str(refused.details.get("letters", ""))
        if missing and set(missing.split()) <= set(member):
            pytest.skip(f"no font here has {missing}: said so")
        raise
    without = written(sides("classic"))
    seen = [next(png.greys(data, (1,), 150)) for data in (with_name, without)]
    assert (seen[0] != seen[1]).sum() > 100


@pytest.mark.parametrize("name", CARDS)
@pytest.mark.parametrize(("side", "distance_mm"), [(0, 400.0), (1, 270.0)])
def test_a_printed_card_is_accepted_at_the_till(name: str, side: int, distance_mm: float) -> None:
    """From the PDF's pixels, through lens and light, to the member number that a till takes."""
    import cv2

    issued = number.make(number.DEMO_ISSUER, "551234567")
    pages = sides(name, number=issued)
    pixels = png.greys(written(pages), (side,), 300)
    face = cv2.cvtColor(next(pixels), cv2.COLOR_GRAY2BGR)
    renderer = Renderer(np.random.default_rng(7))
    held = Held(text=issued)
    renderer._faces[held] = {0: as_image(face)}
    # A card that stands upright is held so that its bars lie flat.
    turn = 90.0 if pages[side].height_mm > pages[side].width_mm else 0.0
    moment = Presentation(
        pose=Pose(
            width_px=FOCAL_PX * pages[side].width_mm / distance_mm, roll_deg=turn + 3, tilt_deg=3
        ),
        optics=Optics(defocus_px=0.5),
    )
    gate = Gate(member_of(number.DEMO_ISSUER))
    scans = set[str]()
    for at in range(3):
        events = gate.look(decode(grey_of(renderer.frame(held, moment))), at * 66)
        scans |= {event.text for event in events if isinstance(event, Scan)}
    assert scans == {issued}

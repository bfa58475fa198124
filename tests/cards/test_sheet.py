"""Sheets: the table of stock, where cells are, backs that meet their fronts, and marks."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from cards import design, sheet, stock
from cards.drawing import png
from cards.drawing.fonts import Fonts
from cards.drawing.shapes import Group, Page, Rect, Stroke, dots
from cards.layout import Card, pages_of
from cards.sheet import Nudge, Sides
from loyalty.errors import Refusal

FONTS = Fonts()
WIDE, HIGH = 85.6, 53.98


def side(colour: str = "#000000", width_mm: float = WIDE, height_mm: float = HIGH) -> Page:
    """Give a card whose upper left corner has a box of five millimetres."""
    box = Rect(x_mm=0, y_mm=0, width_mm=5, height_mm=5, fill=colour)
    return Page(width_mm=width_mm, height_mm=height_mm, shapes=(box,), bleed_mm=2.0)


def cards(count: int, *, backs: bool = False) -> Iterator[Sides]:
    """Give cards of one design."""
    for _ in range(count):
        yield side(), side() if backs else None


def groups(page: Page) -> list[Group]:
    """Give the cards of a sheet."""
    return [shape for shape in page.shapes if isinstance(shape, Group)]


@pytest.mark.parametrize("one", stock.table(), ids=lambda one: one.name)
def test_every_stock_has_its_cells_on_the_paper(one: stock.Stock) -> None:
    """No cell reaches over the edge, none over another."""
    grid = stock.grid_of(one, WIDE, HIGH)
    for mirrored in (False, True):
        places = [grid.place_mm(at, mirrored=mirrored) for at in range(grid.count)]
        assert len(set(places)) == grid.count
        for x, y in places:
            assert 0 <= x <= grid.paper_mm[0] - grid.cell_mm[0] + 0.01
            assert 0 <= y <= grid.paper_mm[1] - grid.cell_mm[1] + 0.01
    if grid.columns > 1:
        assert grid.pitch_mm[0] >= grid.cell_mm[0] - 0.01
        assert grid.pitch_mm[1] >= grid.cell_mm[1] - 0.05


def test_ten_cards_on_any_printer() -> None:
    """The starter sheet has ten cards, and stays clear of the edge that printers leave white."""
    grid = stock.grid_of(stock.find("starter"), WIDE, HIGH)
    assert (grid.columns, grid.rows) == (2, 5)
    assert min(grid.corner_mm) >= 5.0


@pytest.mark.parametrize(("start", "sheets"), [(1, [10, 2]), (9, [2, 10]), (10, [1, 10, 1])])
def test_a_part_sheet_is_used_up(start: int, sheets: list[int]) -> None:
    """Cards begin at the first free cell; the sheets after it are whole."""
    laid = list(sheet.lay(cards(12), stock.find("avery-c32011"), start))
    assert [len(groups(page)) for page in laid] == sheets
    first = groups(laid[0])[0]
    grid = stock.grid_of(stock.find("avery-c32011"), WIDE, HIGH)
    x, y = grid.place_mm(start - 1)
    # The card is larger than its cell by 0.6 mm and stands in its middle.
    assert (first.x_mm, first.y_mm) == pytest.approx((x - 0.3, y + 0.01))


@pytest.mark.parametrize("start", [0, 11, -1])
def test_a_start_that_is_not_there(start: int) -> None:
    """A sheet of ten has places 1 to 10."""
    with pytest.raises(Refusal) as refused:
        list(sheet.lay(cards(1), stock.find("starter"), start))
    assert refused.value.code == "stock_start"


def test_nothing_is_laid_of_nothing() -> None:
    """No cards, no sheets."""
    assert not list(sheet.lay(iter(()), stock.find("starter")))


@pytest.mark.parametrize("name", ["starter", "avery-32015", "sigel-dp830"])
@pytest.mark.parametrize("size", [(WIDE, HIGH), (HIGH, WIDE)])
def test_backs_meet_their_fronts(name: str, size: tuple[float, float]) -> None:
    """Held against the light, each back lies on its front, its top where the front has it."""
    one = (side(width_mm=size[0], height_mm=size[1]),) * 2
    front, back = sheet.lay([one] * 3, stock.find(name), 2)
    seen = [png.grey(page, 100, fonts=FONTS) < 128 for page in (front, back)]
    through = np.fliplr(seen[1])
    # The marked corner is the upper left one on both sides, so turning a card over by its upright
    # axis brings the back's to the front's upper right.
    for page_front, page_back in zip(groups(front), groups(back), strict=True):
        assert page_front.quarters in {0, 1}
        assert page_back.quarters == {0: 0, 1: 3}[page_front.quarters]
    assert seen[0].sum() == pytest.approx(through.sum(), rel=0.1)
    cells = [covered(page) for page in (front, back)]
    paper = front.width_mm
    mirrored = [(paper - right, top, paper - left, bottom) for left, top, right, bottom in cells[1]]
    for here, there in zip(cells[0], mirrored, strict=True):
        assert here == pytest.approx(there, abs=0.01)


def covered(page: Page) -> list[tuple[float, float, float, float]]:
    """Give left, top, right and bottom of each card of a sheet, as its clip has it."""
    found = []
    for group in groups(page):
        clip = group.clip
        assert clip is not None
        xs, ys = (clip.x_mm, clip.x_mm + clip.width_mm), (clip.y_mm, clip.y_mm + clip.height_mm)
        corners = [turned(x, y, group.quarters) for x in xs for y in ys]
        found.append(
            (
                group.x_mm + min(x for x, _ in corners),
                group.y_mm + min(y for _, y in corners),
                group.x_mm + max(x for x, _ in corners),
                group.y_mm + max(y for _, y in corners),
            )
        )
    return found


def turned(x: float, y: float, quarters: int) -> tuple[float, float]:
    """Turn a point clockwise by quarters."""
    for _ in range(quarters):
        x, y = -y, x
    return x, y


def test_a_nudge_moves_every_card() -> None:
    """A printer that is off by a millimetre is put right, each side by itself."""
    plain = list(sheet.lay(cards(3, backs=True), stock.find("starter")))
    nudge = Nudge(x_mm=1.5, y_mm=-0.5, back_x_mm=-1.0)
    moved = list(sheet.lay(cards(3, backs=True), stock.find("starter"), nudge=nudge))
    for at, (x, y) in enumerate(((1.5, -0.5), (-1.0, 0.0))):
        for before, after in zip(groups(plain[at]), groups(moved[at]), strict=True):
            assert (after.x_mm - before.x_mm, after.y_mm - before.y_mm) == pytest.approx((x, y))
    single = next(iter(sheet.lay(cards(1), stock.find("single"), nudge=nudge)))
    assert groups(single)[0].x_mm == 1.5


def test_a_print_shop_gets_bleed_marks_and_trim() -> None:
    """The page is larger than the card, says where it is cut, and no mark reaches the bleed."""
    page = next(iter(sheet.lay(cards(1), stock.find("press"))))
    assert page.trim is not None
    assert (page.trim.width_mm, page.trim.height_mm) == (WIDE, HIGH)
    marks = [shape for shape in page.shapes if isinstance(shape, Stroke)]
    assert len(marks) == 8
    seen = png.grey(page, 300, fonts=FONTS)
    left, top = dots(page.trim.x_mm - 2.0) + 1, dots(page.trim.y_mm - 2.0) + 1
    inside = seen[top:-top, left:-left].copy()
    inside[: dots(7.2), : dots(7.2)] = 255
    assert (inside == 255).all(), "nothing but the card's own corner is inside the bleed"


def test_neighbours_do_not_bleed_into_one_another() -> None:
    """Bleed goes half of the way to the next card, and no further."""
    page = next(iter(sheet.lay(cards(10), stock.find("starter"))))
    boxes = covered(page)
    for one in boxes:
        for other in boxes:
            if one != other:
                apart = (
                    one[2] <= other[0] + 0.01
                    or other[2] <= one[0] + 0.01
                    or one[3] <= other[1] + 0.01
                    or other[3] <= one[1] + 0.01
                )
                assert apart


def test_an_unknown_stock_is_named() -> None:
    """The refusal lists what there is."""
    with pytest.raises(Refusal, match="starter") as refused:
        stock.find("a5")
    assert refused.value.code == "stock_unknown"


def test_a_broken_table_is_named(tmp_path: Path) -> None:
    """A mistake in the table is told with its place."""
    broken = tmp_path / "stock.toml"
    broken.write_text('[[stock]]\nname = 3\ntitle = "x"\nsource = "y"\n')
    with pytest.raises(Refusal, match=r"stock\[0\]\.name|name"):
        stock.table(broken)


def test_another_size_is_refused() -> None:
    """A key fob is not printed into a card's cell, and a poster on no sheet at all."""
    with pytest.raises(Refusal) as refused:
        list(sheet.lay([(side(width_mm=57, height_mm=28.5), None)], stock.find("avery-32010")))
    assert refused.value.code == "stock_size"
    with pytest.raises(Refusal):
        stock.grid_of(stock.find("starter"), 400, 400)


@pytest.mark.parametrize("name", design.names())
def test_every_design_has_a_sheet(name: str) -> None:
    """Each goes on the starter sheet of any printer."""
    sides = pages_of(design.load(name), Card(shop="Noord", number="9041772530314821"))
    assert list(sheet.lay([sides], stock.find("starter")))

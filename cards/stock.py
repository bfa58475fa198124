"""What cards are printed on: a table of sheets, and where each card of one stands."""

from __future__ import annotations

import tomllib
from pathlib import Path

import msgspec

from loyalty.errors import Refusal

FILE = Path(__file__).parents[1] / "assets" / "stock" / "stock.toml"
# A cell may be this much smaller than a design, of which it loses what lies outside the safe area,
# or this much larger, which its bleed fills.
SMALLER_MM = 3.5
LARGER_MM = 5.0
_UNPRINTED_MM = 5.0


class Stock(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One kind of sheet, in millimetres.

    Without `paper` a page is as large as the card; with `gap` as many cards as fit are placed with
    that much room between them; else `card`, `grid` and the corner of the first one say where.
    """

    name: str
    title: str
    source: str
    paper: tuple[float, float] | None = None
    card: tuple[float, float] | None = None
    grid: tuple[int, int] | None = None
    x: float = 0.0
    y: float = 0.0
    across: float = 0.0
    down: float = 0.0
    gap: tuple[float, float] | None = None
    marks: bool = False


class Grid(msgspec.Struct, frozen=True, kw_only=True):
    """Where the cards of a sheet stand: cells from the upper left, row by row."""

    paper_mm: tuple[float, float]
    cell_mm: tuple[float, float]
    columns: int
    rows: int
    corner_mm: tuple[float, float]
    pitch_mm: tuple[float, float]
    turned: bool

    @property
    def count(self) -> int:
        """How many cards a sheet has."""
        return self.columns * self.rows

    def place_mm(self, at: int, *, mirrored: bool = False) -> tuple[float, float]:
        """Give the corner of a cell, counted from 0; on the back of a sheet it is mirrored."""
        row, column = divmod(at, self.columns)
        x = self.corner_mm[0] + column * self.pitch_mm[0]
        if mirrored:
            x = self.paper_mm[0] - x - self.cell_mm[0]
        return x, self.corner_mm[1] + row * self.pitch_mm[1]


class _Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    stock: tuple[Stock, ...]


def table(file: Path = FILE) -> tuple[Stock, ...]:
    """Give all kinds of sheets. Raises Refusal `stock_unknown` for a table that cannot be read."""
    try:
        return msgspec.convert(tomllib.loads(file.read_text("utf-8")), _Table).stock
    except (OSError, UnicodeError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise Refusal("stock_unknown", f"the table of sheets cannot be read: {error}") from error


def find(name: str, file: Path = FILE) -> Stock:
    """Give a kind of sheet by its name. Raises Refusal `stock_unknown`, which names them all."""
    stocks = {stock.name: stock for stock in table(file)}
    if name not in stocks:
        raise Refusal("stock_unknown", f"there is no stock {name!r}: there are {', '.join(stocks)}")
    return stocks[name]


def grid_of(stock: Stock, width_mm: float, height_mm: float) -> Grid:
    """Give where cards of a size stand. Raises Refusal `stock_size` where they do not fit."""
    if stock.paper is None:
        return Grid(
            paper_mm=(width_mm, height_mm),
            cell_mm=(width_mm, height_mm),
            columns=1,
            rows=1,
            corner_mm=(0.0, 0.0),
            pitch_mm=(width_mm, height_mm),
            turned=False,
        )
    if stock.gap is not None:
        return _as_many_as_fit(stock, stock.paper, stock.gap, (width_mm, height_mm))
    assert stock.card is not None, stock.name
    assert stock.grid is not None, stock.name
    turned = (width_mm > height_mm) != (stock.card[0] > stock.card[1])
    shown = (height_mm, width_mm) if turned else (width_mm, height_mm)
    if not all(-LARGER_MM <= shown[at] - stock.card[at] <= SMALLER_MM for at in (0, 1)):
        raise _other_size(stock, width_mm, height_mm)
    return Grid(
        paper_mm=stock.paper,
        cell_mm=stock.card,
        columns=stock.grid[0],
        rows=stock.grid[1],
        corner_mm=(stock.x, stock.y),
        pitch_mm=(stock.across, stock.down),
        turned=turned,
    )


def _as_many_as_fit(
    stock: Stock,
    paper: tuple[float, float],
    gap: tuple[float, float],
    size: tuple[float, float],
) -> Grid:
    """Put cards into the middle of the paper, upright or turned, whichever way has more."""
    found = list[Grid]()
    for turned in (False, True):
        cell = (size[1], size[0]) if turned else size
        fits = [
            int((paper[at] - 2 * _UNPRINTED_MM + gap[at]) / (cell[at] + gap[at])) for at in (0, 1)
        ]
        used = [fits[at] * (cell[at] + gap[at]) - gap[at] for at in (0, 1)]
        found.append(
            Grid(
                paper_mm=paper,
                cell_mm=cell,
                columns=fits[0],
                rows=fits[1],
                corner_mm=((paper[0] - used[0]) / 2, (paper[1] - used[1]) / 2),
                pitch_mm=(cell[0] + gap[0], cell[1] + gap[1]),
                turned=turned,
            )
        )
    best = max(found, key=lambda grid: (grid.count, not grid.turned))
    if not best.count:
        raise _other_size(stock, *size)
    return best


def _other_size(stock: Stock, width_mm: float, height_mm: float) -> Refusal:
    return Refusal(
        "stock_size",
        f"{stock.title} is for another size than {width_mm:.2f} x {height_mm:.2f} mm",
        stock=stock.name,
    )

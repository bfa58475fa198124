"""Makes the file of a job: draws every card, reads codes back, and only then calls it good."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Final

from cards.drawing import pdf
from cards.drawing.fonts import Fonts
from cards.drawing.shapes import Page
from loyalty.errors import Refusal
from terminal.making import read_back
from terminal.making.read_back import Cell
from terminal.making.whole_file import written
from terminal.till.card_values import CardsMade, CardsStep, MakeCards

STOPPED: Final = "cards_stopped"
Sheets = Callable[[MakeCards], Iterator[tuple[Page, tuple[Cell, ...]]]]
"""Draws a job page by page, and says which cards stand where on each."""
Heard = Callable[[CardsStep], None]


def make(
    order: MakeCards,
    sheets: Sheets,
    *,
    heard: Heard,
    stopped: Callable[[], bool] = lambda: False,
    fonts: Fonts | None = None,
) -> CardsMade:
    """Draw a job into its file and read it back; without its end there is no file.

    Raises Refusal `cards_stopped` when `stopped` says so, what drawing and `read_back.check`
    raise, and Outage `disk_*`.
    """
    path = Path(order.out)
    with written(path) as (file, draft):
        cells = _draw(order, sheets, file, heard=heard, stopped=stopped, fonts=fonts)
        file.flush()

        def step(done: int, whole: int) -> None:
            _go_on(stopped)
            heard(CardsStep(job=order.job, done=done, whole=whole, checking=True))

        checked = read_back.check(draft, cells, order.issuer, step)
    return CardsMade(job=order.job, out=str(path), checked=checked)


def _draw(
    order: MakeCards,
    sheets: Sheets,
    file: IO[bytes],
    *,
    heard: Heard,
    stopped: Callable[[], bool],
    fonts: Fonts | None,
) -> list[tuple[Cell, ...]]:
    writer = pdf.Writer(file, fonts=fonts, title=order.shop)
    cells: list[tuple[Cell, ...]] = []
    done = 0
    for page, on_page in sheets(order):
        _go_on(stopped)
        writer.add(page)
        cells.append(on_page)
        done += sum(bool(cell.codes) for cell in on_page)
        heard(CardsStep(job=order.job, done=min(done, len(order.cards)), whole=len(order.cards)))
    writer.close()
    return cells


def _go_on(stopped: Callable[[], bool]) -> None:
    if stopped():
        raise Refusal(STOPPED, "stopped; the numbers wait to be printed")

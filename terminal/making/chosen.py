"""Which cards are to be printed: of a list of members, of a range, or of a batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from loyalty import number as numbers
from loyalty.errors import Refusal
from storage.records import ACTIVE
from terminal.imports import layouts, member_files
from terminal.imports.rejects import RejectsFile
from terminal.till import card_stock, roll
from terminal.till.desk import Desk

CARDS_MAX: Final = card_stock.BATCH_MAX
LAST: Final = "last"
_BETWEEN: Final = ".."


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """A row of a list that gets no card, and why; `card` are its last four digits."""

    row: int
    card: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Numbers in the order of their cards, and rows that get none."""

    numbers: tuple[str, ...]
    left: tuple[Left, ...] = ()


def of_list(desk: Desk, file: Path, mapping: Sequence[str], rejects: Path) -> Chosen:
    """Read a list of members, CSV or XLSX, by its column of card numbers.

    Every row that gets no card is named, and written to `rejects` with its reason. Raises
    Refusal `cards_columns` without such a column, and what `member_files.form_of` raises.
    """
    form = member_files.form_of(file, mapping)
    at = form.columns.get(layouts.CARD)
    if at is None:
        raise Refusal(
            "cards_columns",
            "no column has card numbers: call it `card`, or say which it is with "
            '--mapping "card=Your heading"',
            expected=[layouts.CARD],
            got=[name[: member_files.SHOWN_HEADINGS] for name in form.names],
        )
    if rejects == file:
        raise Refusal("rejects_same", "the rejects would take the place of the list itself")
    found: dict[str, int] = {}
    left: list[Left] = []
    with RejectsFile(rejects, form.names, form.separator) as rejected:
        for record in member_files.rows(file, form):
            text = record.cells[at] if at < len(record.cells) else ""
            reason = "the row cannot be read" if record.is_broken or record.is_long else ""
            reason = reason or _why_not(desk, text, found)
            if reason:
                digits = "".join(text.split())
                left.append(Left(row=record.row, card=digits[-4:], reason=reason))
                rejected.add(record.cells, reason)
            else:
                found["".join(text.split())] = record.row
    return Chosen(numbers=tuple(found), left=tuple(left))


def of_range(desk: Desk, text: str) -> tuple[str, ...]:
    """Give the cards from A to B: two numbers, or two places in the last batch, from 1.

    Raises Refusal `cards_range`, and `number_*` for a number that is none.
    """
    low, between, high = text.partition(_BETWEEN)
    if not between:
        raise _no_range(text)
    first, last = ("".join(side.split()) for side in (low, high))
    if len(first) < numbers.LENGTH and len(last) < numbers.LENGTH:
        return _places(desk, first, last, text)
    found = card_stock.between(desk, numbers.parse(first), numbers.parse(last), CARDS_MAX)
    if not found:
        raise Refusal("cards_range", "there is no card from the one to the other", got=text)
    return found


def of_batch(desk: Desk, named: str) -> tuple[str, ...]:
    """Give the cards of a batch that were never printed: `last`, or how its id begins or ends.

    Raises Refusal `batch_unknown`, and `batch_printed` where all of them were.
    """
    batch = _batch(desk, named)
    printed = card_stock.printed(desk)
    left = tuple(one for one in batch.numbers if one not in printed and not roll.is_lost(desk, one))
    if not left:
        raise Refusal(
            "batch_printed", "all cards of this batch were printed: --range prints some again"
        )
    return left


def _places(desk: Desk, first: str, last: str, text: str) -> tuple[str, ...]:
    if not (first.isdecimal() and last.isdecimal()):
        raise _no_range(text)
    batch = _batch(desk, LAST)
    if not 0 < int(first) <= int(last) <= len(batch.numbers):
        message = f"the last batch has cards 1 to {len(batch.numbers)}"
        raise Refusal("cards_range", message, got=text)
    return batch.numbers[int(first) - 1 : int(last)]


def _batch(desk: Desk, named: str) -> card_stock.Batch:
    every = card_stock.batches(desk)
    meant = tuple(one for one in every if _is(one.batch, named))
    found = every[-1:] if named == LAST else meant
    if len(found) != 1:
        message = "no batch of this till, or more than one: see `cards list`"
        raise Refusal("batch_unknown", message, got=named)
    return found[0]


def _is(batch: str, named: str) -> bool:
    return bool(named) and (batch.startswith(named) or batch.endswith(named))


def _no_range(text: str) -> Refusal:
    return Refusal("cards_range", "say it as A..B: two card numbers, or 1..40", got=text)


def _why_not(desk: Desk, text: str, earlier: dict[str, int]) -> str:
    return next(_reasons(desk, text, earlier), "")


def _reasons(desk: Desk, text: str, earlier: dict[str, int]) -> Iterator[str]:
    """Give what is wrong with a row, the first fault first."""
    digits = "".join(text.split())
    try:
        numbers.parse(digits)
    except Refusal as error:
        yield error.message
        return
    if numbers.issuer_of(digits) != desk.shop.issuer:
        yield "this is another shop's number"
    if digits in earlier:
        yield f"row {earlier[digits]} has this card too"
    if roll.is_lost(desk, digits):
        yield "this card was reported lost: print the number that took its place"
    member = roll.by_number(desk, digits)
    if member is None and card_stock.is_issued(desk, digits):
        yield "issued already as a blank card that nobody has: print it with --range"
    elif member is None:
        yield "nobody has this number"
    elif member.status != ACTIVE:
        yield "this member's card is blocked"
